"""How large an index may get: synthetic leaflets by the thousand, published to OpenSearch and
searched there.

All of them have the shape of one that is read once, with other words of the same length in its
places, drawn as seldom and as often as words are in a language (Zipf and Mandelbrot). So what is
measured is the publisher and the engine; reading the files comes on top. They have no vectors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field, TypeAdapter

from askleaflet.analysis import stems
from askleaflet.assistant import CANDIDATES
from askleaflet.catalogue import Catalogue, Rules, listing_of
from askleaflet.publishing import Publisher
from askleaflet.reader.encoder import load_encoder
from askleaflet.reader.library import LazyLibrary, Shelf
from askleaflet.reader.storing import Store
from askleaflet.reader.texts import LeafletTexts
from askleaflet.reading import Leaflet, Source, leaflet_of
from askleaflet.records import Listing, Query
from askleaflet.search.bm25 import BM25Search
from askleaflet.search.engine import Engine
from askleaflet.search.opensearch import OpenSearch
from askleaflet.search.published import live, published_catalogue
from askleaflet.settings import Settings
from askleaflet.setup import engine_of
from askleaflet.understanding.conversation import read_stop_words
from askleaflet_lab.parity import NO_VECTORS

# Of each leaflet: so many sections of so many sentences, each of so many words.
SECTIONS, SENTENCES, WORDS = 25, 20, 12
PASSAGES = SECTIONS * SENTENCES
# The words there are, of so many letters each, and how they are spread.
VOCABULARY, LETTERS, EXPONENT, SHIFT = 120_000, 7, 1.05, 2.7
QUESTION_WORDS = 8
_PLACE = "x" * LETTERS
Words = npt.NDArray[np.int64]


def _template() -> Leaflet:
    sentence = " ".join([_PLACE.capitalize()] + [_PLACE] * (WORDS - 1)) + ".\n\n"
    text = "".join(f"## {_PLACE.capitalize()}\n\n{sentence * SENTENCES}" for _ in range(SECTIONS))
    return leaflet_of(Source(Path("template.md"), text.encode(), None), language="en")


class Synthetic:
    """The leaflets: the same ones each time, made when they are asked for."""

    def __init__(self, count: int) -> None:
        chance = np.random.default_rng(1)
        letters = chance.integers(ord("a"), ord("z") + 1, (VOCABULARY, LETTERS), np.uint8)
        self._letters = letters
        weights = 1 / (np.arange(VOCABULARY) + 1 + SHIFT) ** EXPONENT
        self._up_to = np.cumsum(weights / weights.sum())
        self._leaflet = _template()
        self._shape = np.frombuffer(self._leaflet.document.text.encode(), np.uint8)
        places = np.flatnonzero((self._shape | 32) == ord("x"))
        self._places = places.reshape(-1, LETTERS)
        self.ids = [f"s{number:05}" for number in range(count)]

    def text(self, id: str) -> str:
        """The text of a leaflet."""
        chance = np.random.default_rng(int(id[1:]))
        words: Words = np.searchsorted(self._up_to, chance.random(len(self._places)))
        made = self._shape.copy()
        small = self._shape[self._places] & 32
        made[self._places] = (self._letters[np.minimum(words, VOCABULARY - 1)] & 0xDF) | small
        return made.tobytes().decode()

    def source(self, id: str) -> Source:
        """Its file."""
        return Source(Path(f"{id}.md"), self.text(id).encode(), None)

    def shelf(self, id: str) -> Shelf:
        """A leaflet, open."""
        document = replace(self._leaflet.document, id=id, title=id, text=self.text(id))
        passages = tuple(
            replace(one, id=f"{id}:{number}", document=id)
            for number, one in enumerate(self._leaflet.passages)
        )
        return Shelf(document, passages, LeafletTexts((), (), (), ()), NO_VECTORS)

    def listings(self) -> dict[str, Listing]:
        """What there is to be known of all of them."""
        one = self._leaflet
        known = listing_of(one.document, one.passages)
        return {id: replace(known, id=id, title=id) for id in self.ids}


class _Made(Mapping[str, Source]):
    """Files that are made when they are asked for."""

    def __init__(self, of: Synthetic) -> None:
        self._of = of

    def __getitem__(self, id: str) -> Source:
        return self._of.source(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._of.ids)

    def __len__(self) -> int:
        return len(self._of.ids)


@dataclass(frozen=True, slots=True)
class _Bytes:
    size: Annotated[int, Field(alias="size_in_bytes")]


@dataclass(frozen=True, slots=True)
class _Store:
    store: _Bytes


@dataclass(frozen=True, slots=True)
class _All:
    primaries: _Store


@dataclass(frozen=True, slots=True)
class _Stats:
    all: Annotated[_All, Field(alias="_all")]


_STATS = TypeAdapter(_Stats)


@dataclass(slots=True)
class Scale:
    """What was measured; ``times`` are seconds of each search."""

    passages: int
    to_publish: float
    bytes: int
    to_list: float
    times: list[float]
    same: int

    def milliseconds(self, share: float) -> float:
        """What ``share`` of the searches took at most."""
        return float(1000 * np.quantile(self.times, share))


def measure(
    settings: Settings, count: int, questions: int, told: Callable[[int, int], None]
) -> Scale:
    """Publishes ``count`` leaflets, or what of them is not there yet, and searches them."""
    engine, name = engine_of(settings), settings.search_index
    made, stop = Synthetic(count), read_stop_words()
    library = LazyLibrary(made.ids, made.shelf)
    began = time.monotonic()
    Publisher(
        engine.patient(), name, Catalogue(made.listings(), _Made(made)), library, stop,
        load_encoder(), Store(),
    ).publish(told)  # fmt: skip
    published = time.monotonic()
    found = published_catalogue(engine, live(engine.patient(), name), Rules())
    listed = time.monotonic() - published
    there = OpenSearch(engine, name, found.index, found.entries, library)
    here, times, same = BM25Search(library, stop), list[float](), 0
    for asked in _questions(made, library, questions):
        right = here.search(asked, CANDIDATES)
        before = time.perf_counter()
        same += there.search(asked, CANDIDATES) == right
        times.append(time.perf_counter() - before)
    return Scale(
        count * PASSAGES, published - began, _size(engine, found.index), listed, times, same
    )


def _questions(made: Synthetic, library: Mapping[str, Shelf], count: int) -> Iterator[Query]:
    """Words of a passage of some leaflet, the most usual ones among them."""
    chance = np.random.default_rng(2)
    for _ in range(count):
        shelf = library[str(chance.choice(made.ids))]
        words = stems(shelf.document.slice(shelf.passages[chance.integers(PASSAGES)].mark), "en")
        yield Query("", stems=words[:QUESTION_WORDS], documents=(shelf.document.id,))


def _size(engine: Engine, index: str) -> int:
    return engine.patient().ask("GET", f"/{index}/_stats/store", _STATS).all.primaries.store.size
