"""The cache of compiled leaflets: the same answers as without it, and never trusted when broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from askleaflet import compiled
from askleaflet.arrayfile import Array, read_arrays, write_arrays
from askleaflet.compiled import open_compiled, source_key
from askleaflet.compiling import compile_corpus, read_general
from askleaflet.corpus import read_corpus
from askleaflet.records import Document, Passage
from askleaflet.settings import read_settings
from askleaflet.setup import assemble, open_assistant
from invented import CORPUS, SOURCE, few_kinds, few_vocabularies, write

TESTS = Path(__file__).parent
Arrays = dict[str, Array]
ARRAYS: Arrays = {
    "one": np.arange(5, dtype=np.int32),
    "none": np.zeros(0),
    "text": np.frombuffer(b"x", np.uint8),
}
ASKED = (
    "Can I drive?",
    "teh side efects",
    "what is metformin",
    "how long is the infusion, and who must not have it?",
    "is it ok to drink alcohol",
    "puedo conducir",
    "hello",
    "",
)


@pytest.fixture(scope="module", autouse=True)
def _finished_program() -> Iterator[None]:
    """The program's own files do not count here: someone may be editing them."""
    with patch.object(compiled, "_program", list):
        yield


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled form of the leaflets that the project ships."""
    folder = tmp_path_factory.mktemp("compiled")
    open_compiled(CORPUS, folder)
    return folder


def stored(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_answers_are_the_same_with_the_cache_and_without(cache: Path) -> None:
    before = stored(cache)
    from_cache, _ = open_assistant(read_settings(corpus=CORPUS, cache=cache))
    built = assemble(read_corpus(CORPUS), read_settings(corpus=CORPUS))
    assert stored(cache) == before
    for question in ASKED:
        assert from_cache.explain(question, ASKED[:1]) == built.explain(question, ASKED[:1])
        assert from_cache.reply(question) == built.reply(question)
    query = built.understanding.read("can i drive")
    assert from_cache.topics.nearest(query, 3) == built.topics.nearest(query, 3)


def test_the_leaflet_in_the_cache_is_the_leaflet_in_the_folder(cache: Path) -> None:
    documents = open_compiled(CORPUS, cache).corpus.documents
    assert [one.text for one in documents] == [one.text for one in read_corpus(CORPUS).documents]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:20],
        lambda raw: raw[:-1],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:],
        lambda raw: raw + b"more",
        lambda raw: b"\x80\x04\x95 a pickle, or anything else",
    ],
)
def test_a_damaged_file_is_built_again(
    damage: Callable[[bytes], bytes], leaflets: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    with few_vocabularies():
        open_compiled(leaflets, folder)
        (file,) = stored(folder)
        file.write_bytes(damage(file.read_bytes()))
        assert read_arrays(file, source_key(read_corpus(leaflets))) is None
        open_compiled(leaflets, folder)
    assert read_arrays(file, source_key(read_corpus(leaflets))) is not None


def test_a_sound_file_with_other_content_is_built_again(leaflets: Path, tmp_path: Path) -> None:
    key = source_key(read_corpus(leaflets))
    path = tmp_path / "cache" / (key + compiled.ENDING)
    foreign: tuple[Arrays, ...] = (ARRAYS, {"tables": np.frombuffer(b"{}", np.uint8)})
    for arrays in foreign:
        write_arrays(path, key, arrays)
        with few_vocabularies():
            assert open_compiled(leaflets, path.parent).corpus.documents
        assert "asked.examples.keys" in (read_arrays(path, key) or {})


def test_a_changed_leaflet_or_sidecar_is_there_at_the_next_start(
    leaflets: Path, tmp_path: Path
) -> None:
    (leaflet,) = leaflets.glob("zorvexin.*")
    text = leaflet.read_text("utf-8")

    def opened() -> Document:
        return open_compiled(leaflets, tmp_path / "cache").corpus.document("zorvexin")

    with few_vocabularies():
        before = opened()
        leaflet.write_text(text + "Keep it dry.\n", "utf-8")
        assert opened().text.endswith("Keep it dry.\n")
        leaflet.write_text(text, "utf-8")
        assert opened() == before
        leaflet.with_suffix(".toml").write_text('title = "Other"\n', "utf-8")
        assert opened().title == "Other"


def test_old_files_are_removed(leaflets: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}{compiled.ENDING}").write_bytes(b"old")
    with few_vocabularies():
        open_compiled(leaflets, folder)
    assert len(stored(folder)) == compiled.MOST_KEPT
    assert source_key(read_corpus(leaflets)) + compiled.ENDING in [
        one.name for one in stored(folder)
    ]


def test_a_folder_that_cannot_be_written_is_said_once_and_is_no_failure(
    leaflets: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with few_vocabularies():
        built = open_compiled(leaflets, tmp_path / "file" / "cache")
    assert built.corpus.documents
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "ASKLEAFLET_CACHE" in caplog.text


def test_someone_who_waits_at_a_terminal_is_told_why(
    leaflets: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for _ in range(2):
        with few_vocabularies():
            open_compiled(leaflets, tmp_path / "kept")
    assert caplog.text.count("takes some seconds longer") == 1


def test_without_a_home_nothing_is_kept(leaflets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert read_settings().cache_folder() is None
    with few_vocabularies():
        assert open_compiled(leaflets, None).corpus.documents


def test_wordings_left_out_are_in_nothing_that_is_built(leaflets: Path) -> None:
    corpus = read_corpus(leaflets)
    wording = next(text for text in few_kinds()["storage"].asked if "{" not in text)
    with few_vocabularies():
        all_of_them, fewer = (
            compile_corpus(corpus, read_general(without)).topics.examples
            for without in (frozenset[str](), frozenset({wording}))
        )
    assert all_of_them
    assert fewer
    texts = all_of_them.wordings.texts()
    assert wording in texts
    assert fewer.wordings.texts() == [text for text in texts if text != wording]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damaged_file_of_arrays_is_read(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "arrays"
    write_arrays(path, "key", ARRAYS)
    whole = path.read_bytes()
    found = read_arrays(path, "key") or {}
    assert {name: own.tolist() for name, own in found.items()} == {
        name: own.tolist() for name, own in ARRAYS.items()
    }
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(
        whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    )
    assert read_arrays(path, "key") is None
    path.write_bytes(whole[:at])
    assert read_arrays(path, "key") is None
    path.write_bytes(whole)
    assert read_arrays(path, "another key") is None


def test_no_word_or_place_of_a_leaflet_comes_from_the_cache(leaflets: Path, tmp_path: Path) -> None:
    write(leaflets / "zorvexin.toml", "[[asked_as]]\nsays = 'headache'\nquestions = 'my head'\n")
    corpus = read_corpus(leaflets)
    key = source_key(corpus)
    path = tmp_path / "cache" / (key + compiled.ENDING)
    with few_vocabularies():
        built = open_compiled(leaflets, path.parent)
        arrays = read_arrays(path, key) or {}
        tables = json.loads(arrays["tables"].tobytes())
        assert "corpus" not in tables
        assert all(one["passages"] == [] for one in tables["topics"])
        lie = dict(zip(Passage.__dataclass_fields__, astuple(corpus.passages[0]), strict=True))
        for one in tables["topics"]:
            one["passages"] = [lie]
        forged = {**arrays, "tables": np.frombuffer(json.dumps(tables).encode(), np.uint8)}
        write_arrays(path, key, forged)
        opened = open_compiled(leaflets, path.parent)
    assert opened.corpus == built.corpus
    assert list(opened.topics.topics) == list(built.topics.topics)
    assert [one.passages for one in opened.topics.topics if one.document] == [
        tuple(p for p in corpus.passages if corpus.document("zorvexin").slice(p.mark) == "headache")
    ]


def test_a_folder_of_another_user_is_not_used_and_that_is_said_once(
    leaflets: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(0o777)
    with few_vocabularies():
        assert open_compiled(leaflets, folder).corpus.documents
    assert stored(folder) == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "can be written by others" in caplog.text


_BYTES = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1].split(":")
from askleaflet.compiled import open_compiled
from invented import few_vocabularies
with few_vocabularies():
    open_compiled(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def test_the_same_leaflets_make_the_same_bytes(leaflets: Path, tmp_path: Path) -> None:
    write(leaflets / "zorvexin.toml", "[[asked_as]]\nsays = 'headache'\nquestions = 'my head'\n")
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", _BYTES, f"{SOURCE.parent}:{TESTS}", str(leaflets), str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            timeout=600,
        )
        (file,) = folder.iterdir()
        found.append((file.name, file.read_bytes()))
    assert found[0] == found[1]


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_arrays(tmp_path / "arrays", "key", _Broken(ARRAYS))
    assert stored(tmp_path) == []


class _Broken(Arrays):
    """Arrays of which one is gone when it is to be written."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self._asked = 0

    def __getitem__(self, name: str) -> Array:
        self._asked += 1
        if self._asked > len(self):
            raise KeyError(name)
        return super().__getitem__(name)
