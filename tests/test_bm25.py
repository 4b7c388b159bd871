"""The scores of the search in memory: equal to a plain loop. What it finds is in test_search.py."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from askleaflet.errors import RetrievalError
from askleaflet.records import headings
from askleaflet.search.bm25 import PostingsOkapi
from invented import ZORVEXIN, document, passage

_WORDS = st.sampled_from("a b c d e f".split())
_CORPORA = st.lists(st.lists(_WORDS, max_size=8), min_size=1, max_size=9).filter(any)


class PlainLoop(BM25Okapi):
    """rank_bm25's own loop over all documents, with Lucene's idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {t: math.log(1 + (n - df + 0.5) / (df + 0.5)) for t, df in nd.items()}


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


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_nothing_to_search_is_an_error_not_an_empty_answer(corpus: list[list[str]]) -> None:
    with pytest.raises(RetrievalError, match="nothing to search"):
        PostingsOkapi(corpus)


def test_headings_are_named_from_the_outermost_inwards() -> None:
    read = document(ZORVEXIN)
    found = passage(read, "It is not for babies under 3.5 kg.")
    assert headings(read, found) == [
        "Zorvexin 5 mg tablets",
        "Who should not take it",
        "Children",
    ]


@given(_CORPORA)
def test_what_a_term_adds_to_a_document_is_what_its_score_is_made_of(
    corpus: list[list[str]],
) -> None:
    index = PostingsOkapi(corpus)
    for term in "abcdefz":
        adds = [one.get(term, 0.0) for one in index.impacts()]
        assert adds == index.get_scores([term]).tolist()
