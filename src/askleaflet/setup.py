"""Reads settings, leaflets, vocabularies and the reader, and puts the assistant together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from askleaflet.answer import Composer
from askleaflet.assistant import Assistant
from askleaflet.bridges import Bridges
from askleaflet.catalogue import Catalogue, Rules, expect_some, listing_of, read_catalogue
from askleaflet.corpus import Corpus
from askleaflet.decide import THRESHOLDS, Decider
from askleaflet.errors import SettingsError
from askleaflet.listings import read_listings, taken_apart, write_listings, write_taken
from askleaflet.reader.encoder import Encoder, load_encoder
from askleaflet.reader.library import (
    Documents,
    LazyLibrary,
    Library,
    Progress,
    Shelf,
    open_shelf,
)
from askleaflet.reader.making import Maker
from askleaflet.reader.reader import Reader
from askleaflet.reader.storing import Store, folder_store
from askleaflet.reader.words import THRESHOLDS as WORD_THRESHOLDS
from askleaflet.reading import Leaflet, Source
from askleaflet.records import Listing
from askleaflet.search.base import Search
from askleaflet.search.bm25 import BM25Search
from askleaflet.search.vectors import VectorSearch
from askleaflet.settings import Settings
from askleaflet.suggesting import Suggestions
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.names import MedicineNames
from askleaflet.understanding.understand import Understanding
from askleaflet.urgency.learned import THRESHOLDS as ALARMS

# What belongs to a search engine is imported where one is set: a tenth of a start.
if TYPE_CHECKING:
    from askleaflet.publishing import Publisher
    from askleaflet.search.engine import Engine


@dataclass(frozen=True, slots=True)
class Parts:
    """What is the same whatever leaflets are served."""

    settings: Settings
    encoder: Encoder
    store: Store
    stop: frozenset[str]
    names: MedicineNames
    bridges: Bridges
    decider: Decider
    engine: Engine | None = None

    @classmethod
    def load(
        cls, settings: Settings, encoder: Encoder, store: Store, engine: Engine | None = None
    ) -> Parts:
        """Raises VocabularyError or ReaderError with what to do."""
        stop = read_stop_words()
        return cls(
            settings,
            encoder,
            store,
            stop,
            MedicineNames.load(encoder.words()),
            Bridges.load(stop),
            Decider({**encoder.numbers("thresholds", THRESHOLDS), **WORD_THRESHOLDS}),
            engine,
        )

    def assistant(
        self, listings: Mapping[str, Listing], library: Library, by_words: Search | None = None
    ) -> Assistant:
        """The assistant for the leaflets of ``library``; ``by_words`` searches them by their words,
        where this program does not itself."""
        return Assistant(
            settings=self.settings,
            encoder=self.encoder,
            understanding=Understanding(listings, library, self.names, self.encoder, self.stop),
            searches=(VectorSearch(library), by_words or BM25Search(library, self.stop)),
            reader=Reader(self.encoder, library),
            decider=self.decider,
            composer=Composer(Documents(library), self.bridges, self.settings, listings),
            suggestions=Suggestions(library, listings),
            alarms=self.encoder.numbers("urgency", ALARMS),
        )


def open_assistant(
    settings: Settings, progress: Progress | None = None
) -> tuple[Assistant, Catalogue]:
    """The assistant for the leaflets of ``settings.corpus``, and the list of them with its faults.

    Raises CorpusError, VocabularyError or ReaderError with what to do.
    ``progress`` is told of each leaflet whose vectors have to be made, before they are.
    """
    return open_with(load_parts(settings), progress)


def open_with(parts: Parts, progress: Progress | None = None) -> tuple[Assistant, Catalogue]:
    """As open_assistant, where the parts are loaded already."""
    found = expect_some(catalogued(parts, progress, _cores()), parts.settings.leaflets())
    return opened(parts, found), found


def load_parts(settings: Settings) -> Parts:
    """What is the same whatever leaflets are served. Raises VocabularyError or ReaderError."""
    encoder, store = load_encoder(), folder_store(settings.cache_folder())
    if not settings.search_url:
        return Parts.load(settings, encoder, store)
    from askleaflet.search.published import PublishedStore  # noqa: PLC0415

    engine = engine_of(settings)
    store = PublishedStore(engine, settings.search_index, store)
    return Parts.load(settings, encoder, store, engine)


def _cores() -> int:
    """How many cores the program may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def catalogued(parts: Parts, progress: Progress | None = None, threads: int = 1) -> Catalogue:
    """The leaflets that can be served now, perhaps none: those that were published, where there is
    a search engine, else those of the folder. Raises RetrievalError, or CorpusError where the
    folder is missing."""
    if parts.engine:
        from askleaflet.search.published import live, published_catalogue  # noqa: PLC0415

        now = live(parts.engine, parts.settings.search_index)
        return published_catalogue(parts.engine, now, _rules(parts.settings))
    return in_folder(parts, progress, threads)


