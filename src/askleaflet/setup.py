"""Reads settings, leaflets and vocabularies, and puts the assistant together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askleaflet.answer import Composer
from askleaflet.assistant import Assistant
from askleaflet.compiled import open_compiled
from askleaflet.compiling import Compiled, General, by_document, compile_corpus, read_general
from askleaflet.corpus import Corpus
from askleaflet.decision import Decider
from askleaflet.records import Document, Passage, Related
from askleaflet.retrieval.bm25 import BM25Retriever, headings
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.evidence import Evidence, Known
from askleaflet.retrieval.topics import passages_saying
from askleaflet.settings import Settings
from askleaflet.understanding.asides import read_asides
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.kinds import Kind
from askleaflet.understanding.understand import Understanding, Vocabularies


def open_assistant(settings: Settings) -> tuple[Assistant, Corpus]:
    """The assistant for the leaflets of ``settings.leaflets()``, and the corpus with its faults.

    Raises CorpusError, VocabularyError or RetrievalError with what to do.
    """
    compiled = open_compiled(settings.leaflets(), settings.cache_folder())
    return _assistant(compiled, settings), compiled.corpus


def assemble(corpus: Corpus, settings: Settings, general: General | None = None) -> Assistant:
    """The assistant for a corpus that is read already, from no file but the vocabularies.

    ``general``: the vocabularies where they are read already, perhaps without some wordings.
    """
    return _assistant(compile_corpus(corpus, general or read_general()), settings)


def _assistant(compiled: Compiled, settings: Settings) -> Assistant:
    corpus, kinds, lexicon = compiled.corpus, compiled.kinds, compiled.lexicon
    topics, stop = compiled.topics, read_stop_words()
    passages = by_document(corpus)
    coverage = {one.id: Coverage(one, passages, kinds) for one in corpus.documents}
    vocabularies = Vocabularies(lexicon, compiled.names, compiled.speller, read_asides(), stop)
    documents = {one.id: one for one in corpus.documents}
    starters = {
        one.id: _starters(one, passages, coverage[one.id], kinds) for one in corpus.documents
    }

    def gather(document: Document) -> Evidence:
        own = passages[document.id]
        refined = Coverage(document, passages, compiled.facets)
        known = Known(topics, coverage[document.id], compiled.facet_topics, refined, lexicon, stop)
        return Evidence(document, own, known)

    return Assistant(
        settings=settings,
        likeness=compiled.likeness,
        understanding=Understanding(vocabularies, corpus.documents),
        topics=topics,
        facets=compiled.facet_topics,
        retriever=BM25Retriever(corpus.documents, corpus.passages, lexicon, stop),
        decider=Decider(corpus.documents, coverage, kinds, lexicon, gather),
        composer=Composer(documents, kinds, lexicon, settings, starters),
    )


def _starters(
    document: Document,
    passages: Mapping[str, Sequence[Passage]],
    coverage: Coverage,
    kinds: Mapping[str, Kind],
) -> list[Related]:
    """Questions that this leaflet answers, to start from, and the section each leads to."""
    chosen = [
        Related(
            _section(document, passages_saying(document, passages, one.says[0])[0]), one.starter
        )
        for one in document.asked_as
        if one.starter
    ]
    if chosen:
        return chosen
    return [
        Related(_section(document, coverage.cues(id)[0].passage), kinds[id].starter)
        for id in kinds
        if kinds[id].starter and coverage.cues(id)
    ]


def _section(document: Document, passage: Passage) -> str:
    over = headings(document, passage)
    return over[-1] if over else document.title
