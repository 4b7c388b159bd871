"""The default search engine: scores equal to a plain loop, order fixed, evidence named."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from askleaflet.corpus import Corpus
from askleaflet.errors import RetrievalError
from askleaflet.records import Query, Term
from askleaflet.retrieval.base import Retriever
from askleaflet.retrieval.bm25 import BM25Retriever, headings
from askleaflet.retrieval.okapi import PostingsOkapi
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.understand import Understanding
from invented import ZORVEXIN, corpus_of, document, lexicon, passage, quick

_WORDS = st.sampled_from("a b c d e f".split())
_CORPORA = st.lists(st.lists(_WORDS, max_size=8), min_size=1, max_size=9).filter(any)


class PlainLoop(BM25Okapi):
    """rank_bm25's own loop over all documents, with Lucene's idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {t: math.log(1 + (n - df + 0.5) / (df + 0.5)) for t, df in nd.items()}


def retriever(corpus: Corpus) -> BM25Retriever:
    return BM25Retriever(corpus.documents, corpus.passages, lexicon(), read_stop_words())


@cache
def reader() -> Understanding:
    return quick(corpus_of(document(ZORVEXIN))).understanding


def query(text: str, *documents: str) -> Query:
    read = reader().read(text)
    return Query(read.text, read.terms, concepts=read.concepts, documents=documents)


@given(_CORPORA, st.lists(st.sampled_from("a b c d e f zz".split()), max_size=6))
def test_scores_equal_the_plain_loop_exactly(corpus: list[list[str]], words: list[str]) -> None:
    ours = PostingsOkapi(corpus).get_scores(words)
    assert ours.tolist() == PlainLoop(corpus).get_scores(words).tolist()


@given(_CORPORA)
def test_no_idf_is_negative_and_no_document_scores_below_nothing(corpus: list[list[str]]) -> None:
    index = PostingsOkapi(corpus)
    assert all(value > 0 for value in index.idf.values())
    for term in "abcdef":
        assert (index.get_scores([term]) >= 0).all()


@given(_CORPORA)
def test_postings_name_exactly_the_documents_that_hold_a_term(corpus: list[list[str]]) -> None:
    index = PostingsOkapi(corpus)
    for term in "abcdefz":
        holding = [n for n, words in enumerate(corpus) if term in words]
        assert index.documents(term).tolist() == holding
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


def test_the_best_passage_comes_first_with_its_evidence() -> None:
    own = corpus_of(document(ZORVEXIN))
    hits = retriever(own).search(query("did he have a stroke with a zebra"), 5)
    assert own.documents[0].slice(hits[0].passage.mark) == "had a stroke."
    assert "stroke" in hits[0].matched
    assert "zebra" in hits[0].unmatched
    assert not set(hits[0].matched) & set(hits[0].unmatched)


def test_hits_are_ordered_by_score_then_passage_id() -> None:
    own = corpus_of(document("## A\n\nGreen tea.\n\nGreen tea.\n\nBlue tea leaves are here.\n"))
    hits = retriever(own).search(Query("", (Term("tea", "tea", 0, 3),)), 9)
    keys = [(-hit.score, hit.passage.id) for hit in hits]
    assert keys == sorted(keys)
    assert hits[0].score == hits[1].score


def test_no_more_than_k_passages_and_none_without_a_shared_word() -> None:
    own = retriever(corpus_of(document(ZORVEXIN)))
    assert len(own.search(query("tablet box water dose"), 2)) == 2
    assert own.search(query("xylophone"), 5) == []
    assert own.search(Query(""), 5) == []


def test_words_of_the_heading_find_the_passages_under_it() -> None:
    read = document(ZORVEXIN)
    hits = retriever(corpus_of(read)).search(query("possible"), 9)
    assert {read.slice(hit.passage.mark) for hit in hits} >= {"headache", "feeling sick"}


def test_words_of_the_lead_in_find_the_items_it_leads_in() -> None:
    read = document(ZORVEXIN)
    found = retriever(corpus_of(read)).search(Query("", (Term("take", "take", 0, 4),)), 20)
    assert "weigh less than 5.4 kg" in {read.slice(hit.passage.mark) for hit in found}


def test_a_lay_word_finds_the_leaflets_word() -> None:
    read = document("## A\n\nPyrexia is seen.\n\nOther things are seen too.\n")
    hits = retriever(corpus_of(read)).search(query("high temperature"), 5)
    assert hits[0].passage.id == passage(read, "Pyrexia is seen.").id


def test_a_query_that_names_leaflets_is_searched_in_those_alone() -> None:
    both = corpus_of(
        document("## A\n\nKeep it in the fridge.\n", "one"),
        document("## A\n\nKeep it in the fridge.\n", "two"),
    )
    hits = retriever(both).search(query("fridge", "two"), 9)
    assert {hit.passage.document for hit in hits} == {"two"}


def test_headings_are_named_from_the_outermost_inwards() -> None:
    read = document(ZORVEXIN)
    found = passage(read, "It is not for babies under 3.5 kg.")
    assert headings(read, found) == [
        "Zorvexin 5 mg tablets",
        "Who should not take it",
        "Children",
    ]


def test_the_default_engine_fits_the_seam() -> None:
    engine: Retriever = retriever(corpus_of(document(ZORVEXIN)))
    assert engine.search(query("stroke"), 1)
