"""What search does not find is not answered: no wording, no memory, no other way around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings

from askleaflet.assistant import Assistant
from askleaflet.records import Candidate, Document, Query
from invented import Empty, shipped, whole
from strategies import histories, questions


@cache
def blind() -> Assistant:
    """The shipped assistant with a search that finds nothing."""
    return replace(shipped()[0], searches=(Empty(), Empty()))


def sample() -> Document:
    return whole().documents[0]


def wordings() -> list[str]:
    """Every twentieth wording of the sidecar, and the plainest questions of all."""
    asked = [question for one in sample().asked_as for question in one.questions]
    starters = [one.starter for one in sample().asked_as if one.starter]
    return [*starters, *asked[:: max(1, len(asked) // 150)]]


def test_with_a_search_that_finds_nothing_no_wording_of_the_sidecar_is_answered() -> None:
    asked = wordings()
    assert len(set(asked)) > 100
    for text in asked:
        explained = blind().explain(text)
        assert explained.found == ()
        assert explained.reading.answers == 0.0
        assert explained.decision.passages == ()
        reply = blind().reply(text)
        assert reply.kind in {"not_covered", "other_medicine", "greeting", "unclear"}, text
        assert not reply.quotes
        assert reply.nearest is None


def test_with_a_search_that_finds_nothing_no_sentence_of_the_leaflet_is_answered() -> None:
    corpus = whole()
    for passage in corpus.passages:
        reply = blind().reply(sample().slice(passage.mark))
        assert reply.kind != "error"
        assert not reply.quotes
        assert reply.nearest is None


@given(question=questions, history=histories)
@settings(max_examples=30)
def test_with_a_search_that_finds_nothing_nothing_at_all_is_answered(
    question: str, history: list[str]
) -> None:
    reply = blind().reply(question, history)
    assert reply.kind not in {"answer", "error"}
    assert not reply.quotes
    assert reply.nearest is None


def test_the_same_sentences_are_answered_where_search_finds_them() -> None:
    said = [sample().slice(one.mark) for one in whole().passages if one.kind == "sentence"]
    answered = [shipped()[0].explain(one).decision.kind == "answer" for one in said]
    assert sum(answered) > len(answered) / 2


class Only:
    """A search that finds one passage, whatever it is asked."""

    def __init__(self, number: int) -> None:
        self.passage = whole().passages[number]

    def search(self, query: Query, k: int) -> list[Candidate]:
        return [Candidate(self.passage, 1.0)]


@pytest.mark.parametrize("number", [0, 5, 9])
def test_nothing_is_quoted_or_offered_but_what_search_found(number: int) -> None:
    own = Only(number)
    lame = replace(shipped()[0], searches=(own,))
    for text in wordings()[:25]:
        decision = lame.explain(text).decision
        assert set(decision.passages) <= {own.passage}
        assert decision.nearest in {None, own.passage}
