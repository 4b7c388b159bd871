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
from askleaflet.errors import VocabularyError
from askleaflet.records import Document, Passage, Query, Span, Term
from askleaflet.retrieval.examples import ExampleIndex
from askleaflet.retrieval.features import wording_features
from askleaflet.retrieval.postings import Scores
from askleaflet.understanding.kinds import GREETING_KINDS, PLACE, Kind
from askleaflet.understanding.lexicon import Found, Lexicon

# How much the questions before a follow-up say about what it is about, nearest first.
EARLIER_WEIGHTS = (0.4, 0.2)
# In a message of several sentences: the weight of the whole beside its nearest sentence.
STORY_WEIGHT = 0.4
SHORTEST_CLAUSE = 3
MOST_CLAUSES = 5
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


class TopicIndex:
    """Ranks topics for a query."""

    def __init__(
        self, topics: Sequence[Topic], index: ExampleIndex, wordings: Wordings, lexicon: Lexicon
    ) -> None:
        self.topics = topics
        self.index = index
        self.wordings = wordings
        self._lexicon = lexicon
        # The place of each topic in the order of names, by which equal scores are ordered.
        in_order = sorted(range(len(topics)), key=lambda number: topics[number].name)
        self._by_name = np.empty(len(topics), np.int64)
        self._by_name[in_order] = np.arange(len(topics))
        # A greeting before a question says nothing about what the question is about.
        self._carried = np.array([one.kind not in GREETING_KINDS for one in self.topics])

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        passages: Mapping[str, Sequence[Passage]],
        kinds: Mapping[str, Kind],
        lexicon: Lexicon,
        without: frozenset[str] = frozenset(),
    ) -> TopicIndex:
        """The index for leaflets and kinds, from all their wordings but those in ``without``."""
        topics: list[Topic] = []
        asked: list[_Asked] = []
        owners: list[int] = []
        for topic, own in _topics(documents, passages, kinds, lexicon, without):
            owners += [len(topics)] * len(own)
            asked += own
            topics.append(topic)
        features = (wording_features(one.words, one.found, lexicon) for one in asked)
        index = ExampleIndex.build(features, owners, len(topics))
        return cls(topics, index, Wordings.of(one.text for one in asked), lexicon)

    def rank(self, query: Query) -> list[TopicHit]:
        """Every topic of the leaflets the query may be about, nearest first."""
        scores = self._scores(query)
        for earlier, weight in zip(query.earlier, EARLIER_WEIGHTS, strict=False):
            carried = self.index.scores(self.features(earlier))[0]
            scores = scores + weight * np.where(self._carried, carried, 0.0)
        order = np.lexsort((self._by_name, -scores)).tolist()
        if query.documents:
            wanted = {None, *query.documents}
            order = [number for number in order if self.topics[number].document in wanted]
        ranked = map(self.topics.__getitem__, order)
        return [*map(TopicHit, ranked, scores[order].tolist())]

    def kinds_like(self, words: Sequence[Term]) -> list[tuple[str, float]]:
        """The general kinds of question whose wordings a text is most like, 1 for the nearest."""
        features = wording_features(words, self._lexicon.find(words), self._lexicon)
        whole = self.index.whole_scores(features)
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
        scores, _ = self.index.scores(self.features(query))
        if len(query.clauses) < 2:
            return scores
        parts = [self.index.scores(self._clause(query, one))[0] for one in telling(query)]
        nearest: Scores = np.max(parts, axis=0)
        return STORY_WEIGHT * scores + (1 - STORY_WEIGHT) * nearest

    def _clause(self, query: Query, clause: Span) -> list[str]:
        found = [
            Found(one.id, one.first - clause.start, one.last - clause.start)
            for one in query.concepts
            if clause.start <= one.first and one.last <= clause.end
        ]
        return wording_features(query.terms[clause.start : clause.end], found, self._lexicon)

    def nearest(self, query: Query, count: int) -> list[tuple[str, str]]:
        """The nearest example wordings, each with the name of its topic."""
        _, best = self.index.scores(self.features(query))
        texts = self.wordings.texts()
        return [(texts[n], self.topics[self.index.topic_of[n]].name) for n in best[:count]]

    def features(self, query: Query) -> list[str]:
        """The features by which ``query`` is compared."""
        found = [Found(one.id, one.first, one.last) for one in query.concepts]
        return wording_features(query.terms, found, self._lexicon)


