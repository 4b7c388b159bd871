"""Follow-ups: which questions lean on the ones before."""

from __future__ import annotations

import pytest

from askleaflet.analysis import stems
from askleaflet.understanding.conversation import leans_on_earlier, read_stop_words

STOP = read_stop_words()


@pytest.mark.parametrize(
    "question",
    [
        "and for how long?",
        "what about children",
        "How about my mother with her weak heart and her swollen legs",
        "so is that dangerous for somebody who lives alone",
        "but why",
        "for how long?",
        "how often",
        "how many days",
        "pero cuando",
        "even if he weighs only four kilos",
    ],
)
def test_a_continuation_or_a_question_of_few_words_leans_on_the_earlier(question: str) -> None:
    assert leans_on_earlier(stems(question), STOP, names_medicine=False)


@pytest.mark.parametrize(
    "question",
    [
        "can people with weak kidneys have this infusion",
        "what common side effects make people stop early",
    ],
)
def test_a_full_question_stands_alone(question: str) -> None:
    assert not leans_on_earlier(stems(question), STOP, names_medicine=False)


def test_a_question_that_names_its_medicine_stands_alone() -> None:
    assert not leans_on_earlier(stems("and blincyto?"), STOP, names_medicine=True)


def test_no_words_lean_on_nothing() -> None:
    assert not leans_on_earlier((), STOP, names_medicine=False)


def test_stop_words_are_stems_of_words_without_a_subject() -> None:
    assert {"the", "is", "what"} <= STOP
    assert not {"fever", "infus", "dose"} & STOP
