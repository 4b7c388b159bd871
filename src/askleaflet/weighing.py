"""Deciding for leaflets that nobody wrote example questions for, by evidence alone."""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.records import Concept, Decision, Document, Query
from askleaflet.retrieval.evidence import Evidence, Weighed
from askleaflet.retrieval.topics import TopicHit
from askleaflet.understanding.kinds import OFF_TOPIC_KINDS
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.parts import asking_clauses

# Less evidence than this is none. Set on seven real leaflets with questions of our own.
ENOUGH = 0.6
# A kind of question counts as covered from this much evidence on.
COVERED = 0.2
# A question farther than this from every kind is understood by its words alone.
FAR = 0.4
MOST_PASSAGES = 2


class Weighing:
    """Decides by the evidence for the passages of one leaflet."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        self._evidence = evidence
        self._lexicon = lexicon

    def decide(self, query: Query, topics: Sequence[TopicHit], document: Document) -> Decision:
        """The decision about ``query`` for this leaflet."""
        kinds = [hit for hit in topics if hit.topic.kind]
        asked = asking_clauses(query)
        needed = [
            one
            for one in query.concepts
            if one.id in self._lexicon.needed
            and any(span.start <= one.first < span.end for span in asked)
        ]
        weighed = self._evidence.weigh(query, kinds, needed)
        best, top = weighed[0], kinds[0]
        missing = [one for one in needed if not self._lexicon.near[one.id] & self._evidence.concepts]
        if top.topic.kind in OFF_TOPIC_KINDS and best.named == 0:
            return Decision("not_covered", reason="off topic")
        if missing and not best.named:
            return _missing(missing, best)
        if best.total >= ENOUGH and (best.named or best.kind >= COVERED or best.words >= FAR):
            return Decision("answer", (best.passage,), about=best.about or top.topic.kind,
                            reason="evidence", confidence=best.total)
        if top.score < FAR:
            return Decision("unclear", reason="far", confidence=best.total, nearest=best.passage)
        return Decision("not_covered", about=top.topic.kind, reason="kind", nearest=best.passage,
                        confidence=best.total)


def _missing(missing: Sequence[Concept], best: Weighed) -> Decision:
    words = tuple(dict.fromkeys(one.words for one in missing))
    return Decision("not_covered", covered=words, reason="missing", nearest=best.passage)
