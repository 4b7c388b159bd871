"""Topics: what a question can be about, for the leaflets at hand.

A topic is either words of a leaflet for which staff wrote example questions (the sidecar's
``asked_as``), or a general kind of question. Which passages of a leaflet answer a kind is told
by the sidecar where it is complete, else found in the leaflet's own headings and phrases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from askleaflet.analysis import stem, terms
from askleaflet.passages import sayings
from askleaflet.records import Document, Passage, Query, Span, Term
from askleaflet.retrieval.examples import ExampleIndex
from askleaflet.retrieval.features import wording_features
from askleaflet.retrieval.learned import Learned
from askleaflet.retrieval.learning import learn
from askleaflet.retrieval.postings import Scores
from askleaflet.termkeys import hashed
from askleaflet.understanding.kinds import BACKGROUND, GREETING_KINDS, PLACE, TOLD_KINDS, Kind
from askleaflet.understanding.lexicon import Found, Lexicon

# What is learned from all wordings, beside the nearest of them. Set on the development folds.
LEARNED_WEIGHT, EXAMPLES_WEIGHT = 0.57, 0.57
# How much the questions before a follow-up say about what it is about, nearest first.
EARLIER_WEIGHTS = (0.4, 0.2)
# In a message of several sentences: the weight of the whole beside its nearest sentence.
STORY_WEIGHT = 0.4
SHORTEST_CLAUSE = 3
MOST_CLAUSES = 5
# Longer stories are read whole: each sentence that is looked at alone takes its time.
MOST_TOLD = 8
# What is left of a message without its background must be this near to something.
SAYS_ENOUGH = 0.7
# How many kinds a passage is said to be like.
KINDS_LIKE = 4
# A topic is about a concept that at least this share of its wordings name, and two of them.
ABOUT_SHARE = 0.02
# More for a symptom: that the tired ask about anaemia does not make the leaflet name tiredness.
SYMPTOM_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a question can be about. ``passages`` answer it; none for a general kind.

    ``kinds``: the general kinds of question that these passages answer, by the sidecar.
    ``symptom``: what is told or asked is one symptom.
    """

    name: str
    kind: str | None = None
    document: str | None = None
    passages: tuple[Passage, ...] = ()
    concepts: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    symptom: bool = False


@dataclass(frozen=True, slots=True)
class Wordings:
    """The texts of all wordings, as one piece of UTF-8. Only ``--explain`` shows them."""

    encoded: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Wordings:
        """One text a line."""
        lines = "\n".join(" ".join(text.split()) for text in texts)
        return cls(np.frombuffer(lines.encode("utf-8", "surrogatepass"), np.uint8))

    def texts(self) -> list[str]:
        """The wordings in order."""
        return self.encoded.tobytes().decode("utf-8", "surrogatepass").split("\n")


class TopicHit(NamedTuple):
    """A topic, how near the question is to it, and the example wording nearest to it."""

    topic: Topic
    score: float


class Worded(NamedTuple):
    """A topic with its wordings, and their features."""

    topic: Topic
    texts: list[str]
    features: list[list[str]]


@dataclass(frozen=True, slots=True)
class Examples:
    """The example wordings themselves."""

    index: ExampleIndex
    wordings: Wordings


