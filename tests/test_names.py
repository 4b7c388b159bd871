"""Names of other medicines: found as written, nearly as written, and by their endings."""

from __future__ import annotations

import pytest

from askleaflet.analysis import terms
from invented import names


def found(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.sort) for one in names().find([term.word for term in terms(text)])]


@pytest.mark.parametrize("name", ["ibuprofen", "warfarin", "Aspirin", "METFORMIN"])
def test_other_medicines_are_found_whatever_their_case(name: str) -> None:
    assert found(f"can i have {name} too") == [(name.lower(), "medicine")]
    assert name.lower() in names()


def test_classes_and_illnesses_are_told_from_medicines() -> None:
    assert found("blood thinners") == [("blood thinner", "class")]
    assert found("i have gout") == [("gout", "illness")]
    assert "gout" not in names()


def test_names_of_several_words_are_found_whole() -> None:
    words = [term.word for term in terms("is cod liver oil safe")]
    (one,) = names().find(words)
    assert (one.first, one.last) == (1, 4)


def test_plurals_are_the_same_name_but_other_endings_are_not() -> None:
    assert found("statins") == found("statin")
    assert found("migrane") == []


def test_no_name_is_found_in_ordinary_words() -> None:
    assert found("how is it given and for how long") == []
    assert found("") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [("ibuprofin", "ibuprofen"), ("warferin", "warfarin"), ("metfromin", "metformin")],
)
def test_a_name_nearly_spelled_right_is_found_with_its_slips(typed: str, name: str) -> None:
    near = names().nearest(typed)
    assert near is not None
    assert near[0] == name
    assert near[1] >= 1


def test_a_word_with_the_ending_of_a_medicine_counts_as_one() -> None:
    assert names().nearest("zorblaximab") == ("zorblaximab", 0)


@pytest.mark.parametrize("word", ["given", "abc", "12345678", "qqqqqqqqqq"])
def test_short_words_numbers_and_words_near_nothing_are_no_medicine(word: str) -> None:
    assert names().nearest(word) is None
