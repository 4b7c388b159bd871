"""The leaflets as the reader holds them: vectors tied to their very texts, made once, and made anew
where a file is no good."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier
from time import sleep

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.naming import PLACEHOLDER
from askleaflet.passages import passages
from askleaflet.reader.encoder import LONGEST_PASSAGE, LONGEST_QUESTION
from askleaflet.reader.library import (
    LazyLibrary,
    LeafletVectors,
    Library,
    Shelf,
    fits,
    of_arrays,
    open_shelf,
)
from askleaflet.reader.making import Maker
from askleaflet.reader.rows import UNIT
from askleaflet.reader.storing import Arrays, folder_store
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from askleaflet.records import Document
from handmade import taught
from invented import MELOTIN, ZORVEXIN, document, encoder

ONE = taught(
    document(ZORVEXIN),
    {"had a stroke.": ["I had a clot", "blood in my brain"], "headache": ["does my head hurt"]},
    "what does it cost",
)
TWO = document(MELOTIN, "melotin", markdown=False)
READ = taught(
    document(ZORVEXIN),
    {
        "had a stroke.": ["can zorvexin follow a stroke", "I had a clot in my brain"],
        "Possible side effects": ["what could go wrong"],
    },
    "does zorvexin cost much",
)
TEXTS = leaflet_texts(READ, passages(READ))
MADE = Maker(encoder()).vectors(TEXTS)
_TEXTS = st.lists(st.text("ab ", max_size=3), max_size=3).map(tuple)


def opened(folder: Path, *documents: Document) -> tuple[Library, list[tuple[int, int]]]:
    """The library of these leaflets, and what was told of those whose vectors were made."""
    told: list[tuple[int, int]] = []
    maker, store = Maker(encoder()), folder_store(folder)
    library = {}
    for at, one in enumerate(documents, 1):
        note = partial(told.append, (at, len(documents)))
        library[one.id] = open_shelf(one, passages(one), maker, store, note)
    return library, told


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
        assert held(kept[id]) == held(made[id])


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
    assert len(library["zorvexin"].vectors.wordings) == 2


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
    assert held(library["zorvexin"]) == held(sound["zorvexin"])
    if damage != "folder":
        assert path.read_bytes() == whole


def test_rows_belong_to_passages_and_wordings_to_the_passages_they_are_tied_to(
    tmp_path: Path,
) -> None:
    shelf = opened(tmp_path, ONE)[0]["zorvexin"]
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


def changed(name: str, array: npt.NDArray[np.generic]) -> Arrays:
    return {**MADE, name: array}


def test_each_passage_has_one_text_and_each_wording_the_passages_that_answer_it() -> None:
    own = passages(READ)
    assert len(TEXTS.passages) == len(own)
    assert [tuple(READ.slice(own[n].mark) for n in says) for says in TEXTS.says[:2]] == [
        ("had a stroke.",),
        ("had a stroke.",),
    ]
    assert [own[n].kind for n in TEXTS.says[2]] == ["list"]
    assert TEXTS.beside == (f"does {PLACEHOLDER} cost much",)
    assert TEXTS.wordings[0] == f"can {PLACEHOLDER} follow a stroke"


def test_what_is_made_fits_and_is_what_the_network_read() -> None:
    assert fits(MADE, TEXTS)
    vectors = of_arrays(MADE)
    read = encoder().encode(TEXTS.passages, LONGEST_PASSAGE)
    for number, one in enumerate(read):
        assert vectors.passages[number] / UNIT == pytest.approx(one.vector, abs=1 / 127)
        assert vectors.tokens_of(number) == pytest.approx(one.tokens, abs=1 / 127)
    asked = encoder().encode(TEXTS.wordings, LONGEST_QUESTION)
    rows = np.stack([one.vector for one in asked])
    assert vectors.wordings / UNIT == pytest.approx(rows, abs=1 / 127)
    assert len(vectors.beside) == 1


def test_a_leaflet_without_wordings_has_none() -> None:
    plain = leaflet_texts(document(ZORVEXIN), passages(READ))
    made = Maker(encoder()).vectors(plain)
    assert fits(made, plain)
    assert len(of_arrays(made).wordings) == len(of_arrays(made).beside) == 0


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)
def test_other_texts_have_another_key(
    a: tuple[str, ...],
    b: tuple[str, ...],
    c: tuple[str, ...],
    d: tuple[str, ...],
    e: tuple[str, ...],
    f: tuple[str, ...],
) -> None:
    one, other = LeafletTexts(a, b, (), c), LeafletTexts(d, e, (), f)
    assert (one.key("sum") == other.key("sum")) == (one == other)
    assert one.key("sum") != one.key("another sum")


def test_the_same_words_elsewhere_have_another_key() -> None:
    sets = [
        LeafletTexts(("x",), (), (), ()),
        LeafletTexts((), ("x",), (), ()),
        LeafletTexts((), (), (), ("x",)),
        LeafletTexts(("x", ""), (), (), ()),
        LeafletTexts((), (), (), ()),
        replace(TEXTS, passages=TEXTS.passages[::-1]),
        TEXTS,
    ]
    assert len({one.key("sum") for one in sets}) == len(sets)


@pytest.mark.parametrize("name", ["passages", "wordings", "beside", "tokens", "ends"])
@pytest.mark.parametrize("rows", [-1, 1])
def test_a_row_too_many_or_too_few_does_not_fit(name: str, rows: int) -> None:
    own = MADE[name]
    other = own[:-1] if rows < 0 else np.concatenate([own, own[-1:]])
    assert not fits(changed(name, other), TEXTS)


def test_places_that_descend_or_lie_outside_do_not_fit() -> None:
    ends = np.array(MADE["ends"], np.int64)
    swapped = ends.copy()
    swapped[[0, 1]] = ends[[1, 0]]
    below = ends.copy()
    below[0] = -1
    for wrong in (swapped, below, ends + 1, ends[::-1]):
        assert not fits(changed("ends", wrong), TEXTS)


@pytest.mark.parametrize("name", sorted(MADE))
def test_arrays_of_another_shape_or_kind_do_not_fit(name: str) -> None:
    own = MADE[name]
    wrong = [own.astype(np.float32), own[..., None], own.reshape(-1), np.zeros((), own.dtype)]
    if own.ndim == 2:
        wrong.append(own[:, :-1])
    for one in wrong:
        same = one.shape == own.shape and one.dtype == own.dtype
        assert same or not fits(changed(name, one), TEXTS)


def test_an_array_too_many_or_too_few_does_not_fit() -> None:
    assert not fits({**MADE, "more": MADE["ends"]}, TEXTS)
    assert not fits({name: one for name, one in MADE.items() if name != "beside"}, TEXTS)
    assert not fits({}, TEXTS)


def lazy(most: int = 2) -> tuple[LazyLibrary, list[str]]:
    """A lazy library of three leaflets, and which were opened."""
    asked: list[str] = []

    def open_one(id: str) -> Shelf:
        asked.append(id)
        return shelf_of(id)

    return LazyLibrary(["a", "b", "c"], open_one, most), asked


def shelf_of(id: str) -> Shelf:
    empty = LeafletTexts((), (), (), ())
    none = np.zeros((0, 1), np.int8)
    vectors = LeafletVectors(none, none, np.zeros(0, np.int64), none, none)
    return Shelf(document("Text.\n", id), (), empty, vectors)


def test_a_leaflet_is_opened_when_it_is_asked_about_and_those_asked_about_last_stay_open() -> None:
    library, asked = lazy()
    assert (list(library), len(library), asked) == (["a", "b", "c"], 3, [])
    for id in ("a", "b", "a", "c", "a", "b"):
        assert library[id].document.id == id
    assert asked == ["a", "b", "c", "b"]
    with pytest.raises(KeyError):
        library["d"]


def test_many_who_ask_at_once_about_a_closed_leaflet_have_it_opened_once() -> None:
    asked: list[str] = []
    everybody = Barrier(8)

    def open_one(id: str) -> Shelf:
        asked.append(id)
        sleep(0.05)
        return shelf_of(id)

    library = LazyLibrary(["a"], open_one)

    def ask(_: int) -> Shelf:
        everybody.wait()
        return library["a"]

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert (asked, len(found)) == (["a"], 1)


def test_a_leaflet_that_could_not_be_opened_is_tried_again() -> None:
    tries: list[str] = []

    def open_one(id: str) -> Shelf:
        tries.append(id)
        if len(tries) == 1:
            raise OSError("the disk is away")
        return shelf_of(id)

    library = LazyLibrary(["a"], open_one)
    with pytest.raises(OSError, match="away"):
        library["a"]
    assert library["a"].document.id == "a"
    assert tries == ["a", "a"]