def telling(query: Query) -> list[Span]:
    """The clauses of a message that are long enough to say something, the last ones first."""
    long = [one for one in query.clauses if one.end - one.start >= SHORTEST_CLAUSE]
    return (long or list(query.clauses))[::-1][:MOST_CLAUSES]


class _Asked(NamedTuple):
    """A wording as read."""

    text: str
    words: tuple[Term, ...]
    found: list[Found]


def _read(wordings: Iterable[str], lexicon: Lexicon) -> list[_Asked]:
    read = ((text, terms(text)) for text in wordings)
    return [_Asked(text, words, lexicon.find(words)) for text, words in read]


def _topics(
    documents: Sequence[Document],
    passages: Mapping[str, Sequence[Passage]],
    kinds: Mapping[str, Kind],
    lexicon: Lexicon,
    without: frozenset[str],
) -> list[tuple[Topic, list[_Asked]]]:
    """Every topic with its wordings, the leaflets' names in them read as "medicine"."""
    found: list[tuple[Topic, list[_Asked]]] = []
    for document in documents:
        names = [document.title, *document.other_names]
        for number, entry in enumerate(document.asked_as):
            said = tuple(
                one for says in entry.says for one in passages_saying(document, passages, says)
            )
            asked = [one for one in (*entry.questions, *entry.follow_ups) if one not in without]
            wordings = _read((_general(text, names) for text in asked), lexicon)
            name = f"{document.id}/{number:03d}"
            concepts = _concepts(document, said, wordings, lexicon)
            found.append((Topic(name, None, document.id, said, concepts, entry.kinds), wordings))
    for kind in kinds.values():
        asked = [one for one in kind.asked if one not in without]
        wordings = _read((text.replace(PLACE, "medicine") for text in asked), lexicon)
        often = _often(wordings, lexicon)
        topic = Topic(kind.id, kind.id, concepts=often, symptom=kind.symptom)
        found.append((topic, wordings))
    return found


def passages_saying(
    document: Document, passages: Mapping[str, Sequence[Passage]], says: str
) -> list[Passage]:
    """The passage of ``document`` whose words are ``says``; for a heading the first list under
    it, else its first sentence. Raises VocabularyError where there is none."""
    own = passages[document.id]
    exact = [one for one in own if document.slice(one.mark) == says and one.kind != "list"]
    if exact:
        return exact[:1]
    for section in document.sections:
        if document.slice(section.heading) == says:
            under = [one for one in own if one.section == section.index]
            lists = [one for one in under if one.kind == "list"]
            if lists or under:
                return (lists or under)[:1]
    raise VocabularyError(
        f"{document.id}.toml: no sentence, list item or heading of the leaflet reads "
        f"“{says[:80]}”. Copy it from the leaflet word for word."
    )


def _general(text: str, names: Sequence[str]) -> str:
    """An example question with the leaflet's names read as "medicine"."""
    own = {stem(name.lower()) for name in names}
    return " ".join("medicine" if stem(w.lower()) in own else w for w in text.split())


def _concepts(
    document: Document, said: Sequence[Passage], wordings: Sequence[_Asked], lexicon: Lexicon
) -> frozenset[str]:
    """What a topic is about: concepts its words name, or that enough of its wordings name."""
    own = {one for passage in said for one in lexicon.concepts(document.slice(passage.mark))}
    return _often(wordings, lexicon) | own


def _often(wordings: Sequence[_Asked], lexicon: Lexicon) -> frozenset[str]:
    """The concepts that enough of some wordings name."""
    count = Counter(one for own in wordings for one in {found.concept for found in own.found})
    shares = {
        one: SYMPTOM_SHARE if lexicon.types[one] == "symptom" else ABOUT_SHARE for one in count
    }
    return frozenset(
        one for one, times in count.items() if times >= max(2, shares[one] * len(wordings))
    )
