"""Short messages that say that all is well are known without the network, and no others."""

import pytest

from askleaflet.urgency import asks, says_all_is_well


@pytest.mark.parametrize(
    "text",
    [
        "his temp is 36.8",
        "98.2 this morning",
        "temperature back to normal",
        "she has no rash and no fever",
        "we dont have chills",
        "38.2 kg",
        "room 38.5",
        "hb 101",
    ],
)
def test_a_normal_reading_a_denial_or_another_number_is_all_well(text: str) -> None:
    assert says_all_is_well(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "38.4",
        "his temp is not normal",
        "no fever but he fell",
        "no rash, legs wont hold her",
        "36.9 and she looks grey",
        "im not ok",
        "just tired",
        "pulse 130",
        "temp 36.8. his lips are blue",
    ],
)
def test_who_says_anything_more_is_heard(text: str) -> None:
    assert not says_all_is_well(text)


@pytest.mark.parametrize("text", ["how long", "and is it common", "he can?", "should he eat"])
def test_a_question_is_known_by_its_mark_or_its_first_words(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["he has that", "and down her leg", "theres pus in it"])
def test_what_is_told_is_no_question(text: str) -> None:
    assert not asks(text)
