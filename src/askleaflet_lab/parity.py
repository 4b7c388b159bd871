"""Whether the search on OpenSearch finds what the search in memory finds, over many leaflets.

Each question of the labelled sets is put to a leaflet, in turn. Candidates are compared for all of
them, with their scores and order; replies for the leaflets whose vectors are in the cache already,
as making all of them would take an hour.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from askleaflet.analysis import stems
from askleaflet.assistant import CANDIDATES
from askleaflet.catalogue import Catalogue, Rules, read_catalogue
from askleaflet.languages import TRAINED_FOR, stop_words
from askleaflet.publishing import Publisher
from askleaflet.reader.encoder import load_encoder
from askleaflet.reader.library import LazyLibrary, LeafletVectors, Shelf, of_arrays
from askleaflet.reader.storing import folder_store
from askleaflet.reader.texts import leaflet_texts
from askleaflet.reading import leaflet_of
from askleaflet.records import Candidate, Query
from askleaflet.search.base import Search
from askleaflet.search.bm25 import BM25Search
from askleaflet.search.opensearch import OpenSearch
from askleaflet.search.published import entries_in
from askleaflet.settings import Settings
from askleaflet.setup import Parts, engine_of

SETS = Path("tests/evaluation")
NAMES = ("nurse_desk", "real_phrasing", "other_medicines", "fresh", "web_search")
_NO_ROWS = np.zeros((0, 1), np.int8)
# Searching by words needs none.
NO_VECTORS = LeafletVectors(_NO_ROWS, _NO_ROWS, np.zeros(0, np.int64), _NO_ROWS, _NO_ROWS)


@dataclass(slots=True)
class Parity:
    """What was compared and how much of it was the same; times in milliseconds, medians."""

    leaflets: int = 0
    seconds_to_publish: float = 0.0
    questions: int = 0
    same_candidates: int = 0
    replies: int = 0
    same_replies: int = 0
    in_memory: float = 0.0
    on_the_engine: float = 0.0


def questions() -> list[str]:
    """The questions of the labelled sets."""
    lines = (line for name in NAMES for line in (SETS / f"{name}.jsonl").open(encoding="utf-8"))
    return [str(json.loads(line)["question"]) for line in lines]


def compare(settings: Settings, most: int) -> Parity:
    """Publishes the leaflets of the settings' folder, and puts ``most`` questions to them."""
    encoder, store = load_encoder(), folder_store(settings.cache_folder())
    engine, name = engine_of(settings), settings.search_index
    parts = Parts.load(settings, encoder, store)
    found = read_catalogue(settings.corpus, Rules())
    found = replace(found, faults=())
    whole: set[str] = set()

    def shelf(id: str) -> Shelf:
        leaflet = leaflet_of(found.sources[id], language=found.listings[id].language)
        texts = leaflet_texts(leaflet.document, leaflet.passages)
        arrays = store.read(texts.key(encoder.vectors))
        if arrays:
            whole.add(id)
        vectors = of_arrays(arrays) if arrays else NO_VECTORS
        return Shelf(leaflet.document, leaflet.passages, texts, vectors)

    library = LazyLibrary(found.listings, shelf)
    began = time.monotonic()
    publisher = Publisher(engine.patient(), name, found, library, parts.stop, encoder, store)
    done = publisher.publish(lambda at, of: print(f"\r{at} of {of}", end="", flush=True))
    print()
    seen = Parity(done.leaflets, time.monotonic() - began)
    entries = entries_in(engine.patient(), done.index)
    by_words = OpenSearch(engine, name, done.index, entries, library)
    memory = BM25Search(library, parts.stop)
    alone = parts.assistant(found.listings, library)
    replica = parts.assistant(found.listings, library, by_words)
    took: list[tuple[float, float]] = []
    for id, text in _put(found, questions(), most):
        asked = _query(found, id, text, parts.stop)
        # Opens the leaflet.
        memory.search(asked, CANDIDATES)
        first, there = _timed(memory, asked)
        second, here = _timed(by_words, asked)
        took.append((there, here))
        seen.questions += 1
        seen.same_candidates += first == second
        if id in whole:
            full = f"{found.listings[id].title}: {text}"
            seen.replies += 1
            seen.same_replies += alone.reply(full) == replica.reply(full)
    seen.in_memory, seen.on_the_engine = np.median(np.array(took), axis=0).tolist()
    return seen


def _timed(search: Search, asked: Query) -> tuple[list[Candidate], float]:
    began = time.perf_counter()
    found = search.search(asked, CANDIDATES)
    return found, 1000 * (time.perf_counter() - began)


def _put(found: Catalogue, asked: Sequence[str], most: int) -> Iterator[tuple[str, str]]:
    """Questions and whom they are put to, leaflet by leaflet."""
    pairs = zip(islice(cycle(found.listings), most), cycle(asked), strict=False)
    yield from sorted(pairs)


def _query(found: Catalogue, id: str, text: str, stop: frozenset[str]) -> Query:
    language = found.listings[id].language
    own = stop if language in TRAINED_FOR else stop_words(language)
    telling = tuple(one for one in stems(text, language) if one not in own)
    return Query(text, stems=telling, documents=(id,))
