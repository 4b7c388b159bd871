"""Search by vectors: the nearest first, and what staff tied to a passage lifts it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.passages import passages
from askleaflet.reader.library import Shelf
from askleaflet.reader.rows import likeness
from askleaflet.records import Floats, Query
from askleaflet.search.base import Search
from askleaflet.search.vectors import Nearest, VectorSearch, merged, near
from handmade import asking, axis, encoded, shelf, small, taught
from invented import document

TEXT = "## A\n\nKeep it cold.\n\nFever is seen.\n\nIt may snow.\n"
PLAIN = document(TEXT)
ROWS = [axis(0), axis(1), axis(2)]


def slanted(most: int, some: int) -> Floats:
    row = axis(most) * np.float32(0.8) + axis(some) * np.float32(0.6)
    return row.astype(np.float32)


def among(query: Query, *shelves: Shelf, k: int = 9) -> list[str]:
    """The sentences that search finds, best first."""
    documents = {one.document.id: one.document for one in shelves}
    search: Search = VectorSearch({one.document.id: one for one in shelves})
    hits = search.search(query, k)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    return [documents[hit.passage.document].slice(hit.passage.mark) for hit in hits]


def along(row: Floats, *documents: str) -> Query:
    return asking("", *documents, vectors=(encoded(row),))


def test_the_nearest_passage_comes_first_then_the_next() -> None:
    assert among(along(slanted(1, 2)), shelf(PLAIN, ROWS)) == [
        "Fever is seen.",
        "It may snow.",
        "Keep it cold.",
    ]


def test_passages_that_are_as_near_come_in_the_order_of_the_leaflet() -> None:
    assert among(along(axis(3)), shelf(PLAIN, ROWS)) == [
        "Keep it cold.",
        "Fever is seen.",
        "It may snow.",
    ]


@given(st.integers(0, 5))
def test_no_more_are_found_than_asked_for(k: int) -> None:
    assert len(among(along(axis(0)), shelf(PLAIN, ROWS), k=k)) == min(k, 3)


def test_a_wording_lifts_the_passages_that_it_is_tied_to_and_no_other() -> None:
    read = taught(PLAIN, {"It may snow.": ["white flakes"], "Keep it cold.": ["freezer"]})
    own = shelf(read, ROWS, [axis(3), axis(1)])
    assert among(along(axis(3)), own)[0] == "It may snow."
    assert Nearest.of(own, along(axis(3))).wordings().tolist() == [0.0, 0.0, 1.0]
    # The freezer's wording points away from what it is tied to: it lifts, and never lowers.
    assert among(along(axis(0)), own)[0] == "Keep it cold."


def test_the_nearest_of_several_wordings_counts() -> None:
    read = taught(PLAIN, {"It may snow.": ["one", "two"]})
    own = shelf(read, ROWS, [slanted(3, 0), axis(3)])
    assert Nearest.of(own, along(axis(3))).wordings().tolist()[2] == 1.0


def test_a_story_is_as_near_as_its_nearest_piece() -> None:
    query = asking("", vectors=(encoded(axis(3)), encoded(axis(2))))
    assert among(query, shelf(PLAIN, ROWS))[0] == "It may snow."
    assert likeness(small(ROWS), query).tolist() == [0.0, 0.0, 1.0]


def test_a_question_of_which_nothing_was_read_is_near_nothing() -> None:
    assert likeness(small(ROWS), asking(vectors=())).tolist() == [0.0, 0.0, 0.0]


def test_only_the_leaflets_that_a_question_is_about_are_searched() -> None:
    other = document(TEXT.replace("Fever", "Pain"), "melotin")
    shelves = shelf(PLAIN, ROWS), shelf(other, ROWS)
    assert among(along(axis(1), "melotin"), *shelves)[0] == "Pain is seen."
    assert len(among(along(axis(1), "melotin"), *shelves)) == 3
    both = among(along(axis(1), "zorvexin", "melotin"), *shelves)
    assert set(both[:2]) == {"Fever is seen.", "Pain is seen."}
    none = asking(vectors=(encoded(axis(1)),))
    search = VectorSearch({"zorvexin": shelves[0]})
    assert search.search(Query("", vectors=none.vectors), 9) == []


@given(st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_what_is_known_of_one_passage_is_what_the_search_knows(pieces: list[int]) -> None:
    read = taught(PLAIN, {"It may snow.": ["one", "two"], "Keep it cold.": ["three"]})
    own = shelf(read, ROWS, [slanted(3, 0), axis(3), axis(1)])
    query = asking("", vectors=tuple(encoded(axis(one)) for one in pieces))
    for hit in VectorSearch({"zorvexin": own}).search(query, 9):
        place = own.places[hit.passage.id]
        assert hit.near == near(own, place, query)
        assert hit.examples == Nearest.of(own, query).say(place)
        assert hit.score == max(hit.near)


def test_a_passage_that_two_searches_find_is_read_once() -> None:
    own = VectorSearch({"zorvexin": shelf(PLAIN, ROWS)})
    first, again = own.search(along(axis(0)), 2), own.search(along(axis(2)), 2)
    both = merged(first, again)
    assert len({one.passage.id for one in both}) == len(both) == 3
    assert {one.passage.id for one in both} == {one.id for one in passages(PLAIN)}
