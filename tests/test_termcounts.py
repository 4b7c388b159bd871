"""How examples are worded: what is counted is what stands in them, and tells whose they are."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.reader.termcounts import count_terms, fit_terms, no_terms, sizes_of
from askleaflet.reader.texts import LeafletTexts

TEXTS = LeafletTexts(
    passages=("Given as a drip.", "May cause headache.", "Keep it cold."),
    wordings=("is it a drip", "a drip or a pill", "my head hurts", "head hurts so much", "both"),
    says=((0,), (0,), (1,), (1,), (0, 1)),
    beside=("what does it cost", "does the drip cost much", "may I fly"),
)
TERMS = count_terms(TEXTS)
SIZES = sizes_of(TEXTS)
_WORDS = st.sampled_from(["drip", "head", "hurts", "cost", "fly", "pill", "much", "a", "it"])
_QUESTIONS = st.lists(_WORDS, max_size=8).map(" ".join)


def test_a_wording_tied_to_two_passages_counts_for_both() -> None:
    assert SIZES.tolist() == [3, 3, 0, 3]


def test_the_words_of_examples_speak_for_their_passage_and_against_the_others() -> None:
    drip, head, _ = TERMS.likelihoods("my head hurts", SIZES)
    assert head > 0 > drip
    assert (TERMS.likelihoods("what would that cost", SIZES)[:2] < 0).all()


def test_the_likelihood_is_that_by_hand() -> None:
    # "hurt" stands in two of three examples of the second passage, and in no other of nine.
    usual = 2 / 9
    told = math.log(((2 + usual) / 4) / ((0 + usual) / 7))
    found = TERMS.likelihoods("hurts", SIZES)
    assert found[1] == pytest.approx(told / 2, rel=1e-5)
    assert found[0] == pytest.approx(math.log((usual / 4) / ((2 + usual) / 7)) / 2, rel=1e-5)


def test_words_in_their_order_tell_more_than_words() -> None:
    assert TERMS.likelihoods("head hurts", SIZES)[1] > TERMS.likelihoods("hurts a head", SIZES)[1]


@given(_QUESTIONS)
def test_what_nobody_wrote_changes_nothing(asked: str) -> None:
    told = TERMS.likelihoods(f"{asked} zyzzyva", SIZES)
    assert told == pytest.approx(TERMS.likelihoods(asked, SIZES), abs=1e-6)


@pytest.mark.parametrize("asked", ["", "?", "zyzzyva", "pill"])
def test_of_words_that_stand_in_one_example_or_none_nothing_is_said(asked: str) -> None:
    assert not TERMS.likelihoods(asked, SIZES).any()


def test_a_leaflet_without_examples_has_no_terms_and_says_nothing() -> None:
    bare = LeafletTexts(("one", "two"), (), (), ())
    assert len(count_terms(bare).terms) == 0
    for terms in (count_terms(bare), no_terms()):
        assert fit_terms(terms.terms, terms.counts, 2)
        assert not terms.likelihoods("is it one", sizes_of(bare)).any()


def test_what_is_counted_fits_and_nothing_that_is_damaged_does() -> None:
    terms, counts = TERMS
    assert fit_terms(terms, counts, 3)
    damaged: list[tuple[npt.NDArray[np.generic], npt.NDArray[np.generic]]] = [
        (terms[::-1], counts),
        (terms.astype(np.int32), counts),
        (terms[None], counts),
        (terms[:-1], counts),
        (terms, counts[::-1]),
        (terms, counts[:, :2]),
        (terms, counts.astype(np.int64)),
        (terms, counts + np.array([0, 3, 0], np.int32)),
        (terms, counts - np.array([0, 0, 9], np.int32)),
    ]
    assert not any(fit_terms(*one, 3) for one in damaged)


def test_the_numbers_of_terms_are_the_same_on_every_machine() -> None:
    found = count_terms(LeafletTexts(("x",), ("drip", "drip"), ((0,), (0,)), ()))
    assert found.terms.tolist() == [-3023794526238034515]
    assert found.counts.tolist() == [[0, 0, 2]]
