"""Deciding by evidence: an answer must be about what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from askleaflet.records import Concept, Passage, Query, Span, Term
from askleaflet.retrieval.evidence import Evidence, Weighed
from askleaflet.retrieval.topics import Topic, TopicHit
from askleaflet.weighing import Weighing
from invented import lexicon

QUERY = Query("on the plane?", (Term("plane", "plane", 7, 12),), (Span(0, 1),))


def weighed(about: str, kind: float, words: float = 0.3, symptom: float = 0.0) -> Weighed:
    passage = Passage(f"a:{about}", "a", 0, "sentence", Span(0, 5), Span(0, 5))
    return Weighed(passage, words, kind, 0.0, about, symptom=symptom)


@dataclass(frozen=True)
class Given:
    """Evidence that was weighed already."""

    found: tuple[Weighed, ...]
    concepts: frozenset[str] = frozenset()

    def weigh(self, _: Query, __: Sequence[TopicHit], ___: Sequence[Concept]) -> list[Weighed]:
        return sorted(self.found, key=lambda one: -one.total)


def decided(*found: Weighed, travel: float = 1.0) -> str:
    hits = [("travel", travel), ("how_given", 0.7), ("other_health", 0.1), ("chitchat", 0.1)]
    kinds = [TopicHit(Topic(kind, kind), score) for kind, score in hits]
    kinds.sort(key=lambda hit: -hit.score)
    return Weighing(cast("Evidence", Given(found)), lexicon()).decide(QUERY, kinds).kind


def test_a_clear_question_of_a_kind_that_no_passage_answers_is_refused() -> None:
    assert decided(weighed("how_given", 0.6)) == "not_covered"


@pytest.mark.parametrize(
    "found",
    [
        (weighed("how_given", 0.6), weighed("travel", 0.3, words=0.0)),
        (weighed("how_given", 0.6, words=0.7),),
        (weighed("how_given", 0.6, symptom=0.9),),
    ],
    ids=["another passage answers it", "its own words stand there", "it tells the symptom"],
)
def test_but_not_where_the_leaflet_speaks_of_it(found: tuple[Weighed, ...]) -> None:
    assert decided(*found) == "answer"


def test_nor_where_the_kind_is_not_clear() -> None:
    assert decided(weighed("how_given", 0.6), travel=0.75) == "answer"
