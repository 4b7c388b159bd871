"""Publishing leaflets to the search engine: a whole new index beside the old one, checked, then
named in one step. The one before stays, to go back to.

An index is named by what is in it. So publishing twice does nothing, and what was broken off is
gone on with.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Annotated

from pydantic import AliasPath, Field, TypeAdapter

from askleaflet.catalogue import Catalogue
from askleaflet.errors import PublishingError
from askleaflet.reader.encoder import Encoder
from askleaflet.reader.library import Library
from askleaflet.reader.storing import Store, as_bytes
from askleaflet.records import Query
from askleaflet.search.bm25 import BM25Search, postings_of
from askleaflet.search.engine import LINES, Anything, Engine
from askleaflet.search.index import (
    MAPPINGS,
    SETTINGS,
    Entry,
    Json,
    Publication,
    entry_document,
    fingerprint,
    lines_of,
    passage_documents,
    text_document,
    this_program,
    vectors_document,
    version_of,
)
from askleaflet.search.opensearch import OpenSearch
from askleaflet.search.published import MOST_LEAFLETS, Sources, entries_in, led_to, publication_in
from askleaflet.search.state import Turn, publishing, withdrawals
from askleaflet.search.switching import Result, publications, put_live

# So many questions are asked of a new index, and must find what the search in memory finds.
KNOWN_QUESTIONS, KNOWN_WORDS, KNOWN_FOUND = 10, 6, 12
# Bytes that the engine takes at once without trouble.
MOST_AT_ONCE = 8_000_000
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Bulk:
    errors: bool


@dataclass(frozen=True, slots=True)
class _Bucket:
    key: str
    number: Annotated[int, Field(alias="doc_count")]


@dataclass(frozen=True, slots=True)
class _Counted:
    buckets: Annotated[
        tuple[_Bucket, ...],
        Field(validation_alias=AliasPath("aggregations", "leaflets", "buckets")),
    ]


_BULK, _COUNTED = TypeAdapter(_Bulk), TypeAdapter(_Counted)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes the leaflets of ``library``, whose files ``found`` names."""

    engine: Engine
    name: str
    found: Catalogue
    library: Library
    stop: frozenset[str]
    encoder: Encoder
    store: Store

    def publish(self, told: Told = lambda *_: None) -> Result:
        """See the module. ``told`` hears how many leaflets are done, and of how many. Raises
        PublishingError or RetrievalError; what was served before is served then."""
        broken = [str(one) for one in self.found.faults if one.serious and not one.barred]
        if broken:
            raise PublishingError(f"Nothing was published: {'; '.join(broken)}")
        if not 0 < len(self.found.listings) <= MOST_LEAFLETS:
            raise PublishingError(f"Nothing was published: it takes 1 to {MOST_LEAFLETS} leaflets.")
        versions = {id: version_of(self.found.sources[id]) for id in self.found.listings}
        mark = fingerprint(versions)
        index = f"{self.name}-{mark[:16]}"
        with publishing(self.engine, self.name) as turn:
            self._expect_in_service(versions)
            before = led_to(self.engine, self.name)
            already = before == index and publication_in(self.engine, index) is not None
            if already:
                return Result(index, len(versions), 0, already=True)
            self._make(index)
            written = self._write(index, versions, turn, told)
            self._check(index, versions, turn)
            turn.renew()
            said = Publication(this_program(), mark, len(versions), time.time())
            put_live(self.engine, self.name, index, before, said)
            self._tidy(keep={index, before})
        return Result(index, len(versions), written, already=False)

    def _expect_in_service(self, versions: dict[str, str]) -> None:
        for one in withdrawals(self.engine, self.name):
            if versions.get(one.leaflet) in one.versions:
                raise PublishingError(
                    f"Nothing was published: {one.leaflet} was withdrawn on {one.when} "
                    f"({one.why}). Move it to 'incoming', and review and accept it there."
                )

    def _make(self, index: str) -> None:
        made = json.dumps({"settings": SETTINGS, "mappings": MAPPINGS}).encode()
        if self.engine.ask("GET", f"/{index}", Anything, missing="") == "":
            self.engine.ask("PUT", f"/{index}", Anything, made)
        self.engine.ask("POST", f"/{index}/_refresh", Anything)

    def _write(self, index: str, versions: dict[str, str], turn: Turn, told: Told) -> int:
        held = entries_in(self.engine, index)
        left = [id for id in versions if id not in held]
        told(len(versions) - len(left), len(versions))
        for done, id in enumerate(left, len(versions) - len(left) + 1):
            turn.renew()
            self._write_one(index, id, versions[id])
            told(done, len(versions))
        self.engine.ask("POST", f"/{index}/_refresh", Anything)
        return len(left)

    def _write_one(self, index: str, id: str, version: str) -> None:
        """The entry comes last, by itself: with it the leaflet is whole."""
        shelf, source = self.library[id], self.found.sources[id]
        documents = [
            *passage_documents(shelf, version, postings_of(shelf, self.stop).impacts()),
            text_document(source, version),
        ]
        key = shelf.texts.key(self.encoder.vectors)
        if arrays := self.store.read(key):
            documents.append(vectors_document(key, as_bytes(arrays)))
        self._put(index, documents)
        digest = sha256(source.raw).hexdigest()
        entry = Entry(self.found.listings[id], version, digest, len(shelf.passages))
        self._put(index, [entry_document(entry)])

    def _put(self, index: str, documents: Sequence[tuple[str, Json]]) -> None:
        path = f"/{index}/_bulk?filter_path=errors"
        for part in _parts(documents):
            content = lines_of(part)
            took = self.engine.ask("POST", path, _BULK, content, headers=LINES)
            if took.errors:
                raise PublishingError(
                    "The search engine did not take a leaflet; what was served before is served. "
                    "Check its disk and its log, and run it again."
                )

    def _check(self, index: str, versions: dict[str, str], turn: Turn) -> None:
        """Counts, hashes and known questions. Raises PublishingError or RetrievalError."""
        entries = entries_in(self.engine, index)
        passages = {id: one.passages for id, one in entries.items()}
        if {id: one.version for id, one in entries.items()} != versions or (
            self._counted(index) != passages
        ):
            raise PublishingError("The new index lacks leaflets or passages. Run it again.")
        read_back = Sources(self.engine, index, entries)
        for id in entries:
            turn.renew()
            # Raises RetrievalError where a hash does not fit.
            _ = read_back[id]
        own = BM25Search(self.library, self.stop)
        new = OpenSearch(self.engine, self.name, index, entries, self.library)
        for query in islice(self._known_questions(list(entries)), KNOWN_QUESTIONS):
            if own.search(query, KNOWN_FOUND) != new.search(query, KNOWN_FOUND):
                raise PublishingError(
                    "The new index finds other passages than it should. Report this; what was "
                    "served before is served."
                )

    def _counted(self, index: str) -> dict[str, int]:
        per_leaflet = {"terms": {"field": "leaflet", "size": MOST_LEAFLETS}}
        query = {"size": 0, "query": {"term": {"kind": "passage"}},
                 "aggs": {"leaflets": per_leaflet}}  # fmt: skip
        path = f"/{index}/_search?allow_partial_search_results=false"
        body = json.dumps(query).encode()
        found = self.engine.ask("POST", path, _COUNTED, body)
        return {one.key: one.number for one in found.buckets}

    def _known_questions(self, ids: Sequence[str]) -> Iterator[Query]:
        """Of leaflets far apart in the list the words that stand in most of their passages."""
        for id in ids[:: max(1, len(ids) // KNOWN_QUESTIONS)]:
            impacts = postings_of(self.library[id], self.stop).impacts()
            most = Counter(term for one in impacts for term in one).most_common(KNOWN_WORDS)
            yield Query("", stems=tuple(term for term, _ in most), documents=(id,))

    def _tidy(self, keep: set[str]) -> None:
        for index in publications(self.engine, self.name):
            if index not in keep:
                self.engine.ask("DELETE", f"/{index}", Anything, missing="")


def _parts(documents: Sequence[tuple[str, Json]]) -> Iterator[list[tuple[str, Json]]]:
    """``documents`` in order, in parts that the engine takes at once."""
    part: list[tuple[str, Json]] = []
    size = 0
    for one in documents:
        length = len(json.dumps(one[1]))
        if part and size + length > MOST_AT_ONCE:
            yield part
            part, size = [], 0
        part.append(one)
        size += length
    if part:
        yield part
