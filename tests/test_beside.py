"""Whether a name takes the place of the medicine that is talked about, or stands beside it."""

from __future__ import annotations

import pytest

from askleaflet.understanding.beside import Stand, one_of_them, stand


@pytest.mark.parametrize(
    "before",
    [
        "is it ok with ",
        "can she take it with her usual ",
        "is this like ",
        "does it work like ",
        "and with my ",
    ],
)
def test_what_this_medicine_is_asked_about_with_stands_beside_it(before: str) -> None:
    assert stand(before, more=False, asks=True) is Stand.BESIDE


@pytest.mark.parametrize(
    "before",
    [
        "",
        "what about ",
        "what is ",
        "the dose of ",
        "no, it's ",
        "its called ",
        "my mum is on ",
        "her sister takes ",
        "is it safe to drink on ",
        "i missed it this morning. what is ",
        "i fell this morning, what is ",
    ],
)
def test_a_question_about_another_medicine_is_about_that_one(before: str) -> None:
    assert stand(before, more=True, asks=False) is Stand.INSTEAD


@pytest.mark.parametrize("before", ["im on ", "i take ", "hes already on ", "i also use "])
def test_who_tells_of_taking_another_may_mean_either(before: str) -> None:
    assert stand(before, more=True, asks=False) is Stand.UNSURE
    assert stand(before, more=False, asks=False) is Stand.UNSURE


def test_may_i_take_another_is_asked_of_this_medicine_unless_more_is_asked() -> None:
    assert stand("can i take ", more=False, asks=True) is Stand.BESIDE
    assert stand("can i take ", more=True, asks=True) is Stand.INSTEAD


def test_what_is_asked_of_taking_both_may_be_about_either_where_it_says_more() -> None:
    assert stand("can i drink wine with ", more=True, asks=True) is Stand.UNSURE


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("back to mum, can she drink", True),
        ("the first one, how is it kept", True),
        ("what about the other medicine", True),
        ("and hers?", True),
        ("the first dose", False),
        ("i fell the other day", False),
        ("when can i go back to work", False),
        ("can my mum have it", False),
    ],
)
def test_one_of_several_that_is_not_named_is_told(text: str, one: bool) -> None:
    assert one_of_them(text) is one
