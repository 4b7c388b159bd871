"""The default search engine: scores equal to a plain loop, order fixed, own leaflets only."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from askleaflet.analysis import stems
from askleaflet.corpus import Corpus
from askleaflet.errors import RetrievalError
from askleaflet.passages import passages
from askleaflet.records import Query, headings
from askleaflet.search.base import Search
from askleaflet.search.bm25 import BM25Search, PostingsOkapi
from askleaflet.understanding.conversation import read_stop_words
from handmade import axis, shelf
from invented import ZORVEXIN, corpus_of, document, passage

_WORDS = st.sampled_from("a b c d e f".split())
_CORPORA = st.lists(st.lists(_WORDS, max_size=8), min_size=1, max_size=9).filter(any)


class PlainLoop(BM25Okapi):
    """rank_bm25's own loop over all documents, with Lucene's idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {t: math.log(1 + (n - df + 0.5) / (df + 0.5)) for t, df in nd.items()}


def engine(corpus: Corpus) -> BM25Search:
    rows = [axis(0)] * len(corpus.passages)
    library = {one.id: shelf(one, rows[: len(passages(one))]) for one in corpus.documents}
    return BM25Search(library, read_stop_words())


def query(text: str, *documents: str) -> Query:
    return Query(text, stems=stems(text), documents=documents or ("zorvexin",))


@given(
    _CORPORA,
    st.lists(st.sampled_from("a b c d e f zz".split()), max_size=6),
    st.sampled_from([(1.5, 0.75), (0.9, 0.4), (1.2, 0.5)]),
)
@example([["pump"]], ["pump", "line", "pump"], (1.5, 0.75))
@example([["pump"], [], []], ["pump", "nothing"], (1.5, 0.75))
def test_scores_equal_the_plain_loop_exactly(
    corpus: list[list[str]], words: list[str], weights: tuple[float, float]
) -> None:
    ours = PostingsOkapi(corpus, *weights).get_scores(words)
    plain = PlainLoop(corpus, k1=weights[0], b=weights[1])
    assert ours.tolist() == plain.get_scores(words).tolist()


@given(_CORPORA)
def test_no_idf_is_negative_and_no_document_scores_below_nothing(corpus: list[list[str]]) -> None:
    index = PostingsOkapi(corpus)
    assert all(value > 0 for value in index.idf.values())
    for term in "abcdef":
        assert (index.get_scores([term]) >= 0).all()


@given(_CORPORA)
def test_exactly_the_documents_that_hold_a_term_score(corpus: list[list[str]]) -> None:
    index = PostingsOkapi(corpus)
    for term in "abcdefz":
        holding = [n for n, words in enumerate(corpus) if term in words]
        assert np.flatnonzero(index.get_scores([term])).tolist() == holding


def test_a_word_in_half_or_all_of_a_tiny_corpus_still_scores() -> None:
    assert PostingsOkapi([["a"], ["b"]]).get_scores(["a"])[0] > 0
    assert PostingsOkapi([["a"]]).get_scores(["a"])[0] > 0


@given(_CORPORA, st.data())
def test_the_scores_of_some_documents_are_the_scores_of_all(
    corpus: list[list[str]], data: st.DataObject
) -> None:
    index = PostingsOkapi(corpus)
    chosen = data.draw(st.lists(st.integers(0, len(corpus) - 1), max_size=4))
    all_scores = index.get_scores(["a", "b"]).tolist()
    assert index.get_batch_scores(["a", "b"], chosen) == [all_scores[one] for one in chosen]


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_nothing_to_search_is_an_error_not_an_empty_answer(corpus: list[list[str]]) -> None:
    with pytest.raises(RetrievalError, match="nothing to search"):
        PostingsOkapi(corpus)


def test_the_best_passage_comes_first() -> None:
    own = corpus_of(document(ZORVEXIN))
    hits = engine(own).search(query("did he have a stroke with a zebra"), 5)
    assert own.documents[0].slice(hits[0].passage.mark) == "had a stroke."
    assert hits[0].score > 0


def test_candidates_are_ordered_by_score_then_place() -> None:
    own = corpus_of(document("## A\n\nGreen tea.\n\nGreen tea.\n\nBlue tea leaves are here.\n"))
    hits = engine(own).search(query("tea"), 9)
    keys = [(-hit.score, hit.passage.id) for hit in hits]
    assert keys == sorted(keys)
    assert hits[0].score == hits[1].score


def test_no_more_than_k_passages_and_none_without_a_shared_word() -> None:
    own = engine(corpus_of(document(ZORVEXIN)))
    assert len(own.search(query("tablet box water dose"), 2)) == 2
    assert own.search(query("xylophone"), 5) == []
    assert own.search(query(""), 5) == []
    assert own.search(query("and is it for the"), 5) == []


def test_words_of_the_heading_find_the_passages_under_it() -> None:
    read = document(ZORVEXIN)
    hits = engine(corpus_of(read)).search(query("possible"), 9)
    assert {read.slice(hit.passage.mark) for hit in hits} >= {"headache", "feeling sick"}


def test_words_of_the_lead_in_find_the_items_it_leads_in() -> None:
    read = document("## A\n\nNever give it to people who:\n\n- smoke\n- swim\n")
    found = engine(corpus_of(read)).search(query("give people"), 20)
    assert {"smoke", "swim"} <= {read.slice(hit.passage.mark) for hit in found}


def test_a_passages_own_words_count_for_more_than_those_of_its_heading() -> None:
    read = document("## Storage\n\nIn a cold dark place.\n\n## Other\n\nStorage comes first.\n")
    best, *_ = engine(corpus_of(read)).search(query("storage"), 9)
    assert best.passage == passage(read, "Storage comes first.")


def test_a_query_that_names_leaflets_is_searched_in_those_alone() -> None:
    both = corpus_of(
        document("## A\n\nKeep it in the fridge.\n", "one"),
        document("## A\n\nKeep it in the fridge.\n", "two"),
    )
    hits = engine(both).search(query("fridge", "two"), 9)
    assert {hit.passage.document for hit in hits} == {"two"}


def test_a_query_about_no_leaflet_finds_nothing() -> None:
    own = engine(corpus_of(document(ZORVEXIN)))
    assert own.search(Query("stroke", stems=stems("stroke")), 9) == []


def test_headings_are_named_from_the_outermost_inwards() -> None:
    read = document(ZORVEXIN)
    found = passage(read, "It is not for babies under 3.5 kg.")
    assert headings(read, found) == [
        "Zorvexin 5 mg tablets",
        "Who should not take it",
        "Children",
    ]


def test_the_default_engine_fits_the_seam() -> None:
    own: Search = engine(corpus_of(document(ZORVEXIN)))
    assert own.search(query("stroke"), 1)
