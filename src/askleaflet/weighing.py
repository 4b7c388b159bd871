"""Deciding for leaflets that nobody wrote example questions for, by evidence alone."""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.records import Concept, Decision, Passage, Query, Subject
from askleaflet.retrieval.evidence import Evidence, Weighed
from askleaflet.retrieval.topics import TopicHit
from askleaflet.understanding.kinds import GREETING_KINDS, OFF_TOPIC_KINDS, SYMPTOM_KINDS
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.parts import asked_concepts

# Less evidence than this is none. Set on seven real leaflets with questions of our own.
ENOUGH = 0.6
# A kind of question counts as covered from this much evidence on.
COVERED = 0.2
# A question farther than this from every kind is not understood.
FAR = 0.4
# A kind of question that a leaflet can answer must be nearer than what is no such question.
LEAD = 1.1
_OUTSIDE = OFF_TOPIC_KINDS | GREETING_KINDS
# Shared words suffice alone only where so many of the question's stand in the passage.
WORDS_ALONE = 0.6
# A passage that is this much of the sort that is asked for is no stray.
SAID = 0.5
# A passage that is so much the sort that is asked for, or names the symptom that is told, leaves
# nothing of the question out: "clumps in the plughole" tells of hair, not of a plughole.
TOLD = 0.7
# From here on the kind of a question is clear enough to be named in a refusal.
CLEAR = 0.8
# A clear kind that is nearer than what a passage answers, by this share, is what is asked for. It
# is answered by passages with so much evidence for it.
AHEAD = 1.15
ANSWERED = 0.3


class Weighing:
    """Decides by the evidence for the passages of one leaflet."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        self._evidence = evidence
        self._lexicon = lexicon

    def speaks_of(self, subject: Subject) -> bool:
        """Whether the leaflet names a medicine, or its class, under whatever name."""
        return self._evidence.speaks_of(subject)

    def names(self, passage: Passage, subject: Subject) -> bool:
        """Whether ``passage`` does."""
        return self._evidence.names(passage, subject)

    def decide(self, query: Query, topics: Sequence[TopicHit]) -> Decision:
        """The decision about ``query`` for this leaflet."""
        kinds = [hit for hit in topics if hit.topic.kind]
        needed = [one for one in asked_concepts(query) if one.id in self._lexicon.needed]
        weighed = self._evidence.weigh(query, kinds, needed)
        best = weighed[0]
        about = kinds[0].topic.kind
        outside = max(hit.score for hit in kinds if hit.topic.kind in _OUTSIDE)
        weak = best.named == 0 and best.words < WORDS_ALONE and _sort(best) < SAID
        if weak and kinds[0].score < LEAD * outside:
            return Decision("not_covered", reason="off topic")
        missing = self._missing(needed, _told(kinds, best))
        if missing and best.named == 0 and _sort(best) < TOLD:
            clear = about not in SYMPTOM_KINDS and kinds[0].score >= CLEAR
            return Decision(
                "not_covered",
                about=about if clear else None,
                covered=missing,
                reason="missing",
                nearest=best.passage,
            )
        if _suffices(best) and not _about_another(best, weighed, kinds):
            return Decision(
                "answer",
                (best.passage,),
                about=best.about or about,
                reason="evidence",
                confidence=best.total,
            )
        if kinds[0].score < FAR:
            return Decision("unclear", reason="far", nearest=best.passage)
        return Decision("not_covered", about=about, reason="kind", nearest=best.passage)

    def _missing(self, needed: Sequence[Concept], told: frozenset[str]) -> tuple[str, ...]:
        """What the question names and the leaflet nowhere does, in the person's words.

        ``told``: concepts by which people ask for what was found ("two lines" for pregnancy).
        """
        named = self._evidence.concepts | told
        gone = [one.words for one in needed if not self._lexicon.near[one.id] & named]
        return tuple(dict.fromkeys(gone))


def _suffices(best: Weighed) -> bool:
    """Whether the evidence for a passage is enough, of one kind at least."""
    strong = best.named > 0 or best.kind >= COVERED or best.words >= WORDS_ALONE
    return best.total >= ENOUGH and (strong or _sort(best) >= SAID)


def _sort(best: Weighed) -> float:
    """How much a passage is the sort of sentence, or names the symptom, that is asked for."""
    return max(best.facet, best.symptom)


def _told(kinds: Sequence[TopicHit], best: Weighed) -> frozenset[str]:
    """The concepts that questions of a kind often name, where ``best`` answers the nearest one."""
    nearest = kinds[0]
    covered = best.about == nearest.topic.kind and best.kind >= COVERED
    return nearest.topic.concepts if covered else frozenset()


def _about_another(best: Weighed, weighed: Sequence[Weighed], kinds: Sequence[TopicHit]) -> bool:
    """Whether a question is clearly of a kind that no passage of the leaflet answers, and ``best``
    answers another: "how many months does it buy" is not about a dose that was missed."""
    nearest = kinds[0]
    if best.about == nearest.topic.kind or best.symptom > 0 or best.words >= WORDS_ALONE:
        return False
    own = next((hit.score for hit in kinds if hit.topic.kind == best.about), 0.0)
    if nearest.score < max(CLEAR, AHEAD * own):
        return False
    return not any(one.about == nearest.topic.kind and one.kind >= ANSWERED for one in weighed)
