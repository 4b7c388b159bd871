"""Vocabularies and leaflets made ready to answer from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from askleaflet.analysis import words
from askleaflet.corpus import Corpus
from askleaflet.records import AskedAs, Document, Passage
from askleaflet.retrieval.topics import TopicIndex, Worded, worded_kinds, worded_topics
from askleaflet.termkeys import TermKeys
from askleaflet.understanding.kinds import PLACE, Kind, read_facets, read_kinds
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.names import Names
from askleaflet.understanding.spelling import Speller, read_ordinary_words, read_spellings
from askleaflet.urgency import load_vocabulary
from askleaflet.urgency.learning import ASKED_WEIGHT, EXAMPLE_WEIGHT, Example, learn, read_examples
from askleaflet.urgency.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything an assistant is made of, but for the settings.

    Example wordings are in ``topics`` only: ``corpus`` and ``kinds`` are without them.
    """

    corpus: Corpus
    kinds: dict[str, Kind]
    facets: dict[str, Kind]
    lexicon: Lexicon
    names: Names
    speller: Speller
    topics: TopicIndex
    facet_topics: TopicIndex
    likeness: Likeness


@dataclass(frozen=True)
class General:
    """What does not depend on the leaflets: the vocabularies, and what is learned from them.

    ``without``: example wordings that are left out of it.
    """

    kinds: dict[str, Kind]
    facets: dict[str, Kind]
    worded: list[Worded]
    lexicon: Lexicon
    names: Names
    ordinary: TermKeys
    spellings: dict[str, str]
    likeness: Likeness
    without: frozenset[str]

    @cached_property
    def topics(self) -> TopicIndex:
        """The kinds of question alone: all that there is for leaflets without example questions."""
        return TopicIndex.build(self.worded, self.lexicon)

    @cached_property
    def facet_topics(self) -> TopicIndex:
        """The facets, for leaflets without a complete sidecar."""
        worded = worded_kinds(self.facets, self.lexicon, self.without)
        return TopicIndex.finer(worded, self.worded, self.lexicon)


def read_general(without: frozenset[str] = frozenset()) -> General:
    """Reads and builds it. ``without``: example wordings to leave out, as they stand in their files
    (an evaluation must not know the wordings it asks). Raises VocabularyError."""
    kinds, lexicon = read_kinds(), Lexicon.load()
    facets = read_facets(kinds)
    worded = worded_kinds(kinds, lexicon, without)
    return General(
        kinds,
        facets,
        worded,
        lexicon,
        Names.load(),
        read_ordinary_words(),
        read_spellings(),
        learn_urgency([*kinds.values(), *facets.values()], without),
        without,
    )


def compile_corpus(corpus: Corpus, general: General) -> Compiled:
    """Builds all of it for these leaflets. Raises VocabularyError, RetrievalError."""
    kinds, facets = general.kinds, general.facets
    lexicon, without = general.lexicon, general.without
    passages = by_document(corpus)
    own = [
        one
        for document in corpus.documents
        for one in worded_topics(document, passages, lexicon, without)
    ]
    topics = TopicIndex.build([*own, *general.worded], lexicon) if own else general.topics
    prepared = all(document.complete for document in corpus.documents)
    asked = kinds.values() if prepared else chain(kinds.values(), facets.values())
    known = _known_words(corpus, asked, lexicon, without)
    return Compiled(
        without_wordings(corpus),
        _without_asked(kinds),
        {} if prepared else _without_asked(facets),
        lexicon,
        general.names,
        Speller.of(known, general.ordinary, general.spellings),
        topics,
        TopicIndex.finer([], [], lexicon) if prepared else general.facet_topics,
        general.likeness,
    )


def learn_urgency(kinds: Iterable[Kind], without: frozenset[str]) -> Likeness:
    """Learned from the examples of emergencies, and from what people ask and tell in calm."""
    return _learn(
        tuple(
            Example(
                text.replace(PLACE, "medicine"),
                None,
                weight=EXAMPLE_WEIGHT if one.symptom else ASKED_WEIGHT,
            )
            for one in kinds
            if one.calm
            for text in one.asked
            if text not in without
        )
    )


@lru_cache(maxsize=2)
def _learn(calm: tuple[Example, ...]) -> Likeness:
    """Kept for the next leaflets that are compiled: it does not depend on them."""
    return learn([*read_examples(), *calm], load_vocabulary())


def _without_asked(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    return {id: replace(kind, asked=()) for id, kind in kinds.items()}


def without_wordings(corpus: Corpus) -> Corpus:
    """``corpus`` without the example wordings of its sidecars: what is compiled has them."""
    documents = (replace(one, asked_as=tuple(map(_bare, one.asked_as))) for one in corpus.documents)
    return replace(corpus, documents=tuple(documents))


def _bare(entry: AskedAs) -> AskedAs:
    return replace(entry, questions=(), follow_ups=())


def by_document(corpus: Corpus) -> dict[str, list[Passage]]:
    """The passages of each leaflet, in the order of its text."""
    found: dict[str, list[Passage]] = {document.id: [] for document in corpus.documents}
    for passage in corpus.passages:
        found[passage.document].append(passage)
    return found


def _known_words(
    corpus: Corpus, kinds: Iterable[Kind], lexicon: Lexicon, without: frozenset[str]
) -> Iterator[str]:
    """Every word of leaflets and vocabularies: what the speller takes for right."""
    for text in _texts(corpus.documents, kinds):
        if text not in without:
            yield from words(text)
    yield from lexicon.surface


def _texts(documents: Iterable[Document], kinds: Iterable[Kind]) -> Iterator[str]:
    for document in documents:
        yield document.text
        for entry in document.asked_as:
            yield from entry.questions
    for kind in kinds:
        yield from kind.asked
