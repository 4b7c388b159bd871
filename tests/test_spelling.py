"""Spelling: an unknown word is read as the nearest known one; a known one is never touched."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.termkeys import TermKeys
from askleaflet.understanding.spelling import Speller, read_ordinary_words

_KNOWN = "infusion infusion infusion confusion headache dose doses given fever".split()


@cache
def ordinary() -> TermKeys:
    return read_ordinary_words()


@cache
def speller() -> Speller:
    return Speller.of(_KNOWN, ordinary())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("infuson", ("infusion", 1)),
        ("infuzon", ("infusion", 2)),
        ("haedache", ("headache", 1)),
        ("giveen", ("given", 1)),
        ("fevr", ("fever", 1)),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(typed: str, read: tuple[str, int]) -> None:
    assert speller().correct(typed) == read


def test_the_same_first_letter_wins_a_tie() -> None:
    assert Speller.of(["conffusion", "inffusion"], ordinary()).correct("iconffusion") is not None
    assert Speller.of(["bxver", "fxver"], ordinary()).correct("fyver") == ("fxver", 1)


def test_the_more_frequent_word_wins_a_tie() -> None:
    assert Speller.of(["zxbver", "zxcver", "zxcver"], ordinary()).correct("zxdver") == ("zxcver", 1)


@pytest.mark.parametrize("word", ["infusion", "infusions", "table", "wonderful", "because"])
def test_known_and_ordinary_words_are_never_touched(word: str) -> None:
    assert speller().knows(word)
    assert speller().correct(word) is None


@pytest.mark.parametrize("word", ["fvr", "x", "", "38", "f3ver", "qqqqqqqqqq"])
def test_short_words_numbers_and_words_near_nothing_are_left_alone(word: str) -> None:
    assert speller().correct(word) is None


def test_a_short_word_is_forgiven_one_slip_only() -> None:
    assert Speller.of(["zxver"], ordinary()).correct("zxqqr") is None


@pytest.mark.parametrize("piece", ["wonderf", "onderful", "given\nfever", "qwxzkvj"])
def test_a_piece_of_an_ordinary_word_is_no_word(piece: str) -> None:
    assert "wonderful" in ordinary()
    assert piece not in ordinary()


@given(st.text("abcdefghiknorsuv", max_size=12))
def test_a_corrected_word_is_a_known_word_within_two_slips(word: str) -> None:
    corrected = speller().correct(word)
    if corrected is not None:
        assert corrected[0] in _KNOWN
        assert corrected[0] != word
        assert 1 <= corrected[1] <= 2
