"""Vocabularies as data: read in one way, each fault named with the place to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet import data
from askleaflet.data import read_lines, read_text
from askleaflet.errors import VocabularyError
from invented import write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data files in the place of the program's own."""
    monkeypatch.setattr(data, "files", lambda _: tmp_path)
    return tmp_path


def test_a_list_is_read_without_comments_and_empty_lines(folder: Path) -> None:
    write(folder / "a.txt", "# what it is\n\n one \ntwo\n")
    assert read_lines("a.txt") == ["one", "two"]


def test_a_file_that_is_gone_or_no_text_is_named(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"\xff")
    for name in ("gone.txt", "b.txt"):
        with pytest.raises(VocabularyError, match=f"data/{name} cannot be read"):
            read_text(name)


def test_every_shipped_file_says_what_it_is_and_who_may_edit_it() -> None:
    for path in Path(data.__file__).parent.iterdir():
        if path.suffix in {".toml", ".txt"}:
            opening = path.read_text("utf-8")[:1500].lower()
            assert opening.startswith("#"), path.name
            assert "edit" in opening, path.name
            assert "source" in opening, path.name
