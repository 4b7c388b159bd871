"""What is learned of words: those that are asked for others, and no word of few."""

from __future__ import annotations

import pytest

from askleaflet_lab.examples import Example, Lesson
from askleaflet_lab.translating import learned

COLD, SICK = "Keep it in a refrigerator", "It may cause nausea"


def lesson(*asked: tuple[str, int]) -> Lesson:
    examples = tuple(Example(text, (number,), "answerable") for text, number in asked)
    return Lesson("zorvexin", (COLD, SICK), examples)


TAUGHT = lesson(
    ("does it go in the fridge", 0),
    ("fridge or cupboard", 0),
    ("in the fridge", 0),
    ("will it make me queasy", 1),
    ("is it the queasy sort", 1),
    ("queasy", 1),
)


def test_a_word_is_likelier_where_what_it_is_asked_for_stands() -> None:
    found = learned([TAUGHT], 1)
    passages = [found.numbers(COLD), found.numbers(SICK)]
    for place, asked in enumerate(("my fridge", "so queasy")):
        likely = found.likelihoods(asked, passages)
        assert likely[place] > 0 > likely[1 - place]


def test_words_of_few_questions_or_answers_are_left_out() -> None:
    found = learned([TAUGHT], 3)
    assert {"fridg", "queasi"} <= set(found.asked)
    assert "cupboard" not in found.asked


def test_how_often_a_word_is_asked_is_a_share() -> None:
    found = learned([TAUGHT, lesson(("queasy", 1))], 1)
    assert float(found.usual.sum()) == pytest.approx(1.0)
    assert found.usual[found.asked["queasi"]] > found.usual[found.asked["fridg"]]


def test_an_emergency_that_the_leaflet_does_not_speak_of_teaches_nothing() -> None:
    urgent = Lesson("zorvexin", (COLD,), (Example("his lips are blue", (), "urgent"),))
    found = learned([TAUGHT, urgent], 1)
    assert "blue" not in found.asked


def test_the_same_questions_teach_the_same() -> None:
    one, other = learned([TAUGHT], 1), learned([TAUGHT], 1)
    assert one.asked == other.asked
    assert one.chances.tolist() == other.chances.tolist()
