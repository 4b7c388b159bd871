"""A long message is read whole, but not again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from askleaflet.urgency import find_signs
from askleaflet.urgency.repeats import LONG, without_repeats


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


def test_a_sentence_after_another_one_is_not_a_repeat() -> None:
    text = "It is fine. " * 3000 + "The pump is here. It is fine. "
    assert without_repeats(text).text.endswith("The pump is here. It is fine. ")
