"""How near two names are: by letters, by sound, and as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.spelling import SAME_SOUND, Phrases, Spellings, slips, sound

NAMES = Spellings(["zorvexin", "xeljanz", "vel"])


@given(st.integers(0, 7), st.sampled_from("aeiou"))
def test_one_wrong_letter_is_still_the_name(at: int, letter: str) -> None:
    name = "zorvexin"
    for wrong in (name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :]):
        heard = SAME_SOUND if sound(wrong) == sound(name) else 1
        assert NAMES.near(wrong, slips(wrong)) == {name: heard if wrong != name else 0}


def test_a_short_name_and_one_of_many_wrong_letters_are_not_meant() -> None:
    assert NAMES.near("vell", 1) == {}
    assert NAMES.near("zxxxxxin", slips("zxxxxxin")) == {}


def test_where_two_letters_are_wrong_the_first_is_not() -> None:
    assert NAMES.near("zorfexim", 2) == {"zorvexin": 2}
    assert NAMES.near("borfexin", 2) == {}
    assert NAMES.spelled("borfexin", 2) == {"zorvexin": 2}


def test_the_longer_a_name_the_more_of_it_may_be_wrong() -> None:
    assert [slips("z" * length) for length in (4, 5, 8, 11, 20)] == [0, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("one", "other"), [("xeljanz", "zeljans"), ("phenytoin", "fenitoin"), ("cosentyx", "cosentix")]
)
def test_what_is_heard_the_same_sounds_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_what_is_heard_the_same_is_as_near_as_less_than_one_letter() -> None:
    assert NAMES.near("zeljans", 0) == {"xeljanz": SAME_SOUND}


def test_the_longest_of_several_names_is_found_and_only_whole() -> None:
    names = Phrases([("vel",), ("vel", "motin"), ("zor", "plus")])
    read = "vel motin vel zor".split()
    assert [names.length(read, at) for at in range(4)] == [2, 0, 1, 0]
