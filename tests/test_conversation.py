"""Which questions lean on the ones before, and which take the medicine for another treatment."""

from __future__ import annotations

import pytest

from askleaflet.analysis import stems
from askleaflet.understanding.conversation import (
    leans_on_earlier,
    read_stop_words,
    takes_it_for_treatment,
)

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


@pytest.mark.parametrize(
    "question",
    [
        "is it chemo",
        "so it's chemo then?",
        "It's basically just a kind of chemotherapy, no?",
        "isn't it really a steroid",
        "my neighbour says this is radiation",
        "Is this a type of vaccine?",
    ],
)
def test_who_asks_if_it_is_another_treatment_is_heard(question: str) -> None:
    assert takes_it_for_treatment(question)


@pytest.mark.parametrize(
    "question",
    [
        "is it given with chemo",
        "is it chemo too",
        "is it chemo and this together",
        "is it steroids first",
        "is it tested against chemo",
        "do i need a transfusion",
        "its dose",
        "is it",
        "",
    ],
)
def test_who_asks_for_what_is_given_beside_it_does_not(question: str) -> None:
    assert not takes_it_for_treatment(question)