class TopicIndex:
    """Ranks topics for a query."""

    def __init__(
        self,
        topics: Sequence[Topic],
        learned: Learned,
        lexicon: Lexicon,
        examples: Examples | None = None,
    ) -> None:
        """``examples``: none where topics are told by what was learned alone."""
        self.topics = topics
        self.learned = learned
        self.examples = examples
        self._lexicon = lexicon
        # The place of each topic in the order of names, by which equal scores are ordered.
        in_order = sorted(range(len(topics)), key=lambda number: topics[number].name)
        self._by_name = np.empty(len(topics), np.int64)
        self._by_name[in_order] = np.arange(len(topics))
        # A greeting before a question says nothing about what the question is about.
        self._carried = np.array([one.kind not in GREETING_KINDS for one in self.topics])
        kinds = [one.kind for one in topics]
        self._background = kinds.index(BACKGROUND) if BACKGROUND in kinds else None
        self._told = frozenset(number for number, kind in enumerate(kinds) if kind in TOLD_KINDS)

    @classmethod
    def build(cls, worded: Sequence[Worded], lexicon: Lexicon) -> TopicIndex:
        """The index from all wordings: by what is learned from them, and by the nearest."""
        topics = [one.topic for one in worded]
        rows, numbers = _rows(worded)
        nearest = ExampleIndex.build(rows, numbers, len(topics))
        wordings = Wordings.of(text for one in worded for text in one.texts)
        learned = learn(rows, numbers, [one.document for one in topics])
        return cls(topics, learned, lexicon, Examples(nearest, wordings))

    @classmethod
    def finer(
        cls, worded: Sequence[Worded], beside: Sequence[Worded], lexicon: Lexicon
    ) -> TopicIndex:
        """The index of topics that are parts of others (facets). They are told from each other and
        from the wordings ``beside`` them by what is learned alone: a question that is none of them
        is near to none."""
        topics = [one.topic for one in worded]
        owners = [one.document for one in topics]
        return cls(topics, learn(*_rows(worded), owners, _rows(beside)[0]), lexicon)

    def rank(self, query: Query) -> list[TopicHit]:
        """Every topic of the leaflets the query may be about, nearest first."""
        scores = self._scores(query)
        for earlier, weight in zip(query.earlier, EARLIER_WEIGHTS, strict=False):
            carried = self._near(self.features(earlier))
            scores = scores + weight * np.where(self._carried, carried, 0.0)
        order = np.lexsort((self._by_name, -scores)).tolist()
        if self._background is not None:
            order.remove(self._background)
        if query.documents:
            wanted = {None, *query.documents}
            order = [number for number in order if self.topics[number].document in wanted]
        ranked = map(self.topics.__getitem__, order)
        return [*map(TopicHit, ranked, scores[order].tolist())]

    def background(self, query: Query) -> list[Span]:
        """The sentences of a message that only tell what is so, as stretches of its text: "My mum
        is on it. Will she lose her hair?". None where too little would be left."""
        if not 1 < len(query.clauses) <= MOST_TOLD:
            return []
        told: list[Span] = []
        left = 0.0
        for clause in query.clauses:
            scores = self._near(self._clause(query, clause))
            named = any(clause.start <= one.first < clause.end for one in query.subjects)
            if not named and int(scores.argmax()) in self._told:
                first, last = query.terms[clause.start], query.terms[clause.end - 1]
                told.append(Span(first.start, last.end))
            else:
                left = max(left, float(scores.max()))
        return told if left >= SAYS_ENOUGH else []

    def kinds_like(self, words: Sequence[Term]) -> list[tuple[str, float]]:
        """The general kinds of question whose wordings a text is most like, 1 for the nearest."""
        if self.examples is None:
            return []
        features = wording_features(words, self._lexicon.find(words), self._lexicon)
        whole = self.examples.index.whole_scores(features)
        found = [
            (topic.kind, float(score))
            for topic, score in zip(self.topics, whole, strict=True)
            if topic.kind
        ]
        found.sort(key=lambda one: (-one[1], one[0]))
        top = found[0][1] or 1.0
        return [(kind, score / top) for kind, score in found[:KINDS_LIKE]]

    def _scores(self, query: Query) -> Scores:
        """The scores of the whole question; in a story, its nearest sentence counts too."""
        scores = self._near(self.features(query))
        if len(query.clauses) < 2:
            return scores
        parts = [self._near(self._clause(query, one)) for one in telling(query)]
        nearest: Scores = np.max(parts, axis=0)
        return STORY_WEIGHT * scores + (1 - STORY_WEIGHT) * nearest

    def _near(self, features: Sequence[str]) -> Scores:
        wanted = hashed(features)
        scores = self.learned.scores(wanted)
        if self.examples is None:
            return scores
        nearest, _ = self.examples.index.scores(wanted)
        return LEARNED_WEIGHT * scores + EXAMPLES_WEIGHT * nearest

    def _clause(self, query: Query, clause: Span) -> list[str]:
        found = [
            Found(one.id, one.first - clause.start, one.last - clause.start)
            for one in query.concepts
            if clause.start <= one.first and one.last <= clause.end
        ]
        return wording_features(query.terms[clause.start : clause.end], found, self._lexicon)

    def nearest(self, query: Query, count: int) -> list[tuple[str, str]]:
        """The nearest example wordings, each with the name of its topic."""
        if self.examples is None:
            return []
        index = self.examples.index
        _, best = index.scores(self.features(query))
        texts = self.examples.wordings.texts()
        return [(texts[n], self.topics[index.topic_of[n]].name) for n in best[:count]]

    def features(self, query: Query) -> list[str]:
        """The features by which ``query`` is compared."""
        found = [Found(one.id, one.first, one.last) for one in query.concepts]
        return wording_features(query.terms, found, self._lexicon)


