"""BM25 by postings: the scores of a plain loop over the formula, bit by bit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.errors import RetrievalError
from askleaflet.search.okapi import PostingsOkapi

WORDS = st.sampled_from("a b c d e f g".split())
DOCUMENTS = st.lists(st.lists(WORDS, max_size=9), min_size=1, max_size=12).filter(any)
QUERIES = st.lists(st.sampled_from("a b c d e f g unknown".split()), max_size=12)


def plain_scores(corpus: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """The formula as it stands in the module's docstring, one document after the other."""
    n = len(corpus)
    mean = sum(len(document) for document in corpus) / n
    scores = []
    for document in corpus:
        score = 0.0
        for term in query:
            df = sum(term in other for other in corpus)
            tf = document.count(term)
            if tf:
                idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
                length = len(document)
                score += idf * (tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean)))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    "corpus",
    [
        [["pump"]],
        [["pump", "pump", "bag"], ["bag"]],
        [["pump"], ["bag", "line"], ["line", "pump", "line"]],
        [["pump"], [], []],
    ],
)
def test_scores_of_tiny_corpora_are_those_of_a_plain_loop(corpus: list[list[str]]) -> None:
    query = ["pump", "line", "pump", "nothing"]
    found = PostingsOkapi(corpus).get_scores(query).tolist()
    assert found == plain_scores(corpus, query, 1.5, 0.75)
    assert all(
        (score > 0) == ("pump" in own or "line" in own)
        for score, own in zip(found, corpus, strict=True)
    )


@given(DOCUMENTS, QUERIES, st.sampled_from([(1.5, 0.75), (0.9, 0.4), (1.2, 0.5)]))
def test_scores_are_those_of_a_plain_loop(
    corpus: list[list[str]], query: list[str], weights: tuple[float, float]
) -> None:
    okapi = PostingsOkapi(corpus, *weights)
    assert okapi.get_scores(query).tolist() == plain_scores(corpus, query, *weights)


@given(DOCUMENTS, QUERIES)
def test_scores_of_chosen_documents_are_the_same(corpus: list[list[str]], query: list[str]) -> None:
    okapi = PostingsOkapi(corpus)
    chosen = [len(corpus) - 1, 0]
    scores = okapi.get_scores(query)
    assert okapi.get_batch_scores(query, chosen) == [scores[-1], scores[0]]


@given(DOCUMENTS)
def test_knows_the_documents_of_every_term(corpus: list[list[str]]) -> None:
    okapi = PostingsOkapi(corpus)
    for term in ("a", "g", "unknown"):
        holding = [number for number, own in enumerate(corpus) if term in own]
        assert okapi.documents(term).tolist() == holding


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_refuses_a_corpus_without_a_word(corpus: list[list[str]]) -> None:
    with pytest.raises(RetrievalError, match="nothing to search"):
        PostingsOkapi(corpus)
