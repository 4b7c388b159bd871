"""Spelling: an unknown word is read as the nearest known one; a known one is never touched."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.errors import VocabularyError
from askleaflet.termkeys import TermKeys
from askleaflet.understanding import spelling
from askleaflet.understanding.spelling import Speller, read_ordinary_words, read_spellings

_KNOWN = "infusion infusion infusion confusion headache dose doses given fever".split()


@cache
def ordinary() -> TermKeys:
    return read_ordinary_words()


@cache
def speller() -> Speller:
    return Speller.of(_KNOWN, ordinary(), read_spellings())


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


@pytest.mark.parametrize(
    ("typed", "read"),
    [("whos", "who"), ("aint", "not"), ("infact", "fact"), ("bcos", "because"), ("abit", "bit")],
)
def test_a_usual_spelling_is_read_as_what_is_meant_by_it(typed: str, read: str) -> None:
    near = Speller.of(["whom", "aunt", "infant", "pcos", "habit"], ordinary(), read_spellings())
    assert near.correct(typed) == (read, 0)


def test_a_usual_spelling_that_a_leaflet_holds_is_left_alone() -> None:
    assert Speller.of(["infact"], ordinary(), read_spellings()).correct("infact") is None


def test_a_usual_spelling_is_of_one_word_that_everybody_knows() -> None:
    for written, word in read_spellings().items():
        assert written not in ordinary(), written
        assert word in ordinary(), word


@pytest.mark.parametrize("line", ["whos who", "who:", ": whos", "who: whos\nwhom: whos"])
def test_a_broken_line_of_usual_spellings_is_named(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "read_lines", lambda _: line.split("\n"))
    with pytest.raises(VocabularyError, match=r"spellings\.txt"):
        read_spellings()


def test_the_same_first_letter_wins_a_tie() -> None:
    assert (
        Speller.of(["conffusion", "inffusion"], ordinary(), {}).correct("iconffusion") is not None
    )
    assert Speller.of(["bxver", "fxver"], ordinary(), {}).correct("fyver") == ("fxver", 1)


def test_the_more_frequent_word_wins_a_tie() -> None:
    assert Speller.of(["zxbver", "zxcver", "zxcver"], ordinary(), {}).correct("zxdver") == (
        "zxcver",
        1,
    )


@pytest.mark.parametrize("word", ["infusion", "infusions", "table", "wonderful", "because"])
def test_known_and_ordinary_words_are_never_touched(word: str) -> None:
    assert speller().knows(word)
    assert speller().correct(word) is None


@pytest.mark.parametrize("word", ["fvr", "x", "", "38", "f3ver", "qqqqqqqqqq"])
def test_short_words_numbers_and_words_near_nothing_are_left_alone(word: str) -> None:
    assert speller().correct(word) is None


def test_a_short_word_is_forgiven_one_slip_only() -> None:
    assert Speller.of(["zxver"], ordinary(), {}).correct("zxqqr") is None


@pytest.mark.parametrize("piece", ["wonderf", "onderful", "given\nfever", "qwxzkvj"])
def test_a_piece_of_an_ordinary_word_is_no_word(piece: str) -> None:
    assert "wonderful" in ordinary()
    assert piece not in ordinary()


@given(st.text("abcdefghiknorsuv", max_size=12))
def test_a_corrected_word_is_a_known_word_within_two_slips(word: str) -> None:
    corrected = speller().correct(word)
    if corrected is not None:
        assert corrected[0] != word
        if word in read_spellings():
            assert corrected == (read_spellings()[word], 0)
        else:
            assert corrected[0] in _KNOWN
            assert 1 <= corrected[1] <= 2
