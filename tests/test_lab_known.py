"""The known questions that ship: each nearly once, as the network that ships reads them."""

from __future__ import annotations

import numpy as np
import pytest

from askleaflet.reader.encoder import LONGEST_PASSAGE, LONGEST_QUESTION
from askleaflet.reader.rows import UNIT, as_small, likeness
from askleaflet.reading import read_leaflet
from askleaflet_lab.examples import DATA, Example, Lesson, read_rows
from askleaflet_lab.examples import lesson as questions_of
from askleaflet_lab.known import known_questions
from handmade import asking
from invented import encoder

COLD, SNOW = "Keep it in the fridge.", "It may make you sneeze."
COLD_ASKED, SNOW_ASKED = "where do i store it", "will i sneeze"


def lesson(*examples: Example) -> Lesson:
    return Lesson("zorvexin", (COLD, SNOW), examples)


def read(text: str, longest: int = LONGEST_QUESTION) -> list[int]:
    (own,) = encoder().encode([text], longest)
    row: list[int] = as_small(own.vector).tolist()
    return row


def test_a_question_is_kept_with_what_answers_it_and_one_without_an_answer_comes_last() -> None:
    asked = "can my dog eat it"
    found = known_questions(
        encoder(),
        [
            lesson(
                Example(asked, (), "unanswerable"),
                Example(COLD_ASKED, (0,), "answerable"),
                Example(SNOW_ASKED, (1,), "answerable"),
            )
        ],
    )
    assert found.questions.tolist() == [read(COLD_ASKED), read(SNOW_ASKED), read(asked)]
    assert found.answers.tolist() == [read(one, LONGEST_PASSAGE) for one in (COLD, SNOW)]


def test_of_nearly_the_same_question_with_the_same_answer_one_is_kept() -> None:
    twice = lesson(
        Example(COLD_ASKED, (0,), "answerable"),
        Example(f"{COLD_ASKED}?", (0,), "answerable"),
        Example(f"{COLD_ASKED}!", (), "unanswerable"),
    )
    found = known_questions(encoder(), [twice, twice])
    assert (len(found.questions), len(found.answers)) == (2, 1)


def test_several_answers_count_as_one_of_length_1() -> None:
    found = known_questions(encoder(), [lesson(Example("what of it", (0, 1), "answerable"))])
    (answer,) = found.answers.astype(np.float32) / UNIT
    assert float(np.linalg.norm(answer)) == pytest.approx(1.0, abs=0.02)
    for one in (COLD, SNOW):
        assert float(answer @ np.array(read(one, LONGEST_PASSAGE)) / UNIT) > 0.5


def test_an_emergency_that_its_leaflet_does_not_speak_of_is_no_example_of_a_refusal() -> None:
    found = known_questions(
        encoder(),
        [lesson(Example("he is blue", (), "urgent"), Example(COLD_ASKED, (0,), "answerable"))],
    )
    assert len(found.questions) == 1


def test_what_ships_was_made_by_the_network_that_ships() -> None:
    """Else nothing near to a question would be what is near to it."""
    path = min((DATA / "leaflets").glob("*.md"))
    rows = read_rows(DATA / "questions" / f"{path.stem}.jsonl")
    own = [one for one in questions_of(read_leaflet(path).document, rows).examples if one.answers]
    # The first one is like none before it.
    query = asking(vectors=tuple(encoder().encode([own[0].question], LONGEST_QUESTION)))
    assert float(likeness(encoder().known.questions, query).max()) > 0.99
