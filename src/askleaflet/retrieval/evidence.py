"""Evidence for passages of a leaflet that nobody wrote example questions for.

Three kinds are added up for every passage: the words and concepts it shares with the question;
the kinds of question it answers, told by phrases, headings and by what its own words are most
like; and the things the question names that it names too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from askleaflet.analysis import terms
from askleaflet.records import Concept, Document, Passage, Query, Subject, Term
from askleaflet.retrieval.bm25 import headings
from askleaflet.retrieval.coverage import PHRASE_EVIDENCE, Coverage
from askleaflet.retrieval.okapi import inverse_frequency
from askleaflet.retrieval.topics import TopicHit, TopicIndex
from askleaflet.understanding.families import load_families, plain
from askleaflet.understanding.lexicon import Lexicon

# Weights of the three kinds of evidence; set on twelve real leaflets with questions of our own.
WORDS_WEIGHT = 1.2
KIND_WEIGHT = 0.6
NAMED_WEIGHT = 0.3
# Only the nearest kinds have a say.
KINDS_HEARD = 3
# A whole list is shown for a question about all of it, not in place of its one fitting item.
LIST_DISCOUNT = 0.3
# What stands around a passage counts less than what stands in it.
AROUND_WEIGHT = 0.3
# How much a passage's own words say about its kind beside phrases and headings.
LIKENESS_WEIGHT = 1.0
# How much a passage loses that speaks of several kinds.
SPREAD = 0.25
KIND_SCALE = 3.0
# Beside the three: the sort of sentence that is asked for, and the symptom that is told.
FACET_WEIGHT = 0.6
SYMPTOM_WEIGHT = 0.9
FACETS_HEARD = 3
# From here on a question is for one sort of sentence without a doubt.
FACET_CLEAR = 0.5
# A symptom that is less near than this is not the one that is told.
SYMPTOM_CLEAR = 0.35


class Weighed(NamedTuple):
    """A passage with the evidence for it: shared words, kind and named things, each 0 to 1."""

    passage: Passage
    words: float
    kind: float
    named: float
    about: str | None
    facet: float = 0.0
    symptom: float = 0.0

    @property
    def total(self) -> float:
        """All the evidence."""
        sum_ = WORDS_WEIGHT * self.words + KIND_WEIGHT * self.kind + NAMED_WEIGHT * self.named
        sum_ += FACET_WEIGHT * self.facet + SYMPTOM_WEIGHT * self.symptom
        return sum_ - (LIST_DISCOUNT if self.passage.kind == "list" else 0.0)


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is known of one passage before any question is asked."""

    passage: Passage
    own: frozenset[str]
    around: frozenset[str]
    concepts: frozenset[str]
    kinds: Mapping[str, float]
    facets: Mapping[str, float]
    plain: str

    def names(self, phrases: Iterable[str]) -> bool:
        """Whether one of ``phrases`` (singular words) stands in the passage, as whole words."""
        return any(f" {phrase} " in self.plain for phrase in phrases)


class Known(NamedTuple):
    """What is known of questions: their kinds and facets, and which passages answer each."""

    topics: TopicIndex
    coverage: Coverage
    facet_topics: TopicIndex
    refined: Coverage
    lexicon: Lexicon
    stop: frozenset[str]