def in_folder(parts: Parts, progress: Progress | None = None, threads: int = 1) -> Catalogue:
    """The leaflets of the folder that can be served, with the vectors of each made and kept, by so
    many ``threads``. Raises CorpusError where the folder is missing."""
    settings, maker = parts.settings, Maker(parts.encoder, threads)
    folder, cache = settings.leaflets(), settings.cache_folder()

    def told(leaflet: Leaflet, source: Source, number: int, of: int) -> None:
        own = leaflet.document
        write_taken(cache, source, leaflet)
        making = partial(progress, number, of) if progress else None
        open_shelf(own, leaflet.passages, maker, parts.store, making)

    known = read_listings(cache, folder)
    found = read_catalogue(folder, _rules(settings), known, told)
    write_listings(cache, folder, found, known)
    return found


def _rules(settings: Settings) -> Rules:
    only = frozenset(id.lower() for id in settings.only_leaflets)
    return Rules(settings.only_signed, settings.only_reviewed, only=only)


def opened(parts: Parts, found: Catalogue) -> Assistant:
    """The assistant for the leaflets of ``found``, each of which is opened when it is asked for."""
    library = library_of(parts, found)
    by_words: Search | None = None
    if parts.engine:
        from askleaflet.search.opensearch import OpenSearch  # noqa: PLC0415
        from askleaflet.search.published import PublishedCatalogue  # noqa: PLC0415

        if isinstance(found, PublishedCatalogue):
            name = parts.settings.search_index
            by_words = OpenSearch(parts.engine, name, found.index, found.entries, library)
    return parts.assistant(found.listings, library, by_words)


def library_of(parts: Parts, found: Catalogue) -> Library:
    """The leaflets of ``found``, each of which is opened when it is asked for."""

    maker, cache = Maker(parts.encoder), parts.settings.cache_folder()

    def shelf(id: str) -> Shelf:
        leaflet = taken_apart(cache, found.sources[id], found.listings[id].language)
        return open_shelf(leaflet.document, leaflet.passages, maker, parts.store)

    return LazyLibrary(found.listings, shelf)


def publisher(settings: Settings, progress: Progress | None = None) -> Publisher:
    """Who publishes the leaflets of ``settings.corpus``. Raises SettingsError, CorpusError."""
    from askleaflet.publishing import Publisher  # noqa: PLC0415

    engine = engine_of(settings).patient()
    # What is published is made from the folder alone, whatever the engine holds.
    parts = Parts.load(settings, load_encoder(), folder_store(settings.cache_folder()))
    found = expect_some(in_folder(parts, progress, _cores()), settings.leaflets())
    library = library_of(parts, found)
    return Publisher(
        engine, settings.search_index, found, library, parts.stop, parts.encoder, parts.store
    )


def engine_of(settings: Settings) -> Engine:
    """The search engine that the settings name. Raises SettingsError where they name none."""
    if not settings.search_url:
        raise SettingsError("No search engine is set. Name its nodes with 'search_url'.")
    from askleaflet.search.http import connect  # noqa: PLC0415

    return connect(settings)


def assemble(corpus: Corpus, settings: Settings, encoder: Encoder, store: Store) -> Assistant:
    """The assistant for a corpus that is read already."""
    maker = Maker(encoder)
    by_document = attrgetter("document")
    cut = {id: tuple(own) for id, own in groupby(corpus.passages, by_document)}
    library = {
        one.id: open_shelf(one, cut.get(one.id, ()), maker, store) for one in corpus.documents
    }
    listings = {id: listing_of(one.document, one.passages) for id, one in library.items()}
    return Parts.load(settings, encoder, store).assistant(listings, library)