def _rows(worded: Sequence[Worded]) -> tuple[list[list[str]], list[int]]:
    """The features of all wordings, and the number of the topic of each."""
    rows = [row for one in worded for row in one.features]
    return rows, [number for number, one in enumerate(worded) for _ in one.features]


def telling(query: Query) -> list[Span]:
    """The clauses of a message that are long enough to say something, the last ones first."""
    long = [one for one in query.clauses if one.end - one.start >= SHORTEST_CLAUSE]
    return (long or list(query.clauses))[::-1][:MOST_CLAUSES]


def worded_kinds(
    kinds: Mapping[str, Kind], lexicon: Lexicon, without: frozenset[str] = frozenset()
) -> list[Worded]:
    """The general kinds of question, or facets, with all their wordings but those ``without``."""
    found = []
    for kind in kinds.values():
        texts = [text.replace(PLACE, "medicine") for text in kind.asked if text not in without]
        own, features = _read(texts, lexicon)
        often = _often(own, lexicon)
        topic = Topic(kind.id, kind.id, concepts=often, symptom=kind.symptom)
        found.append(Worded(topic, texts, features))
    return found


def worded_topics(
    document: Document,
    passages: Mapping[str, Sequence[Passage]],
    lexicon: Lexicon,
    without: frozenset[str] = frozenset(),
) -> list[Worded]:
    """What staff wrote wordings for, the leaflet's names in them read as "medicine"."""
    names = [document.title, *document.other_names]
    known = sayings(document, passages[document.id])
    found = []
    for number, entry in enumerate(document.asked_as):
        said = tuple(known[one] for one in entry.says)
        asked = [one for one in (*entry.questions, *entry.follow_ups) if one not in without]
        texts = [_general(text, names) for text in asked]
        own, features = _read(texts, lexicon)
        concepts = _often(own, lexicon)
        concepts |= {
            one for passage in said for one in lexicon.concepts(document.slice(passage.mark))
        }
        name = f"{document.id}/{number:03d}"
        found.append(
            Worded(Topic(name, None, document.id, said, concepts, entry.kinds), texts, features)
        )
    return found


def _read(texts: Iterable[str], lexicon: Lexicon) -> tuple[list[list[Found]], list[list[str]]]:
    """For each text the concepts in it, and its features."""
    concepts, features = [], []
    for text in texts:
        words = terms(text)
        found = lexicon.find(words)
        concepts.append(found)
        features.append(wording_features(words, found, lexicon))
    return concepts, features


def _general(text: str, names: Sequence[str]) -> str:
    """An example question with the leaflet's names read as "medicine"."""
    own = {stem(name.lower()) for name in names}
    return " ".join("medicine" if stem(w.lower()) in own else w for w in text.split())


def _often(found: Sequence[Sequence[Found]], lexicon: Lexicon) -> frozenset[str]:
    """The concepts that enough of some wordings name."""
    count = Counter(concept for own in found for concept in {one.concept for one in own})
    shares = {
        one: SYMPTOM_SHARE if lexicon.types[one] == "symptom" else ABOUT_SHARE for one in count
    }
    return frozenset(
        one for one, times in count.items() if times >= max(2, shares[one] * len(found))
    )
