"""Reads settings, leaflets, vocabularies and the reader, and puts the assistant together."""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.answer import Composer
from askleaflet.assistant import Assistant
from askleaflet.bridges import Bridges
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.decide import THRESHOLDS, Decider
from askleaflet.passages import sayings
from askleaflet.reader.encoder import Encoder, load_encoder
from askleaflet.reader.library import Progress, open_library
from askleaflet.reader.reader import Reader
from askleaflet.reader.storing import Store, folder_store
from askleaflet.reader.words import THRESHOLDS as WORD_THRESHOLDS
from askleaflet.records import Document, Passage, Related, headings
from askleaflet.search.bm25 import BM25Search
from askleaflet.search.vectors import VectorSearch
from askleaflet.settings import Settings
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.names import MedicineNames
from askleaflet.understanding.understand import Understanding


def open_assistant(
    settings: Settings, progress: Progress | None = None
) -> tuple[Assistant, Corpus]:
    """The assistant for the leaflets of ``settings.corpus``, and the corpus with its faults.

    Raises CorpusError, VocabularyError, ReaderError or RetrievalError with what to do.
    ``progress`` is told of each leaflet whose vectors have to be made, before they are.
    """
    corpus = read_corpus(settings.leaflets(), settings.only_signed, settings.only_reviewed)
    store = folder_store(settings.cache_folder())
    return assemble(corpus, settings, load_encoder(), store, progress), corpus


def assemble(
    corpus: Corpus,
    settings: Settings,
    encoder: Encoder,
    store: Store,
    progress: Progress | None = None,
) -> Assistant:
    """The assistant for a corpus that is read already."""
    stop = read_stop_words()
    passages: dict[str, list[Passage]] = {one.id: [] for one in corpus.documents}
    for passage in corpus.passages:
        passages[passage.document].append(passage)
    library = open_library(corpus.documents, passages, encoder, store, progress)
    names = MedicineNames.load(encoder.is_word)
    return Assistant(
        settings=settings,
        encoder=encoder,
        understanding=Understanding(corpus.documents, names, encoder, stop),
        searches=(VectorSearch(library), BM25Search(corpus.documents, corpus.passages, stop)),
        reader=Reader(encoder, library),
        decider=Decider({**encoder.numbers("thresholds", THRESHOLDS), **WORD_THRESHOLDS}),
        composer=Composer(
            documents={one.id: one for one in corpus.documents},
            bridges=Bridges.load(stop),
            settings=settings,
            starters={one.id: _starters(one, passages[one.id]) for one in corpus.documents},
        ),
        alarms=encoder.numbers("urgency"),
    )


def _starters(document: Document, passages: Sequence[Passage]) -> list[Related]:
    """Questions to start from, as staff chose them, and the section each leads to."""
    known = sayings(document, passages) if document.asked_as else {}
    return [
        Related(_section(document, known[one.says[0]]), one.starter)
        for one in document.asked_as
        if one.starter
    ]


def _section(document: Document, passage: Passage) -> str:
    over = headings(document, passage)
    return over[-1] if over else document.title
