"""Known questions: those nearest to what is asked say what an answer looks like, and nothing else
does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.passages import passages
from askleaflet.reader.known import NEIGHBOURS, KnownQuestions, known_in
from askleaflet.reader.reader import Reader
from askleaflet.reader.rows import UNIT, Small
from askleaflet.reader.storing import as_bytes
from askleaflet.records import Candidate, Query
from handmade import WIDE, asking, axis, carded, encoded, known, shelf, small
from invented import document, encoder

AXES = st.integers(0, WIDE - 1)


def along(*numbers: int) -> Query:
    return asking(vectors=tuple(encoded(axis(one)) for one in numbers))


def row(number: int) -> Small:
    own: Small = small([axis(number)])[0]
    return own


def test_an_answer_is_expected_to_look_like_that_of_the_nearest_known_question() -> None:
    told = known({0: 1, 2: 3})
    expected = told.expect(along(0))
    assert expected.likeness(row(1)) == pytest.approx(1.0, abs=1e-6)
    assert expected.likeness(row(3)) == pytest.approx(0.0, abs=1e-6)
    assert expected.answered == pytest.approx(1.0)


def test_a_question_that_nothing_answered_lets_no_answer_be_expected() -> None:
    expected = known({0: None, 2: 3}).expect(along(0))
    assert expected.answered == pytest.approx(0.0, abs=1e-6)
    assert not expected.answer.round(6).any()


def test_of_a_question_in_pieces_the_nearest_piece_counts() -> None:
    told = known({0: 1, 2: 3})
    both = told.expect(along(0, 2))
    assert both.likeness(row(1)) == pytest.approx(0.5, abs=1e-6)
    assert both.likeness(row(3)) == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("query", [along(0), asking(vectors=())])
def test_where_no_question_is_known_nothing_is_expected(query: Query) -> None:
    expected = known({}).expect(query)
    assert expected.answered == 0.0
    assert [expected.likeness(row(one)) for one in range(WIDE)] == [0.0] * WIDE


@given(st.lists(st.tuples(AXES, AXES, st.booleans()), max_size=3 * NEIGHBOURS), AXES)
def test_what_is_expected_is_a_mean_whatever_is_known(
    told: list[tuple[int, int, bool]], asked: int
) -> None:
    order = sorted(told, key=lambda one: not one[2])
    questions = small(axis(one) for one, _, _ in order)
    answers = small(axis(one) for _, one, answered in order if answered)
    expected = KnownQuestions(questions, answers).expect(along(asked))
    assert -1e-6 <= expected.answered <= 1 + 1e-6
    likeness = [expected.likeness(row(one)) for one in range(WIDE)]
    assert min(likeness) >= -1e-6
    # Along axes the likenesses of a mean of answers add up to the share that were answered.
    assert sum(likeness) == pytest.approx(expected.answered, abs=1e-5)


def test_no_more_than_the_nearest_have_a_say() -> None:
    near, far = [axis(0)] * NEIGHBOURS, [axis(1)] * 5
    told = KnownQuestions(small([*near, *far]), small([axis(2)] * NEIGHBOURS + [axis(3)] * 5))
    assert told.expect(along(0)).likeness(row(3)) == 0.0


def test_of_two_candidates_as_like_the_one_that_looks_like_an_answer_comes_first() -> None:
    read = document("## Green\n\nKeep it cold.\n\nFever is seen.\n")
    own = passages(read)
    for answer in (1, 2):
        stocked = {"zorvexin": shelf(read, [axis(1), axis(2)])}
        reader = Reader(replace(carded(), known=known({0: answer})), stocked)
        hits = reader.read(along(0), [Candidate(one, 0.0) for one in own]).hits
        assert hits[0].passage == own[answer - 1]
        assert hits[0].expected == pytest.approx(1.0, abs=1e-6)
        assert hits[1].expected == pytest.approx(0.0, abs=1e-6)


def _file(**arrays: np.ndarray) -> bytes:
    whole = known({0: 1, 2: None})._asdict()
    return as_bytes({**whole, **arrays})


def test_what_was_written_is_read_again() -> None:
    found = known_in(_file(), WIDE)
    assert found is not None
    assert found.questions.tolist() == small([axis(0), axis(2)]).tolist()
    assert found.answers.tolist() == small([axis(1)]).tolist()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no vectors",
        as_bytes({"questions": small([axis(0)])}),
        _file(more=small([axis(0)])),
        _file(questions=np.zeros((2, WIDE + 1), np.int8)),
        _file(questions=np.zeros(WIDE, np.int8)),
        _file(answers=np.zeros((1, WIDE), np.float32)),
        _file(answers=np.zeros((3, WIDE), np.int8)),
    ],
)
def test_another_file_is_known_as_such(content: bytes) -> None:
    assert known_in(content, WIDE) is None


def test_what_ships_is_vectors_of_length_1() -> None:
    for rows in encoder().known:
        assert len(rows) > 1000
        lengths = np.linalg.norm(rows.astype(np.float32) / UNIT, axis=1)
        assert lengths == pytest.approx(np.ones(len(rows)), abs=0.02)
