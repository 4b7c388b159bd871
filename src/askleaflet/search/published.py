"""The leaflets that were published to the search engine, as a replica reads them: it has none of
its own, and keeps nothing but vectors."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from askleaflet.catalogue import Catalogue, Fault, Rules, expect_allowed, not_here
from askleaflet.errors import RetrievalError
from askleaflet.reader.storing import Arrays, Store, arrays_of
from askleaflet.reading import LeafletError, Source
from askleaflet.records import Listing
from askleaflet.search.engine import Engine, Found, Stored
from askleaflet.search.index import (
    Entry,
    Publication,
    TextOf,
    fingerprint,
    source_of,
    text_id,
    this_program,
    vectors_id,
)
from askleaflet.search.state import withdrawals

MOST_LEAFLETS = 10_000
PUBLICATION_ID = "publication"


@dataclass(frozen=True, slots=True)
class _Entry:
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Publication:
    publication: Publication


@dataclass(frozen=True, slots=True)
class _Vectors:
    vectors: str


_INDICES, _ENTRIES = TypeAdapter(dict[str, object]), TypeAdapter(Found[_Entry])
_PUBLICATION = TypeAdapter(Stored[_Publication] | None)
_TEXT, _VECTORS = TypeAdapter(Stored[TextOf]), TypeAdapter(Stored[_Vectors | None])
NOT_PUBLISHED = "No leaflets are published to the search engine. Run askleaflet publish."


@dataclass(frozen=True, slots=True)
class Live:
    """What the leaflets' name leads to just now: which index, since when, without which versions.
    Two are equal where nothing changed."""

    index: str
    publication: Publication
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class PublishedCatalogue(Catalogue):
    """A list of published leaflets. ``index``: where they are."""

    index: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)


def live(engine: Engine, name: str) -> Live:
    """What is published now. Raises RetrievalError, also where another program published it."""
    index = led_to(engine, name)
    found = publication_in(engine, index) if index else None
    if not index or not found:
        raise RetrievalError(NOT_PUBLISHED)
    if found.program != this_program():
        raise RetrievalError(
            "The leaflets in the search engine were published by another version of this program. "
            "Run askleaflet publish with this one, under a search_index of its own."
        )
    gone = frozenset(one for each in withdrawals(engine, name) for one in each.versions)
    return Live(index, found, gone)


def led_to(engine: Engine, name: str) -> str:
    """The index that the leaflets' name leads to; empty where there is none."""
    answer = engine.ask("GET", f"/_alias/{name}", _INDICES, missing={})
    found = list(answer)
    if len(found) > 1:
        raise RetrievalError(f"The name {name} leads to two indices at once. Take one of them off.")
    return found[0] if found else ""


def publication_in(engine: Engine, index: str) -> Publication | None:
    """What an index says of itself; None of one that is not finished."""
    path = f"/{index}/_doc/{PUBLICATION_ID}"
    nothing = Stored(_Publication(Publication("", "", 0, 0.0)))
    found = engine.ask("GET", path, _PUBLICATION, missing=nothing)
    return found.source.publication if found and found is not nothing else None


def entries_in(engine: Engine, index: str) -> dict[str, Entry]:
    """The leaflets that stand in an index, by id."""
    query = {"size": MOST_LEAFLETS, "query": {"term": {"kind": "entry"}},
             "sort": ["leaflet"], "_source": ["entry"]}  # fmt: skip
    found = engine.ask(
        "POST",
        f"/{index}/_search?allow_partial_search_results=false",
        _ENTRIES,
        json.dumps(query).encode(),
    )
    return {one.entry.listing.id: one.entry for one in found.sources()}


def published_catalogue(engine: Engine, now: Live, rules: Rules) -> PublishedCatalogue:
    """The leaflets of ``now`` that may be served. Raises RetrievalError where some are missing."""
    entries = entries_in(engine.patient(), now.index)
    versions = {id: one.version for id, one in entries.items()}
    if fingerprint(versions) != now.publication.fingerprint:
        raise RetrievalError(
            "The leaflets in the search engine are not those that were published. "
            "Run askleaflet publish."
        )
    listings: dict[str, Listing] = {}
    faults = list(not_here(rules.only, entries))
    for id, one in entries.items():
        if one.version in now.withdrawn or (rules.only and id not in rules.only):
            continue
        try:
            expect_allowed(one.listing, rules, Path(id))
        except LeafletError as error:
            faults.append(Fault(error.file, str(error), barred=True))
            continue
        listings[id] = one.listing
    sources = Sources(engine, now.index, {id: entries[id] for id in listings})
    return PublishedCatalogue(
        listings, sources, tuple(faults), index=now.index, entries=sources.entries
    )


class Sources(Mapping[str, Source]):
    """The files of published leaflets, read when they are needed."""

    def __init__(self, engine: Engine, index: str, entries: Mapping[str, Entry]) -> None:
        self._engine, self._index, self.entries = engine, index, entries

    def __getitem__(self, id: str) -> Source:
        """Raises RetrievalError where they are not those that were published."""
        found = self._engine.ask("GET", f"/{self._index}/_doc/{text_id(id)}", _TEXT)
        return source_of(found.source, self.entries[id])

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class PublishedStore(Store):
    """Vectors as they were published, so that no replica makes them: some hundred kilobytes a
    leaflet, kept in the store of this machine, as are those that were made because the engine lacks
    them."""

    def __init__(self, engine: Engine, name: str, own: Store) -> None:
        self._engine, self._name, self._own = engine, name, own

    def read(self, key: str) -> Arrays | None:
        """See Store.read."""
        own = self._own.read(key)
        if own is not None:
            return own
        path = f"/{self._name}/_doc/{vectors_id(key)}"
        nothing: Stored[_Vectors | None] = Stored(None)
        found = self._engine.ask("GET", path, _VECTORS, missing=nothing)
        arrays = arrays_of(b64decode(found.source.vectors)) if found.source else None
        if arrays is not None:
            self._own.keep(key, arrays)
        return arrays

    def write(self, key: str, arrays: Arrays) -> None:
        """See Store.write."""
        self._own.write(key, arrays)
