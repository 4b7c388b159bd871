"""Which passages of a leaflet answer which kinds of question.

A complete sidecar says so. Otherwise the leaflet's own headings and phrases do: a kind lists words
that stand in headings over its answer (EU package leaflets, US medication guides) and phrases
that stand in the answering sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from askleaflet.analysis import stems
from askleaflet.passages import sayings
from askleaflet.records import Document, Passage
from askleaflet.retrieval.bm25 import headings
from askleaflet.understanding.kinds import Kind

# A phrase in the sentence itself is better evidence than words in the heading over it.
PHRASE_EVIDENCE = 2.0
HEADING_EVIDENCE = 1.0
LEAD_EVIDENCE = 1.5


class Cue(NamedTuple):
    """Why a passage answers a kind: the passage and how strong the evidence is."""

    passage: Passage
    evidence: float


class Coverage:
    """For one leaflet: kind of question -> passages that answer it, best first."""

    def __init__(
        self,
        document: Document,
        passages: Mapping[str, Sequence[Passage]],
        kinds: Mapping[str, Kind],
    ) -> None:
        self._cues: dict[str, list[Cue]] = {}
        known = sayings(document, passages[document.id])
        for entry in document.asked_as:
            said = [known[one] for one in entry.says]
            for kind in entry.kinds:
                self._cues[kind] = [Cue(one, PHRASE_EVIDENCE) for one in said]
        if not document.complete:
            for id, cues in _found(document, passages[document.id], kinds).items():
                self._cues.setdefault(id, cues)

    def __contains__(self, kind: str) -> bool:
        return kind in self._cues

    def of(self, passage: str) -> dict[str, float]:
        """The kinds that the passage with this id answers, and how strong the evidence is."""
        return {
            kind: cue.evidence
            for kind, cues in self._cues.items()
            for cue in cues
            if cue.passage.id == passage
        }

    def cues(self, kind: str) -> list[Cue]:
        """The passages that answer ``kind``, the strongest evidence first; empty where none do."""
        return self._cues.get(kind, [])


def _found(
    document: Document, passages: Sequence[Passage], kinds: Mapping[str, Kind]
) -> dict[str, list[Cue]]:
    """Cues by the leaflet's own words."""
    says = _phrases({id: kind.says for id, kind in kinds.items()})
    over = _phrases({id: kind.heading for id, kind in kinds.items()})
    found: dict[str, list[Cue]] = {}
    for passage in passages:
        evidence: dict[str, float] = {}
        for id in _kinds_in(stems(document.slice(passage.mark)), says):
            evidence[id] = PHRASE_EVIDENCE
        if passage.lead:
            lead = stems(document.slice(passage.lead))
            for id in _kinds_in(lead, says) | _kinds_in(lead, over):
                evidence[id] = evidence.get(id, 0.0) + LEAD_EVIDENCE
        own = headings(document, passage)
        for depth, heading in enumerate(reversed(own)):
            for id in _kinds_in(stems(heading), over):
                evidence[id] = evidence.get(id, 0.0) + HEADING_EVIDENCE / (1 + depth)
        for id, weight in evidence.items():
            found.setdefault(id, []).append(Cue(passage, weight))
    for cues in found.values():
        cues.sort(key=lambda cue: (-cue.evidence, cue.passage.id))
    return found


Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def _phrases(by_kind: Mapping[str, Sequence[str]]) -> Phrases:
    """Phrases as stems, by their first stem."""
    index: Phrases = {}
    for id, phrases in by_kind.items():
        for phrase in phrases:
            words = stems(phrase)
            if words:
                index.setdefault(words[0], []).append((words, id))
    return index


def _kinds_in(words: Sequence[str], phrases: Phrases) -> set[str]:
    """The kinds one of whose phrases stands in ``words``."""
    return {
        id
        for at, word in enumerate(words)
        for phrase, id in phrases.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    }
