"""Whether a wording nearly equals a question that is kept for measuring."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from askleaflet.analysis import stems
from askleaflet_lab.near import NEARLY, Kept

QUESTIONS = (
    "How long does the infusion take?",
    "can my daughter go swimming with the pump on",
    "does it hurt",
)
KEPT = Kept(QUESTIONS)
_WORDS = "fever pump swim long take infusion hurt child bag milk sun tired drive hair eat".split()
_SAID = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=7, unique=True)


@pytest.mark.parametrize(
    "wording",
    [
        "How long does the infusion take?",
        "how long does the infusion TAKE",
        "the infusion, how long does it take",
        "can my daughters go swimming with their pumps on",
        "does it hurt",
        "hurts it does",
    ],
)
def test_a_question_that_is_kept_is_known_in_other_order_and_endings(wording: str) -> None:
    assert KEPT.near(wording)


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "how is it given",
        "does the pump hurt my daughter",
        "is the infusion long",
        "does it itch",
    ],
)
def test_another_question_is_not_near(wording: str) -> None:
    assert not KEPT.near(wording)


@given(st.lists(_SAID, min_size=1, max_size=5), _SAID)
def test_near_is_a_common_share_of_the_words_as_a_plain_loop_counts_it(
    kept: list[list[str]], said: list[str]
) -> None:
    own = set(stems(" ".join(said)))
    sets = [set(stems(" ".join(one))) for one in kept]
    expected = any(len(own & one) / len(own | one) >= NEARLY for one in sets)
    assert Kept(" ".join(one) for one in kept).near(" ".join(said)) == expected


@given(_SAID)
def test_each_question_is_near_itself_among_many_others(said: list[str]) -> None:
    assume(len(said) > 1)
    many = [f"{word} filler{number}" for number in range(300) for word in _WORDS[:2]]
    assert Kept([*many, " ".join(said)]).near(" ".join(reversed(said)))


def test_words_that_stand_in_most_questions_do_not_hide_a_near_one() -> None:
    many = [f"what is the dose for case{number}" for number in range(500)]
    kept = Kept([*many, "what is the dose for my rabbit hutch"])
    assert kept.near("what is the dose for a rabbit hutch")


def test_of_no_question_nothing_is_near() -> None:
    assert not Kept([]).near("how is it given")


def test_a_near_question_is_found_among_many_that_share_as_many_words() -> None:
    many = [f"what is it used for w{number} x{number} y{number}" for number in range(200)]
    assert Kept([*many, "what is it used for"]).near("what conditions is it used for")
    assert not Kept(many).near("what conditions is it used for")
