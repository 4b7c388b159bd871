"""Learned weights: what of a question tells its topic is learned, from nothing but the wordings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.retrieval.learned import Learned
from askleaflet.retrieval.learning import learn

FEATURES = st.lists(st.sampled_from("a b c d e f".split()), min_size=1, max_size=6)
WORDINGS = st.lists(st.tuples(FEATURES, st.integers(0, 3)), min_size=1, max_size=20)
QUESTION = st.lists(st.sampled_from("a b c d e f unknown".split()), max_size=8)
GENERAL = [None, None, None, None]

# "Seizures" stands in the wordings of both topics; only "often" and "cause" tell them apart.
CAUSES, HOW_OFTEN = 0, 1
SEIZURES = [
    ("cause seizures", CAUSES),
    ("cause fits", CAUSES),
    ("seizures", CAUSES),
    ("and seizures", CAUSES),
    ("how often seizures", HOW_OFTEN),
    ("how often headache", HOW_OFTEN),
    ("how often rash", HOW_OFTEN),
]


def learned(wordings: list[tuple[list[str], int]]) -> Learned:
    return learn([own for own, _ in wordings], [topic for _, topic in wordings], GENERAL)


def test_a_shared_word_tells_for_the_topic_that_it_is_about() -> None:
    known = learn([text.split() for text, _ in SEIZURES], [one for _, one in SEIZURES], [None] * 2)
    for question, topic in (("seizures", CAUSES), ("how often", HOW_OFTEN)):
        assert int(np.argmax(known.scores(question.split()))) == topic


@given(WORDINGS, QUESTION)
def test_scores_are_never_negative_and_there_is_one_a_topic(
    wordings: list[tuple[list[str], int]], question: list[str]
) -> None:
    scores = learned(wordings).scores(question)
    assert scores.shape == (4,)
    assert (scores >= 0).all()
    assert np.isfinite(scores).all()


@given(WORDINGS, QUESTION)
def test_the_same_wordings_give_the_same_weights_and_survive_their_arrays(
    wordings: list[tuple[list[str], int]], question: list[str]
) -> None:
    known = learned(wordings)
    again = Learned.of_arrays(dict(known.arrays()))
    assert again.scores(question).tolist() == known.scores(question).tolist()
    assert learned(wordings).scores(question).tolist() == known.scores(question).tolist()


def test_strange_words_make_a_question_less_like_anything() -> None:
    known = learn([text.split() for text, _ in SEIZURES], [one for _, one in SEIZURES], [None] * 2)
    plain, strange = (known.scores(text.split()) for text in ("how often", "how often of xyzzy"))
    assert strange[HOW_OFTEN] < plain[HOW_OFTEN]


def test_leaflets_that_say_the_same_are_not_told_apart() -> None:
    """Both say where it is stored; nothing in the wordings could say which leaflet is meant."""
    wordings = ["keep in the fridge", "does it go in the fridge", "fridge or shelf"]
    wordings += ["where do i keep it", "do i keep it cold", "keep it in the fridge"]
    alcohol = ["can i drink beer", "a glass of wine", "is wine fine", "beer with it"]
    alcohol += ["wine or beer", "can i drink wine"]
    rows = [text.split() for text in [*wordings, *wordings, *alcohol]]
    topics = [0] * 6 + [1] * 6 + [2] * 6
    known = learn(rows, topics, ["one", "other", None])
    scores = known.scores("does it go in the fridge".split())
    # Told from each other, neither could be clear of the border.
    assert min(scores[0], scores[1]) > 1.1
    assert scores[2] < 1


@given(WORDINGS, QUESTION)
def test_which_topic_comes_first_does_not_matter(
    wordings: list[tuple[list[str], int]], question: list[str]
) -> None:
    """A general topic before a leaflet's, and the other way round."""
    rows = [own for own, _ in wordings]
    owners = ["leaflet", "leaflet", None, None]
    first = learn(rows, [topic for _, topic in wordings], owners).scores(question)
    then = learn(rows, [3 - topic for _, topic in wordings], owners[::-1]).scores(question)
    assert first.tolist() == pytest.approx(then.tolist()[::-1], abs=0.02)


def test_wordings_of_no_topic_keep_questions_like_them_away() -> None:
    facet = ["in the fridge", "next to the butter in the fridge", "fridge or shelf", "cold shelf"]
    other = ["my knee hurts", "who won the match", "the match was cold", "what is a shelf"]
    rows = [text.split() for text in facet]
    known = learn(rows, [0] * 4, [None], [text.split() for text in other])
    assert known.scores("in the fridge".split())[0] > 1
    assert known.scores("who won the match".split())[0] < 1


@pytest.mark.parametrize("features", [[], [["a"]], [["a"], ["b"]]])
def test_too_little_to_learn_from_is_no_topic(features: list[list[str]]) -> None:
    known = learn(features, [0] * len(features), [None] if features else [])
    assert known.scores(["a"]).tolist() == [0.0] * bool(features)
