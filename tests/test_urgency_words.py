"""Words stand where they stood; a long message is read whole, but not again and again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askleaflet.urgency import find_signs
from askleaflet.urgency.words import LONG, fold, sentences, without_repeats


@given(st.text(alphabet=st.characters(exclude_categories=())))
@settings(max_examples=150, deadline=None)
def test_folding_keeps_the_length_and_words_stand_in_order(text: str) -> None:
    assert len(fold(text)) == len(text)
    ends = [0]
    for sentence in sentences(text):
        for token in sentence.tokens:
            assert ends[-1] <= token.start < token.end <= len(text)
            ends.append(token.end)


def test_an_ordinary_message_is_left_as_it_is() -> None:
    assert without_repeats("Same. Same. Same. Same.").text == "Same. Same. Same. Same."


@given(st.lists(st.sampled_from(["one. ", "two! ", "three\n", "four "]), max_size=60))
def test_what_is_left_stands_in_the_message_where_it_says(parts: list[str]) -> None:
    text = "".join(parts) * (LONG // 200 + 200)
    left = without_repeats(text)
    for at in range(0, len(left.text), 7):
        assert left.text[at] == text[left.original(at)]


def test_every_different_sentence_is_still_read() -> None:
    calm = "I went to the ward and had tea. " * 2000
    text = calm + "Now i cant breathe. " + calm
    signs = find_signs(text)
    assert signs
    assert signs[0].life
    assert text[signs[0].start : signs[0].end] == signs[0].words


def test_what_is_said_amid_a_sentence_without_an_end_is_still_read() -> None:
    calm = "i went to the ward and had tea " * 1500
    for text in (f"{calm} now i cant breathe {calm}", f"{calm} now i cant breathe"):
        assert [sign.words for sign in find_signs(text)] == ["cant breathe"]


@pytest.mark.parametrize("before", [340, 355, 358, 362, 397, 399, 401, 720])
def test_no_sign_is_lost_where_a_long_sentence_is_parted(before: int) -> None:
    words = [
        f"zq{chr(97 + one // 26 % 26)}{chr(97 + one % 26)}{'x' * (one // 676)}"
        for one in range(9000)
    ]
    words[before:before] = "my husband cant breathe".split()
    text = " ".join(words)
    assert len(text) > LONG
    assert [sign.life for sign in find_signs(text)] == [True]


def test_a_sign_that_is_told_again_and_again_is_given_once_and_others_after_it_are_found() -> None:
    chance = random.Random(1)
    told = ("i cant breathe", "the ward is nice", "my mum sings", "we had tea", "he cooks rice")
    text = (
        " ".join(chance.choice(told) for _ in range(3000)) + " and my arm is bleeding and wont stop"
    )
    assert len(text) > LONG
    names = [sign.sign for sign in find_signs(text)]
    assert len(names) == len(set(names))
    assert {sign.group for sign in find_signs(text)} == {"reaction", "bleeding"}


def test_a_sentence_after_another_one_is_not_a_repeat() -> None:
    text = "It is fine. " * 3000 + "The pump is here. It is fine. "
    assert without_repeats(text).text.endswith("The pump is here. It is fine. ")
