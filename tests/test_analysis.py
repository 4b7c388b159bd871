"""Analysis: what looks the same is the same, and every term knows where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given

from askleaflet.analysis import (
    LONGEST_WORD,
    bare_word,
    fold,
    folded,
    singular,
    stem,
    stems,
    terms,
    whole_words,
    words,
)
from strategies import any_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Fever", "fever"),
        ("FIÈVRE", "fievre"),
        ("ＨＯＷ", "how"),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("in\u00adfusion", "infusion"),
        ("h\u200bo\u202ew\ufeff", "how"),
        ("e\u0301" + "\u0301" * 10_000, "e"),
        ("a\ud800b", "ab"),
        ("½", "1⁄2"),
    ],
)
def test_what_looks_the_same_is_the_same(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(any_text)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    plain, offsets = fold(text)
    assert plain == folded(text)
    assert len(plain) == len(offsets)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(any_text)
def test_every_term_stands_where_it_says(text: str) -> None:
    at = 0
    for term in terms(text):
        assert at <= term.start < term.end <= len(text)
        # "in", as one character may hold two words: "½" is 1 and 2.
        assert term.word in bare_word(folded(text[term.start : term.end]))
        assert 0 < len(term.word) <= LONGEST_WORD
        at = term.start


@given(any_text)
def test_stems_are_the_stems_of_the_terms(text: str) -> None:
    assert stems(text) == tuple(term.stem for term in terms(text))


@given(any_text)
def test_case_and_accents_change_no_ascii_word(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert stems(plain.upper()) == stems(plain.lower())


def test_decimals_stay_whole_and_a_decimal_comma_is_a_point() -> None:
    assert [term.word for term in terms("5.4 kg, 1,5 ml")] == ["5.4", "kg", "1,5", "ml"]
    assert stems("1,5") == stems("1.5")


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("don't", "dont"),
        ("don’t", "dont"),
        ("patient's", "patient"),
        ("'s", "s"),
        ("it's", "it"),
        ("plain", "plain"),
        ("x" * 100, "x" * LONGEST_WORD),
    ],
)
def test_apostrophes_are_dropped(written: str, bare: str) -> None:
    assert bare_word(written) == bare


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaemia", "anemia"),
        ("diarrhoea", "diarrhea"),
        ("leukaemia", "leukemia"),
        ("tumour", "tumor"),
        ("haemoglobin", "hemoglobin"),
        ("oedema", "edema"),
        ("hospitalisation", "hospitalization"),
        ("foetus", "fetus"),
    ],
)
def test_british_and_american_spelling_are_one(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize(("one", "other"), [("infusion", "infusions"), ("infused", "infuses")])
def test_endings_do_not_count(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("four", "for"), ("rash", "rush"), ("his", "hers")])
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("tablets", "tablet"),
        ("babies", "baby"),
        ("rashes", "rash"),
        ("boxes", "box"),
        ("losses", "loss"),
        ("loss", "loss"),
        ("virus", "virus"),
        ("arthritis", "arthritis"),
        ("gas", "gas"),
    ],
)
def test_plural_endings_are_taken_off(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_text_without_letters_or_digits_has_no_terms() -> None:
    assert terms("?!… \U0001f489 _ —") == ()
    assert terms("") == ()


@pytest.mark.parametrize("text", ["ʼ", "it itches ʼ", "ʼ'", "ŉ", "ʼʼʼ can", "dʼ 'ʼ’"])
def test_an_apostrophe_that_is_a_letter_to_unicode_is_no_word(text: str) -> None:
    """U+02BC alone was a word without letters, and every question that held one failed."""
    assert all(term.word for term in terms(text))
    assert all(stems(text))
    assert words("dontʼ donʼt") == ("dont", "dont")


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("how is it given", 9, "how is it"),
        ("how is it given", 8, "how is "),
        ("how is it given", 10, "how is it "),
        ("  incomprehensible", 6, "  inco"),
        ("incomprehensible", 4, "inco"),
    ],
)
def test_a_text_is_cut_between_words(text: str, most: int, kept: str) -> None:
    assert whole_words(text, most) == kept
    assert text.startswith(kept)
