"""Deciding for a leaflet whose sidecar is complete: by the nearest example wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from askleaflet.analysis import stems
from askleaflet.records import Concept, Decision, Document, Hit, Passage, Query
from askleaflet.retrieval.bm25 import headings
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.topics import Topic, TopicHit
from askleaflet.understanding.kinds import OFF_TOPIC_KINDS, SYMPTOM_KINDS, Kind
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.parts import asked_concepts
from askleaflet.understanding.quantity import asks_quantity, holds_quantity

# A question farther than this from every topic is not understood. Set on the development sets.
FAR = 0.5
# An answer must be nearer than the nearest kind that the leaflet does not cover, by this share.
LEAD = 1.08
# By more where it names a medicine that the leaflet only mentions: "what are steroids?".
MENTION_LEAD = 1.5
# Words of the leaflet this near to a general kind, as a share of its score, answer better.
FINER = 0.85


class Candidate(NamedTuple):
    """What a question may be about: a topic, the words that answer it, and what they lack."""

    hit: TopicHit
    passages: tuple[Passage, ...]
    missing: tuple[Concept, ...]

    @property
    def answers(self) -> bool:
        """Whether the leaflet answers it, with everything the question names."""
        return bool(self.passages) and not self.missing


@dataclass(frozen=True, slots=True)
class Curated:
    """Decides by the topics of one leaflet."""

    document: Document
    coverage: Coverage
    kinds: Mapping[str, Kind]
    lexicon: Lexicon

    def decide(self, query: Query, topics: Sequence[TopicHit], hits: Sequence[Hit]) -> Decision:
        """The decision about ``query`` for this leaflet."""
        top = self._finest(topics)
        best = self._candidate(query, top, hits)
        near = next((hit.passage for hit in hits if hit.passage.document == self.document.id), None)
        if top.score < FAR:
            return Decision("unclear", reason="far", confidence=top.score, nearest=near)
        strange = tuple(one.words for one in query.subjects if one.sort in {"illness", "unknown"})
        if top.topic.kind in OFF_TOPIC_KINDS:
            return Decision("not_covered", reason="off topic")
        if strange and not query.documents:
            return Decision("not_covered", subjects=strange, reason="strange word")
        if best.answers:
            return self._answer(query, best, topics, near)
        if best.missing:
            words = tuple(dict.fromkeys(one.words for one in best.missing))
            about = None if top.topic.kind in SYMPTOM_KINDS else top.topic.kind
            return Decision(
                "not_covered", about=about, covered=words, reason="missing", nearest=near
            )
        return Decision("not_covered", about=top.topic.kind, reason="kind", nearest=near)

    def _answer(
        self, query: Query, best: Candidate, topics: Sequence[TopicHit], near: Passage | None
    ) -> Decision:
        """The answer, unless something that the leaflet does not cover is as near."""
        uncovered = next(
            (hit for hit in topics if hit.topic.kind and hit.topic.kind not in self.coverage), None
        )
        mentioned = any(one.sort == "mentioned" for one in query.subjects)
        lead = MENTION_LEAD if mentioned and not query.documents else LEAD
        about = uncovered.topic.kind if uncovered else None
        if uncovered and best.hit.score < lead * uncovered.score:
            return Decision("not_covered", about=about, reason="too close", nearest=near)
        if not self._holds_quantity(query, best.passages[0]):
            return Decision("not_covered", about=about, reason="no number", nearest=near)
        return Decision(
            "answer",
            best.passages,
            about=best.hit.topic.kind,
            # Nothing that is not covered may share a word with the question at all.
            confidence=best.hit.score / ((uncovered.score if uncovered else 0.0) or 1.0),
            reason="topic",
        )

    def _finest(self, topics: Sequence[TopicHit]) -> TopicHit:
        """The nearest topic; but words of the leaflet that are nearly as near as a general kind
        which it covers are the finer answer."""
        top = topics[0]
        if top.topic.kind and top.topic.kind in self.coverage:
            for hit in topics:
                if hit.topic.passages and hit.score >= FINER * top.score:
                    return hit
        return top

    def _candidate(self, query: Query, hit: TopicHit, hits: Sequence[Hit]) -> Candidate:
        topic = hit.topic
        passages, concepts = _as_found(topic.passages, hits), topic.concepts
        if topic.kind is not None:
            passages = tuple(cue.passage for cue in self.coverage.cues(topic.kind)[:1])
            texts = [self.document.slice(passage.block) for passage in passages]
            concepts = frozenset(one for text in texts for one in self.lexicon.concepts(text))
        needed = self._needed(topic, query)
        missing = tuple(one for one in needed if not self.lexicon.near[one.id] & concepts)
        if passages and missing and self._lists_symptoms(topic):
            named = self._naming(missing, hits)
            if named:
                return Candidate(hit, (named,), ())
        return Candidate(hit, passages, missing)

    def _needed(self, topic: Topic, query: Query) -> list[Concept]:
        """What of the question the answer must account for."""
        kinds = _kinds_of(topic)
        free = any(self.kinds[id].any_symptom for id in kinds)
        # "My ears, is that from it?" asks about the ears, not for the whole list.
        parts = bool(SYMPTOM_KINDS & set(kinds))
        return [
            one
            for one in asked_concepts(query)
            if (one.id in self.lexicon.needed or (parts and one.type == "body"))
            and not (free and one.type == "symptom")
        ]

    def _holds_quantity(self, query: Query, passage: Passage) -> bool:
        """Whether a question for a number finds one in the words that answer it."""
        quantity = asks_quantity(query.stems)
        if quantity is None:
            return True
        texts = [self.document.slice(passage.mark)]
        if passage.lead:
            texts.append(self.document.slice(passage.lead))
        over = headings(self.document, passage)
        texts += [one for one in over if any(character.isdigit() for character in one)]
        return holds_quantity([word for text in texts for word in stems(text)], quantity)

    def _lists_symptoms(self, topic: Topic) -> bool:
        """Whether a topic is one of the side effects, of which the leaflet may name others."""
        if SYMPTOM_KINDS & set(_kinds_of(topic)):
            return True
        listed = {
            cue.passage.section for kind in SYMPTOM_KINDS for cue in self.coverage.cues(kind)[:1]
        }
        return any(passage.section in listed for passage in topic.passages)

    def _naming(self, missing: Sequence[Concept], hits: Sequence[Hit]) -> Passage | None:
        """The best passage found whose own words name every symptom that is missing."""
        if any(one.type != "symptom" for one in missing):
            return None
        for hit in hits:
            if hit.passage.kind == "list" or hit.passage.document != self.document.id:
                continue
            concepts = self.lexicon.concepts(self.document.slice(hit.passage.mark))
            if all(self.lexicon.near[one.id] & concepts for one in missing):
                return hit.passage
        return None


def _kinds_of(topic: Topic) -> tuple[str, ...]:
    """The general kinds of question that a topic is, or that its words answer."""
    return topic.kinds if topic.kind is None else (topic.kind,)


def _as_found(passages: Sequence[Passage], hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """``passages``, those first which share most with the question's own words."""
    rank = {hit.passage.id: place for place, hit in enumerate(hits)}
    return tuple(sorted(passages, key=lambda one: rank.get(one.id, len(rank))))
