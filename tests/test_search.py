"""What every search by words must do: the one in memory, and a real OpenSearch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import stems
from askleaflet.passages import passages
from askleaflet.reader.library import Library
from askleaflet.records import Document, Query
from askleaflet.search.base import Search
from askleaflet.search.bm25 import BM25Search
from askleaflet.understanding.conversation import read_stop_words
from handmade import axis, shelf
from invented import MELOTIN, ZORVEXIN, document, passage
from opensearch import needs_opensearch, published

Searching = Callable[..., Search]


def library(*documents: Document) -> Library:
    return {one.id: shelf(one, [axis(0)] * len(passages(one))) for one in documents}


def in_memory(*documents: Document) -> Search:
    return BM25Search(library(*documents), read_stop_words())


@pytest.fixture(params=["memory", pytest.param("opensearch", marks=needs_opensearch)])
def searching(request: pytest.FixtureRequest) -> Searching:
    """What searches some leaflets."""
    if request.param == "memory":
        return in_memory
    node: str = request.getfixturevalue("node")
    return lambda *documents: published(node, library(*documents))[0]


def query(text: str, *documents: str) -> Query:
    return Query(text, stems=stems(text), documents=documents or ("zorvexin",))


def test_the_best_passage_comes_first(searching: Searching) -> None:
    own = document(ZORVEXIN)
    hits = searching(own).search(query("did he have a stroke with a zebra"), 5)
    assert own.slice(hits[0].passage.mark) == "had a stroke."
    assert hits[0].score > 0


def test_candidates_are_ordered_by_score_then_place(searching: Searching) -> None:
    own = document("## A\n\nGreen tea.\n\nGreen tea.\n\nBlue tea leaves are here.\n")
    hits = searching(own).search(query("tea"), 9)
    keys = [(-hit.score, hit.passage.id) for hit in hits]
    assert keys == sorted(keys)
    assert hits[0].score == hits[1].score


def test_no_more_than_k_passages_and_none_without_a_shared_word(searching: Searching) -> None:
    own = searching(document(ZORVEXIN))
    assert len(own.search(query("tablet box water dose"), 2)) == 2
    assert own.search(query("xylophone"), 5) == []
    assert own.search(query(""), 5) == []
    assert own.search(query("and is it for the"), 5) == []


def test_words_of_the_heading_find_the_passages_under_it(searching: Searching) -> None:
    read = document(ZORVEXIN)
    hits = searching(read).search(query("possible"), 9)
    assert {read.slice(hit.passage.mark) for hit in hits} >= {"headache", "feeling sick"}


def test_words_of_the_lead_in_find_the_items_it_leads_in(searching: Searching) -> None:
    read = document("## A\n\nNever give it to people who:\n\n- smoke\n- swim\n")
    found = searching(read).search(query("give people"), 20)
    assert {"smoke", "swim"} <= {read.slice(hit.passage.mark) for hit in found}


def test_a_passages_own_words_count_for_more_than_those_of_its_heading(
    searching: Searching,
) -> None:
    read = document("## Storage\n\nIn a cold dark place.\n\n## Other\n\nStorage comes first.\n")
    best, *_ = searching(read).search(query("storage"), 9)
    assert best.passage == passage(read, "Storage comes first.")


def test_a_query_that_names_leaflets_is_searched_in_those_alone(searching: Searching) -> None:
    both = searching(
        document("## A\n\nKeep it in the fridge.\n", "one"),
        document("## A\n\nKeep it in the fridge.\n", "two"),
    )
    hits = both.search(query("fridge", "two"), 9)
    assert {hit.passage.document for hit in hits} == {"two"}


def test_a_query_about_no_leaflet_finds_nothing(searching: Searching) -> None:
    own = searching(document(ZORVEXIN))
    assert own.search(Query("stroke", stems=stems("stroke")), 9) == []


def test_numbers_and_letters_of_any_language_are_found(searching: Searching) -> None:
    read = document("## A\n\nTake 5.4 kg.\n\nTake 0,1 ml.\n\nFür Größe ß'ê.\n\nNothing here.\n")
    own = searching(read)
    for asked, said in (
        ("5.4", "Take 5.4 kg."),
        ("0,1", "Take 0,1 ml."),
        ("größe", "Für Größe ß'ê."),
    ):
        (best,) = own.search(query(asked), 5)
        assert read.slice(best.passage.mark) == said


def test_a_word_said_twice_counts_twice(searching: Searching) -> None:
    own = searching(document(ZORVEXIN))
    (once, *_), (twice, *_) = own.search(query("stroke"), 1), own.search(query("stroke stroke"), 1)
    assert twice.score == 2 * once.score


def test_where_many_are_as_good_the_first_of_the_leaflet_are_found(searching: Searching) -> None:
    read = document("## A\n\n" + "Green tea.\n\n" * 120)
    found = searching(read).search(query("tea"), 12)
    assert [one.passage for one in found] == list(passages(read)[:12])


@pytest.fixture(scope="module")
def both(request: pytest.FixtureRequest) -> tuple[Search, Search]:
    """The same two leaflets in memory and in OpenSearch."""
    own = library(document(ZORVEXIN), document(MELOTIN, "melotin", markdown=False))
    node: str = request.getfixturevalue("node")
    return BM25Search(own, read_stop_words()), published(node, own)[0]


_WORDS = st.sampled_from(
    "tablet stroke water box dose 5.4 kg fridge spray nose zebra lactose the children".split()
)


@needs_opensearch
@given(st.lists(_WORDS, min_size=1, max_size=8), st.integers(1, 30))
def test_both_find_the_same_with_the_same_scores_in_the_same_order(
    both: tuple[Search, Search], words: list[str], k: int
) -> None:
    memory, engine = both
    for ids in (("zorvexin",), ("melotin",), ("melotin", "zorvexin")):
        asked = query(" ".join(words), *ids)
        assert engine.search(asked, k) == memory.search(asked, k)
