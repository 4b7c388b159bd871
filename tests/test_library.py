"""The leaflets as the reader holds them: vectors made once, made anew where a file is no good."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from askleaflet.passages import passages
from askleaflet.reader.library import Library, Shelf
from askleaflet.reader.storing import folder_store
from askleaflet.records import Document
from handmade import taught
from invented import MELOTIN, ZORVEXIN, document, encoder

ONE = taught(
    document(ZORVEXIN),
    {"had a stroke.": ["I had a clot", "blood in my brain"], "headache": ["does my head hurt"]},
    "what does it cost",
)
TWO = document(MELOTIN, "melotin", markdown=False)


def opened(folder: Path, *documents: Document) -> tuple[Library, list[tuple[int, int]]]:
    """The library of these leaflets, and what was told of those whose vectors were made."""
    told: list[tuple[int, int]] = []

    def note(done: int, of: int) -> None:
        told.append((done, of))

    own = {one.id: passages(one) for one in documents}
    return Library.of(documents, own, encoder(), folder_store(folder), note), told


def held(shelf: Shelf) -> Mapping[str, list[object]]:
    vectors = shelf.vectors
    return {
        "passages": vectors.passages.tolist(),
        "tokens": vectors.tokens.tolist(),
        "ends": vectors.ends.tolist(),
        "wordings": vectors.wordings.tolist(),
        "beside": vectors.beside.tolist(),
    }


def test_vectors_are_made_once_and_told_of_leaflet_by_leaflet(tmp_path: Path) -> None:
    made, told = opened(tmp_path, ONE, TWO)
    assert told == [(1, 2), (2, 2)]
    kept, again = opened(tmp_path, ONE, TWO)
    assert again == []
    for id in ("zorvexin", "melotin"):
        assert held(kept.shelf(id)) == held(made.shelf(id))


def test_only_the_leaflet_that_changed_is_read_anew(tmp_path: Path) -> None:
    opened(tmp_path, ONE, TWO)
    changed = document(MELOTIN.replace("fridge", "freezer"), "melotin", markdown=False)
    _, told = opened(tmp_path, ONE, changed)
    assert told == [(2, 2)]


def test_a_wording_that_staff_add_counts_at_the_next_start(tmp_path: Path) -> None:
    opened(tmp_path, ONE)
    more = taught(ONE, {"had a stroke.": ["I had a clot", "a new one"]})
    library, told = opened(tmp_path, more)
    assert told == [(1, 1)]
    assert len(library.shelf("zorvexin").vectors.wordings) == 2


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "foreign", "folder"])
def test_a_file_that_is_no_good_is_made_anew_and_mended(tmp_path: Path, damage: str) -> None:
    sound, _ = opened(tmp_path, ONE)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    elif damage == "foreign":
        opened(tmp_path / "other", TWO)
        path.write_bytes(next((tmp_path / "other").iterdir()).read_bytes())
    else:
        path.write_bytes({"cut": whole[:-100], "noise": b"\xff" * 900, "empty": b""}[damage])
    library, told = opened(tmp_path, ONE)
    assert told == [(1, 1)]
    assert held(library.shelf("zorvexin")) == held(sound.shelf("zorvexin"))
    if damage != "folder":
        assert path.read_bytes() == whole


def test_rows_belong_to_passages_and_wordings_to_the_passages_they_are_tied_to(
    tmp_path: Path,
) -> None:
    shelf = opened(tmp_path, ONE)[0].shelf("zorvexin")
    assert len(shelf.vectors.passages) == len(shelf.passages)
    assert [shelf.passages[shelf.places[one.id]] for one in shelf.passages] == list(shelf.passages)
    tied = [
        (shelf.texts.wordings[wording], ONE.slice(shelf.passages[place].mark))
        for wording, place in zip(shelf.wording, shelf.answered, strict=True)
    ]
    assert tied == [
        ("I had a clot", "had a stroke."),
        ("blood in my brain", "had a stroke."),
        ("does my head hurt", "headache"),
    ]


def test_a_leaflet_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        opened(tmp_path, ONE)[0].shelf("melotin")
