"""Several questions in a message, and the question inside a story."""

from __future__ import annotations

import pytest

from askleaflet.assistant import Assistant
from askleaflet.understanding.parts import asking_clauses, split_questions, told_first


def test_a_single_question_is_not_split() -> None:
    assert split_questions("how is it given?") == ()
    assert split_questions("how is it given") == ()
    assert split_questions("really? is it a drip?") == ()


def test_two_questions_are_split_at_their_marks() -> None:
    text = "How is it given? And can I go home with it? Thank you so much"
    assert split_questions(text) == ("How is it given", "can I go home with it")


def test_and_with_a_question_word_begins_a_second_question() -> None:
    assert split_questions("how is it given and what are the side effects") == (
        "how is it given",
        "what are the side effects",
    )
    assert split_questions("can it cause fever and chills") == ()


def test_a_story_that_goes_on_with_and_is_one_question() -> None:
    assert split_questions("my husband has leukaemia and is on this drip. how is it given") == ()
    assert split_questions("my son was ill and when he slept he was hot") == ()
    assert len(split_questions("how is it given and is it safe for kids")) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sweats and chills all night what are the side effects", "sweats and chills all night"),
        ("her lips are swelling is it from the drip", "her lips are swelling"),
        ("what do i do", ""),
        ("can it cause fever what are the signs", ""),
        ("if he gets hot at night what do we do", ""),
        ("she is fine. what are the side effects", ""),
        ("rash is that listed", ""),
        ("", ""),
    ],
)
def test_what_is_told_before_the_question_of_a_sentence(text: str, told: str) -> None:
    assert told_first(text) == told


def test_at_most_two_questions_are_read() -> None:
    assert len(split_questions("is it a drip? is it safe now? is it new here? is it old too?")) == 2


def test_the_asking_clause_of_a_story_is_found(assistant: Assistant) -> None:
    query = assistant.understanding.read(
        "My mother was upset all night. She cried a lot. What are the side effects?"
    )
    asked = asking_clauses(query)
    words = [query.terms[at].word for span in asked for at in range(span.start, span.end)]
    assert words == ["what", "are", "the", "side", "effects"]


def test_a_message_that_asks_nothing_clearly_is_taken_whole(assistant: Assistant) -> None:
    query = assistant.understanding.read("Side effects. Liver.")
    assert asking_clauses(query) == query.clauses
