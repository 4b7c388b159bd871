"""What is kept of leaflets is what reading them gives, and anything else is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet.listings import TAKEN, taken_apart, write_taken
from askleaflet.reading import Leaflet, Source, leaflet_of, read_source
from askleaflet.records import Span
from invented import CORPUS, ZORVEXIN, write


def source_of(folder: Path, text: str = ZORVEXIN) -> Source:
    write(folder / "zorvexin.toml", 'title = "Zorvexin"\nlanguage = "en"\n')
    return read_source(write(folder / "zorvexin.md", text))


def kept(cache: Path, source: Source) -> Leaflet:
    """The leaflet of ``source``, once it was read and kept."""
    write_taken(cache, source, leaflet_of(source))
    return taken_apart(cache, source, "en")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.mark.parametrize("path", sorted(CORPUS.glob("[a-z]*.md")), ids=lambda one: one.stem)
def test_a_leaflet_that_was_kept_is_the_one_that_was_read(cache: Path, path: Path) -> None:
    source = read_source(path)
    assert kept(cache, source) == leaflet_of(source, language="en")


def test_what_is_kept_holds_no_word_of_the_leaflet(cache: Path, tmp_path: Path) -> None:
    kept(cache, source_of(tmp_path))
    (file,) = cache.glob(f"*{TAKEN}")
    assert b"glass of water" not in file.read_bytes()
    assert b"zorvexin:00000" in file.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"structure": 1}', b"\xff"])
def test_what_is_damaged_is_read_anew(cache: Path, tmp_path: Path, damage: bytes) -> None:
    source = source_of(tmp_path)
    whole = kept(cache, source)
    (file,) = cache.glob(f"*{TAKEN}")
    file.write_bytes(damage)
    assert taken_apart(cache, source, "en") == whole


def test_what_was_kept_is_used(cache: Path, tmp_path: Path) -> None:
    source = source_of(tmp_path)
    kept(cache, source)
    (file,) = cache.glob(f"*{TAKEN}")
    file.write_bytes(file.read_bytes().replace(b'"kind":"item"', b'"kind":"sentence"'))
    assert {one.kind for one in taken_apart(cache, source, "en").passages} == {"sentence", "list"}


def test_a_changed_text_or_sidecar_is_read_anew(cache: Path, tmp_path: Path) -> None:
    kept(cache, source_of(tmp_path))
    changed = source_of(tmp_path, f"# New\n\nA new one.\n\n{ZORVEXIN}")
    leaflet = taken_apart(cache, changed, "en")
    first = leaflet.passages[0].mark
    assert (first, leaflet.document.slice(first)) == (Span(7, 17), "A new one.")


def test_without_a_cache_a_leaflet_is_read(tmp_path: Path) -> None:
    source = source_of(tmp_path)
    write_taken(None, source, leaflet_of(source))
    assert taken_apart(None, source, "en") == leaflet_of(source, language="en")
