"""Vectors that are kept: the same bytes for the same arrays, no words, and no trust in a file."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import words
from askleaflet.cachefile import CacheFolder
from askleaflet.errors import CacheError
from askleaflet.passages import passages
from askleaflet.reader.making import Maker
from askleaflet.reader.storing import Arrays, FolderStore, Store, as_bytes, folder_store
from askleaflet.reader.texts import leaflet_texts
from handmade import taught
from invented import ZORVEXIN, document, encoder

ARRAYS: Arrays = {
    "b": np.arange(12, dtype=np.int8).reshape(3, 4),
    "a": np.array([1, 5], np.int64),
    "none": np.zeros((0, 1), np.int8),
}


def same(one: Arrays | None, other: Arrays) -> bool:
    return one is not None and {k: (v.dtype, v.tolist()) for k, v in one.items()} == {
        k: (v.dtype, v.tolist()) for k, v in other.items()
    }


def test_what_is_kept_is_read_again_under_its_key_alone(tmp_path: Path) -> None:
    store = folder_store(tmp_path / "new" / "folder")
    store.write("k", ARRAYS)
    assert same(store.read("k"), ARRAYS)
    assert store.read("other") is None
    assert same(folder_store(tmp_path / "new" / "folder").read("k"), ARRAYS)


def test_without_a_folder_vectors_are_kept_in_memory_alone(tmp_path: Path) -> None:
    nothing, store = Store(), folder_store(None)
    for one in (nothing, store):
        one.write("k", ARRAYS)
    assert nothing.read("k") is None
    assert same(store.read("k"), ARRAYS)
    assert list(tmp_path.iterdir()) == []


def test_what_can_be_had_again_fills_no_memory_and_a_folder_that_takes_nothing_is_read_on(
    tmp_path: Path,
) -> None:
    nowhere, store = folder_store(None), folder_store(tmp_path)
    store.keep("first", ARRAYS)
    with patch.object(CacheFolder, "write", side_effect=CacheError("It is read only.")):
        for one in (nowhere, store):
            one.keep("k", ARRAYS)
            assert one.read("k") is None
    assert same(store.read("first"), ARRAYS)


@given(st.permutations(list(ARRAYS)))
def test_the_same_arrays_are_the_same_bytes_in_whatever_order(order: list[str]) -> None:
    assert as_bytes({name: ARRAYS[name] for name in order}) == as_bytes(ARRAYS)
    turned = {name: np.asfortranarray(ARRAYS[name]) for name in order}
    assert as_bytes(turned) == as_bytes(ARRAYS)


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_as_good_as_none(tmp_path: Path, part: float) -> None:
    store = folder_store(tmp_path)
    store.write("k", ARRAYS)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert store.read("k") is None


@given(st.binary(max_size=200))
def test_a_file_of_anything_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "k.safetensors").write_bytes(content)
    assert folder_store(folder).read("k") in (None, {})


def test_what_ships_is_read_first_and_never_written(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    folder_store(shipped).write("k", ARRAYS)
    store = FolderStore(own, shipped)
    assert same(store.read("k"), ARRAYS)
    store.write("new", ARRAYS)
    assert [path.name for path in shipped.iterdir()] == ["k.safetensors"]
    assert same(store.read("new"), ARRAYS)


def test_what_ships_is_no_more_trusted_than_any_file(tmp_path: Path) -> None:
    (tmp_path / "k.safetensors").write_bytes(b"damaged")
    assert FolderStore(None, tmp_path).read("k") is None


def test_a_folder_that_cannot_be_written_costs_time_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    store = folder_store(tmp_path / "file")
    for _ in range(3):
        store.write("k", ARRAYS)
        assert same(store.read("k"), ARRAYS)
    assert caplog.text.count("Name a folder that can with ASKLEAFLET_CACHE") == 1


def test_a_file_is_never_seen_half_written(tmp_path: Path) -> None:
    store = folder_store(tmp_path)
    store.write("k", ARRAYS)
    before = (tmp_path / "k.safetensors").stat().st_ino
    store.write("k", ARRAYS)
    assert [path.name for path in tmp_path.iterdir()] == ["k.safetensors"]
    assert (tmp_path / "k.safetensors").stat().st_ino != before


def test_no_word_of_a_leaflet_and_no_question_is_in_the_file() -> None:
    read = taught(document(ZORVEXIN), {"had a stroke.": ["my clotted brain"]}, "what it costs")
    texts = leaflet_texts(read, passages(read))
    kept = as_bytes(Maker(encoder()).vectors(texts))
    size = int.from_bytes(kept[:8], "little")
    head = json.loads(kept[8 : 8 + size])
    assert set(head) == {"passages", "tokens", "ends", "wordings", "beside", "terms", "counts"}
    assert all(set(one) == {"dtype", "shape", "data_offsets"} for one in head.values())
    for text in (*texts.passages, *texts.wordings, *texts.beside):
        for word in words(text):
            assert len(word) < 5 or word.encode() not in kept[8 + size :].lower()
