"""What to do about a query: answer, refuse or ask back. Decided on evidence, not on a score.

The evidence: what the question is about (the nearest topic, and how near), what it names (every
symptom, substance or activity in it must be accounted for by the words quoted), and whose
subject it is (another medicine is never answered from this leaflet).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askleaflet.records import Concept, Decision, Document, Hit, Passage, Query, Subject
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.topics import Topic, TopicHit
from askleaflet.understanding.kinds import GREETING_KINDS, OFF_TOPIC_KINDS, Kind
from askleaflet.understanding.lexicon import Lexicon

# A question farther than this from every topic is not understood. Set on the development folds.
FAR = 0.55
# An answer must be nearer than the nearest thing the leaflet does not cover, by this share.
LEAD = 0.0
# What a question names of these types must be accounted for by the words that answer it.
NEEDED_TYPES = frozenset({"symptom", "substance", "activity", "condition", "test", "treatment"})
SIDE_EFFECT_KINDS = frozenset({"side_effects", "serious_side_effects", "side_effect_rate"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that may be what the question is about, for the leaflet at hand."""

    hit: TopicHit
    passages: tuple[Passage, ...]
    missing: tuple[Concept, ...]

    @property
    def answers(self) -> bool:
        """Whether the leaflet answers it, with everything the question names."""
        return bool(self.passages) and not self.missing


class Decider:
    """Decides about queries, for one set of leaflets."""

    def __init__(
        self,
        documents: Sequence[Document],
        coverage: Mapping[str, Coverage],
        kinds: Mapping[str, Kind],
        lexicon: Lexicon,
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._coverage = coverage
        self._kinds = kinds
        self._lexicon = lexicon

    def decide(self, query: Query, topics: Sequence[TopicHit], hits: Sequence[Hit]) -> Decision:
        """The decision about ``query``, given its nearest topics and the passages found."""
        if not query.terms or query.foreign:
            return Decision("unclear", reason="nothing to go on")
        document = self._document(query)
        other = self._other_subject(query, document)
        if other:
            return other
        best = topics[0]
        if best.topic.kind in GREETING_KINDS and not query.subjects:
            return Decision("greeting", about=best.topic.kind, confidence=best.score)
        if document is None:
            return Decision("unclear", reason="which leaflet", confidence=best.score)
        return self._decide_for(document, query, topics, hits)

    def _document(self, query: Query) -> Document | None:
        """The leaflet a query is about: named, else the conversation's, else the only one."""
        for one in (query, *query.earlier):
            if len(one.documents) == 1:
                return self._documents.get(one.documents[0])
            if one.documents:
                return None
        return next(iter(self._documents.values())) if len(self._documents) == 1 else None

    def _other_subject(self, query: Query, document: Document | None) -> Decision | None:
        others = [one for one in query.subjects if one.sort in {"medicine", "class"}]
        if not others:
            return None
        words = _words(others)
        if document is not None and query.documents:
            return Decision("not_covered", about="interactions", subjects=words, reason="with")
        return Decision("other_medicine", subjects=words, reason="another medicine")

    def _decide_for(
        self,
        document: Document,
        query: Query,
        topics: Sequence[TopicHit],
        hits: Sequence[Hit],
    ) -> Decision:
        best = self._candidate(document, query, topics[0], hits)
        kind = self._kind_of(document, topics[0].topic)
        nearest = self._nearest(document, hits)
        if best.hit.score < FAR:
            return Decision("unclear", reason="far", confidence=best.hit.score, nearest=nearest)
        strange = [one for one in query.subjects if one.sort in {"illness", "unknown"}]
        if topics[0].topic.kind in OFF_TOPIC_KINDS:
            return Decision("not_covered", reason="off topic", nearest=None)
        if strange and not query.documents:
            return Decision("not_covered", subjects=_words(strange), reason="strange word")
        if best.answers:
            return Decision(
                "answer", best.passages, about=kind, confidence=best.hit.score, reason="topic"
            )
        if best.missing:
            words = tuple(one.words for one in best.missing)
            return Decision("not_covered", about=None, covered=words, reason="missing",
                            nearest=nearest)
        return Decision(
            "not_covered", about=kind, confidence=best.hit.score, reason="kind", nearest=nearest
        )

    def _kind_of(self, document: Document, topic: Topic) -> str | None:
        return topic.kind

    def _candidate(
        self, document: Document, query: Query, hit: TopicHit, hits: Sequence[Hit]
    ) -> Candidate:
        topic = hit.topic
        needed = [one for one in query.concepts if one.type in NEEDED_TYPES]
        passages = topic.passages
        concepts = topic.concepts
        if topic.kind is not None:
            cues = self._coverage[document.id].cues(topic.kind)
            passages = tuple(cue.passage for cue in cues[:1])
            concepts = frozenset(
                one
                for passage in passages
                for one in self._lexicon.concepts(document.slice(passage.block))
            )
        missing = tuple(one for one in needed if not self._lexicon.near[one.id] & concepts)
        if passages and missing:
            named = self._naming(document, missing, hits)
            if named:
                return Candidate(hit, (named,), ())
        return Candidate(hit, passages, missing)

    def _naming(
        self, document: Document, missing: Sequence[Concept], hits: Sequence[Hit]
    ) -> Passage | None:
        """The best passage found whose own words name everything that is missing."""
        symptoms = [one for one in missing if one.type == "symptom"]
        if len(symptoms) != len(missing):
            return None
        for hit in hits:
            if hit.passage.kind == "list" or hit.passage.document != document.id:
                continue
            concepts = self._lexicon.concepts(document.slice(hit.passage.mark))
            if all(self._lexicon.near[one.id] & concepts for one in missing):
                return hit.passage
        return None

    def _nearest(self, document: Document, hits: Sequence[Hit]) -> Passage | None:
        return next((hit.passage for hit in hits if hit.passage.document == document.id), None)


def _words(subjects: Sequence[Subject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.words for subject in subjects))
