"""The index over example wordings: its scores are those of plain loops over the formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.errors import RetrievalError
from askleaflet.retrieval import examples
from askleaflet.retrieval.examples import ExampleIndex
from test_okapi import plain_scores

FEATURES = st.lists(st.sampled_from("a b c d e f".split()), min_size=1, max_size=6)
WORDINGS = st.lists(st.tuples(FEATURES, st.integers(0, 3)), min_size=1, max_size=20)
QUESTION = st.lists(st.sampled_from("a b c d e f unknown".split()), max_size=8)


def plain(wordings: list[tuple[list[str], int]], question: list[str], count: int) -> list[float]:
    """The score of each topic, written out."""
    features = [own for own, _ in wordings]
    n = len(features)
    near = plain_scores(features, question, examples.SATURATION, examples.LENGTH_EFFECT)
    unknown = math.log(1 + n / 0.5) / 2
    weight = 0.0
    for term in question:
        df = sum(term in own for own in features)
        weight += math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else unknown
    weight = weight or 1.0
    for number, own in enumerate(features):
        every = plain_scores(
            features, list(dict.fromkeys(own)), examples.SATURATION, examples.LENGTH_EFFECT
        )
        near[number] /= math.sqrt(max(every[number], 1e-9)) * math.sqrt(weight)
    topics = [[one for own, topic in wordings if topic == t for one in own] for t in range(count)]
    whole = plain_scores(topics, question, examples.TOPIC_SATURATION, examples.TOPIC_LENGTH_EFFECT)
    nearest = sorted(range(n), key=lambda number: (-near[number], number))
    votes = [0.0] * count
    for number in nearest[: examples.NEIGHBOURS]:
        votes[wordings[number][1]] += near[number] ** examples.STEEPNESS
    return [
        vote ** (1 / examples.STEEPNESS) + examples.TOPIC_WEIGHT * score / weight
        for vote, score in zip(votes, whole, strict=True)
    ]


@given(WORDINGS, QUESTION)
def test_scores_are_those_of_plain_loops(
    wordings: list[tuple[list[str], int]], question: list[str]
) -> None:
    index = ExampleIndex.build([own for own, _ in wordings], [topic for _, topic in wordings], 4)
    found, nearest = index.scores(question)
    # Which of equally near wordings has a say is open where more than twelve are at hand.
    if len(wordings) <= examples.NEIGHBOURS:
        assert np.allclose(found, plain(wordings, question, 4), rtol=1e-3, atol=1e-3)
    assert len(nearest) == min(examples.NEIGHBOURS, len(wordings))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_tiny_sets_of_wordings_have_scores_too(count: int) -> None:
    wordings = [(["can", "drive", str(number)], number) for number in range(count)]
    index = ExampleIndex.build([own for own, _ in wordings], range(count), count)
    found, nearest = index.scores(["drive", "0"])
    assert np.allclose(found, plain(wordings, ["drive", "0"], count), rtol=1e-3)
    assert nearest[0] == 0 == int(np.argmax(found))


@given(WORDINGS, QUESTION)
def test_an_index_from_its_own_arrays_gives_the_same_scores(
    wordings: list[tuple[list[str], int]], question: list[str]
) -> None:
    built = ExampleIndex.build([own for own, _ in wordings], [topic for _, topic in wordings], 4)
    again = ExampleIndex.of_arrays(dict(built.arrays()), 4)
    assert again.scores(question)[0].tolist() == built.scores(question)[0].tolist()
    assert again.scores(question)[1] == built.scores(question)[1]
    assert again.whole_scores(question).tolist() == built.whole_scores(question).tolist()


def test_refuses_wordings_without_a_feature() -> None:
    with pytest.raises(RetrievalError):
        ExampleIndex.build([[]], [0], 1)