class Evidence:
    """Weighs the passages of one leaflet for a query."""

    def __init__(self, document: Document, passages: Sequence[Passage], known: Known) -> None:
        self._known = known
        self._lexicon = known.lexicon
        self._stop = known.stop
        self._profiles = [self._profile(document, passage) for passage in passages]
        self.concepts = frozenset(one for profile in self._profiles for one in profile.concepts)
        count = Counter(word for one in self._profiles for word in one.own)
        n = len(self._profiles)
        self._idf = {word: inverse_frequency(n, df) for word, df in count.items()}
        self._unknown = math.log(1 + n / 0.5)

    def _profile(self, document: Document, passage: Passage) -> _Profile:
        text = document.slice(passage.mark)
        words = terms(text)
        around = " . ".join(headings(document, passage))
        lead = document.slice(passage.lead) if passage.lead else ""
        kinds = self._known.coverage.of(passage.id)
        # A sentence that speaks of many things ("if you are pregnant, breast-feeding or plan to
        # have a baby, ask your doctor") answers none of them well.
        kinds = {kind: weight / max(1, len(kinds)) ** SPREAD for kind, weight in kinds.items()}
        if passage.kind != "list":
            for kind, likeness in self._known.topics.kinds_like(words):
                kinds[kind] = kinds.get(kind, 0.0) + LIKENESS_WEIGHT * likeness
        return _Profile(
            passage,
            self._words(words),
            self._words(terms(f"{around} . {lead}")),
            self._lexicon.concepts(text) | self._lexicon.concepts(lead),
            kinds,
            self._known.refined.of(passage.id),
            f" {plain(f'{text} . {lead}')} ",
        )

    def speaks_of(self, subject: Subject) -> bool:
        """Whether the leaflet names a medicine, or its class, under whatever name."""
        phrases = load_families().called(subject.name)
        return any(profile.names(phrases) for profile in self._profiles)

    def names(self, passage: Passage, subject: Subject) -> bool:
        """Whether ``passage`` names a medicine, or its class, under whatever name."""
        phrases = load_families().called(subject.name)
        return any(one.passage.id == passage.id and one.names(phrases) for one in self._profiles)

    def _words(self, words: Sequence[Term]) -> frozenset[str]:
        own = {word.stem for word in words if word.stem not in self._stop}
        return frozenset(own | {f"@{one.concept}" for one in self._lexicon.find(words)})

    def weigh(
        self, query: Query, kinds: Sequence[TopicHit], needed: Sequence[Concept]
    ) -> list[Weighed]:
        """The passages with their evidence, the strongest first."""
        wanted = [word for word in dict.fromkeys(query.stems) if word not in self._stop]
        wanted += [f"@{one.id}" for one in query.concepts]
        heard = [(hit.topic.kind, hit.score) for hit in kinds if hit.topic.kind][:KINDS_HEARD]
        # What the leaflet names of the medicines in the question, it may name by their class.
        said = [load_families().called(one.name) for one in query.subjects if one.name]
        spoken = [names for names in said if any(one.names(names) for one in self._profiles)]
        facets, symptoms = self._facets(query)
        weighed = [
            self._weigh(one, wanted, heard, needed, spoken)._replace(
                facet=_said(one, facets), symptom=_said(one, symptoms)
            )
            for one in self._profiles
        ]
        return sorted(weighed, key=lambda one: (-one.total, one.passage.id))

    def _facets(self, query: Query) -> tuple[Sequence[TopicHit], Sequence[TopicHit]]:
        """The sorts of sentence that may be asked for, and the symptoms that are told, if any."""
        hits = [hit for hit in self._known.facet_topics.rank(query) if hit.score > 0]
        sorts = [hit for hit in hits if not hit.topic.symptom][:FACETS_HEARD]
        symptoms = [hit for hit in hits if hit.topic.symptom][:FACETS_HEARD]
        nearer = sorts[0].score if sorts else 0.0
        if not symptoms or symptoms[0].score < max(SYMPTOM_CLEAR, nearer):
            return sorts, ()
        return sorts, symptoms

    def _weigh(
        self,
        profile: _Profile,
        wanted: Sequence[str],
        heard: Sequence[tuple[str, float]],
        needed: Sequence[Concept],
        spoken: Sequence[frozenset[str]],
    ) -> Weighed:
        whole = sum(self._idf.get(word, self._unknown) for word in wanted) or 1.0
        shared = sum(
            self._idf.get(word, self._unknown) * (1.0 if word in profile.own else AROUND_WEIGHT)
            for word in wanted
            if word in profile.own or word in profile.around
        )
        best, about = 0.0, None
        top = (heard[0][1] if heard else 0.0) or 1.0
        for kind, score in heard:
            strength = min(1.0, profile.kinds.get(kind, 0.0) / KIND_SCALE) * (score / top) ** 2
            if strength > best:
                best, about = strength, kind
        named = [bool(self._lexicon.near[one.id] & profile.concepts) for one in needed]
        named += [profile.names(names) for names in spoken]
        return Weighed(
            profile.passage,
            shared / whole,
            best * min(1.0, top),
            sum(named) / len(named) if named else 0.0,
            about,
        )


def _said(profile: _Profile, facets: Sequence[TopicHit]) -> float:
    """How much a passage is the sort of sentence that is asked for, 0 to 1."""
    top = (facets[0].score if facets else 0.0) or 1.0
    return max(
        (
            min(1.0, profile.facets.get(one.topic.name, 0.0) / PHRASE_EVIDENCE)
            * min(1.0, one.score / FACET_CLEAR)
            * (one.score / top) ** 2
            for one in facets
        ),
        default=0.0,
    )
