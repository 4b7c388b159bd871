"""What to do about a query: answer, refuse or ask back. Decided on evidence, not on a score.

The evidence: whose subject it is (another medicine is never answered from this leaflet), what
the question is about (the nearest topic, and how near), and what it names (every symptom,
substance or activity in it must be accounted for by the words quoted).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from askleaflet.analysis import stems
from askleaflet.curated import FAR, Curated
from askleaflet.records import Decision, Document, Hit, Query, Subject
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.evidence import Evidence
from askleaflet.retrieval.topics import TopicHit
from askleaflet.understanding.kinds import BESIDE_KINDS, GREETING_KINDS, Kind
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.weighing import Weighing


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
        """``gather``: the evidence for the passages of a leaflet without a complete sidecar."""
        self._documents = {document.id: document for document in documents}
        self._coverage = coverage
        self._kinds = kinds
        self._lexicon = lexicon
        self._gather = gather
        self._weighings: dict[str, Weighing] = {}
        self._concepts: dict[str, frozenset[str]] = {}

    def decide(self, query: Query, topics: Sequence[TopicHit], hits: Sequence[Hit]) -> Decision:
        """The decision about ``query``, given its nearest topics and the passages found."""
        if query.foreign:
            return Decision("unclear", reason="foreign")
        if not query.terms:
            return Decision("unclear", reason="nothing to go on")
        document = self._document(query)
        other = self._other_subject(query, document)
        if other:
            return self._beside(query, topics, document) or other
        best = topics[0]
        if best.topic.kind in GREETING_KINDS and best.score >= FAR and not query.subjects:
            return Decision("greeting", about=best.topic.kind, confidence=best.score)
        if document is None:
            return Decision("unclear", reason="which leaflet", confidence=best.score)
        topics = [hit for hit in topics if hit.topic.document in {None, document.id}]
        weighing = self._weighing(document)
        if weighing:
            decision = weighing.decide(query, topics)
        else:
            curated = Curated(document, self._coverage[document.id], self._kinds, self._lexicon)
            decision = curated.decide(query, topics, hits)
        return self._about_mentioned(query, decision, document)

    def _beside(
        self, query: Query, topics: Sequence[TopicHit], document: Document | None
    ) -> Decision | None:
        """The answer of a leaflet without example questions to a question that names a class of
        medicines beside it: "on puffers for years, does that matter?", but not "how should I store
        my insulin?"."""
        weighing = self._weighing(document)
        if not weighing or any(one.sort == "medicine" for one in query.subjects):
            return None
        decision = weighing.decide(query, topics)
        fits = decision.kind == "answer" and decision.about in BESIDE_KINDS
        return decision if fits else None

    def _about_mentioned(self, query: Query, decision: Decision, document: Document) -> Decision:
        """``decision``, but a question about a medicine that the leaflet only mentions is answered
        by nothing than words that name it: "how is prednisone given?" is about prednisone."""
        mentioned = [one for one in query.subjects if one.sort == "mentioned"]
        if decision.kind != "answer" or not mentioned:
            return decision
        passage = decision.passages[0]
        said = set(stems(document.slice(passage.block)))
        weighing = self._weighing(document)
        gone = [
            one.words
            for one in mentioned
            if not set(stems(one.name)) <= said and not (weighing and weighing.names(passage, one))
        ]
        if not gone:
            return decision
        words = tuple(dict.fromkeys(gone))
        if query.documents:
            return Decision("not_covered", about="interactions", subjects=words, reason="with")
        return Decision("other_medicine", subjects=words, reason="another medicine")

    def _weighing(self, document: Document | None) -> Weighing | None:
        """The evidence of a leaflet without a complete sidecar, gathered when it is first asked
        for; None where the sidecar is complete or there is no leaflet."""
        if document is None or document.complete:
            return None
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
        if len(query.conversation) == 1:
            return self._documents.get(query.conversation[0])
        return next(iter(self._documents.values())) if len(self._documents) == 1 else None

    def _other_subject(self, query: Query, document: Document | None) -> Decision | None:
        """The refusal due where a question names a medicine that no leaflet at hand names."""
        weighing = self._weighing(document)
        others = [
            one
            for one in query.subjects
            if (one.sort == "medicine" or (one.sort == "class" and not self._named(one, query)))
            and not (weighing and weighing.speaks_of(one))
        ]
        mentioned = any(one.sort == "mentioned" for one in query.subjects)
        if not others or (mentioned and weighing):
            return None
        words = tuple(dict.fromkeys(one.words for one in others))
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
        return any(inside & self._named_by(one) for one in self._documents.values())

    def _named_by(self, document: Document) -> frozenset[str]:
        """The concepts that a leaflet names, found when they are first asked for."""
        if document.id not in self._concepts:
            self._concepts[document.id] = self._lexicon.concepts(document.text)
        return self._concepts[document.id]


def both_answered(decisions: Sequence[Decision]) -> Decision | None:
    """One decision for two questions which the leaflet answers in different words, else None."""
    if any(decision.kind != "answer" for decision in decisions):
        return None
    first = tuple(decision.passages[0] for decision in decisions)
    if len({(passage.document, passage.mark) for passage in first}) < len(first):
        return None
    return Decision(
        "answer",
        first,
        about=decisions[0].about,
        reason="two questions",
        confidence=min(decision.confidence for decision in decisions),
    )
