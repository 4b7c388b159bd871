"""What to do about a query: answer, refuse or ask back. Decided on evidence, not on a score.

The evidence: what the question is about (the nearest topic, and how near), what it names (every
symptom, substance or activity in it must be accounted for by the words quoted), and whose
subject it is (another medicine is never answered from this leaflet).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from askleaflet.analysis import stems
from askleaflet.records import Concept, Decision, Document, Hit, Passage, Query, Subject
from askleaflet.retrieval.bm25 import headings
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.evidence import Evidence
from askleaflet.retrieval.topics import Topic, TopicHit
from askleaflet.understanding.kinds import GREETING_KINDS, OFF_TOPIC_KINDS, Kind
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.parts import asking_clauses
from askleaflet.understanding.quantity import asks_quantity, holds_quantity
from askleaflet.weighing import Weighing

# A question farther than this from every topic is not understood. Set on the development folds.
FAR = 0.6
# An answer must be nearer than the nearest thing the leaflet does not cover, by this share.
LEAD = 1.12
# By more where it names a medicine that the leaflet only mentions: "what are steroids?".
MENTION_LEAD = 1.5
# General kinds whose answers name symptoms one by one.
SIDE_EFFECT_KINDS = frozenset({"side_effects", "serious_side_effects"})

# Words of the leaflet this near to a general kind, as a share of its score, answer better.
FINER = 0.85


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
        gather: Callable[[Document], Evidence],
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._coverage = coverage
        self._kinds = kinds
        self._lexicon = lexicon
        self._gather = gather
        self._weighings: dict[str, Weighing] = {}
        self._concepts = {one.id: lexicon.concepts(one.text) for one in documents}

    def decide(self, query: Query, topics: Sequence[TopicHit], hits: Sequence[Hit]) -> Decision:
        """The decision about ``query``, given its nearest topics and the passages found."""
        if not query.terms or query.foreign:
            return Decision("unclear", reason="nothing to go on")
        document = self._document(query)
        other = self._other_subject(query, document)
        if other:
            return other
        best = topics[0]
        if best.topic.kind in GREETING_KINDS and best.score >= FAR and not query.subjects:
            return Decision("greeting", about=best.topic.kind, confidence=best.score)
        if document is None:
            return Decision("unclear", reason="which leaflet", confidence=best.score)
        if not document.complete:
            return self._weighing(document).decide(query, topics, document)
        return self._decide_for(document, query, topics, hits)

    def _weighing(self, document: Document) -> Weighing:
        """The evidence of a leaflet without a complete sidecar, gathered when first asked for."""
        if document.id not in self._weighings:
            self._weighings[document.id] = Weighing(self._gather(document), self._lexicon)
        return self._weighings[document.id]

    def _document(self, query: Query) -> Document | None:
        """The leaflet a query is about: named, else the conversation's, else the only one."""
        for one in (query, *query.earlier):
            if len(one.documents) == 1:
                return self._documents.get(one.documents[0])
            if one.documents:
                return None
        return next(iter(self._documents.values())) if len(self._documents) == 1 else None

    def _other_subject(self, query: Query, document: Document | None) -> Decision | None:
        others = [
            one
            for one in query.subjects
            if one.sort == "medicine" or (one.sort == "class" and not self._named(one, query))
        ]
        mentioned = any(one.sort == "mentioned" for one in query.subjects)
        if not others or (mentioned and document is not None and not document.complete):
            return None
        words = _words(others)
        if document is not None and query.documents:
            return Decision("not_covered", about="interactions", subjects=words, reason="with")
        return Decision("other_medicine", subjects=words, reason="another medicine")

    def _named(self, subject: Subject, query: Query) -> bool:
        """Whether a leaflet at hand speaks of a class of medicines, in its own words."""
        inside = {
            near
            for one in query.concepts
            if one.first < subject.last and subject.first < one.last
            for near in self._lexicon.near[one.id]
        }
        return any(inside & self._concepts[id] for id in self._documents)

    def _decide_for(
        self,
        document: Document,
        query: Query,
        topics: Sequence[TopicHit],
        hits: Sequence[Hit],
    ) -> Decision:
        top = self._finest(document, topics)
        best = self._candidate(document, query, top, hits)
        kind = top.topic.kind
        nearest = self._nearest(document, hits)
        if best.hit.score < FAR:
            return Decision("unclear", reason="far", confidence=best.hit.score, nearest=nearest)
        strange = [one for one in query.subjects if one.sort in {"illness", "unknown"}]
        if top.topic.kind in OFF_TOPIC_KINDS:
            return Decision("not_covered", reason="off topic", nearest=None)
        if strange and not query.documents:
            return Decision("not_covered", subjects=_words(strange), reason="strange word")
        uncovered = self._nearest_uncovered(document, topics)
        mentioned = any(one.sort == "mentioned" for one in query.subjects)
        lead = MENTION_LEAD if mentioned and not query.documents else LEAD
        if best.answers and uncovered and best.hit.score < lead * uncovered.score:
            return Decision("not_covered", about=uncovered.topic.kind, reason="too close",
                            confidence=best.hit.score, nearest=nearest)
        if best.answers and not self._holds_quantity(document, query, best.passages[0]):
            about = uncovered.topic.kind if uncovered else None
            return Decision("not_covered", about=about, reason="no number", nearest=best.passages[0])
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

    def _nearest_uncovered(
        self, document: Document, topics: Sequence[TopicHit]
    ) -> TopicHit | None:
        """The nearest kind of question that the leaflet does not answer."""
        covered = self._coverage[document.id]
        return next(
            (hit for hit in topics if hit.topic.kind and hit.topic.kind not in covered), None
        )

    def _finest(self, document: Document, topics: Sequence[TopicHit]) -> TopicHit:
        """The nearest topic; but words of the leaflet that are nearly as near as a general kind
        which it covers are the finer answer."""
        top = topics[0]
        if top.topic.kind and top.topic.kind in self._coverage[document.id]:
            for hit in topics:
                if hit.topic.passages and hit.score >= FINER * top.score:
                    return hit
        return top

    def _candidate(
        self, document: Document, query: Query, hit: TopicHit, hits: Sequence[Hit]
    ) -> Candidate:
        topic = hit.topic
        needed = self._needed(topic, query)
        passages = _as_found(topic.passages, hits)
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
        if passages and missing and self._lists_symptoms(document, topic):
            named = self._naming(document, missing, hits)
            if named:
                return Candidate(hit, (named,), ())
        return Candidate(hit, passages, missing)

    def _holds_quantity(self, document: Document, query: Query, passage: Passage) -> bool:
        """Whether a question for a number finds one in the words that answer it."""
        quantity = asks_quantity(query.stems)
        if quantity is None:
            return True
        words = [*stems(document.slice(passage.mark))]
        if passage.lead:
            words += stems(document.slice(passage.lead))
        if quantity == "share":
            numbered = [one for one in headings(document, passage) if any(map(str.isdigit, one))]
            words += [word for one in numbered for word in stems(one)]
        return holds_quantity(words, quantity)

    def _needed(self, topic: Topic, query: Query) -> list[Concept]:
        """What of the question the answer must account for."""
        kinds = [self._kinds[id] for id in self._kinds_of(topic)]
        free = any(kind.any_symptom for kind in kinds)
        asked = asking_clauses(query)
        return [
            one
            for one in query.concepts
            if any(span.start <= one.first < span.end for span in asked)
            and one.id in self._lexicon.needed and not (free and one.type == "symptom")
        ]

    def _kinds_of(self, topic: Topic) -> tuple[str, ...]:
        """The general kinds of question that a topic is, or that its words answer."""
        return topic.kinds if topic.kind is None else (topic.kind,)

    def _lists_symptoms(self, document: Document, topic: Topic) -> bool:
        """Whether a topic is one of the side effects, of which the leaflet may name others."""
        if SIDE_EFFECT_KINDS & set(self._kinds_of(topic)):
            return True
        listed = {
            cue.passage.section
            for kind in SIDE_EFFECT_KINDS
            for cue in self._coverage[document.id].cues(kind)[:1]
        }
        return any(passage.section in listed for passage in topic.passages)

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


def _as_found(passages: Sequence[Passage], hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """``passages``, those first which share most with the question's own words."""
    rank = {hit.passage.id: place for place, hit in enumerate(hits)}
    return tuple(sorted(passages, key=lambda one: rank.get(one.id, len(rank))))


def _words(subjects: Sequence[Subject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.words for subject in subjects))


def both_answered(decisions: Sequence[Decision]) -> Decision | None:
    """One decision for two questions which the leaflet answers in different words, else None."""
    if any(decision.kind != "answer" for decision in decisions):
        return None
    first = tuple(decision.passages[0] for decision in decisions)
    if len({passage.mark for passage in first}) < len(first):
        return None
    return Decision(
        "answer",
        first,
        about=decisions[0].about,
        reason="two questions",
        confidence=min(decision.confidence for decision in decisions),
    )
