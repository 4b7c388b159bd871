"""Search by words on OpenSearch: the same passages, with the same scores, as BM25Search gives.

The engine adds up what the words of a question add to each passage, which it keeps with nine bits
of precision, and sends the best; the exact sums and their order are made here. It must name every
passage of a leaflet, the version of its text, and no withdrawal; else nothing is believed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AliasPath, Field, TypeAdapter

from askleaflet.errors import RetrievalError
from askleaflet.reader.library import Library
from askleaflet.reading import MOST_PASSAGES
from askleaflet.records import Candidate, Passage, Query
from askleaflet.search.engine import LINES, Engine
from askleaflet.search.index import Entry, feature
from askleaflet.search.state import state_index, withdrawal_of

# The engine takes no more clauses than 1,024.
MOST_TERMS = 500
# So many times more passages than are wanted are asked for, as the engine rounds.
MARGIN = 4
# The engine keeps eight bits behind the first one, cut off: less than that is lost, and a little in
# adding up.
ROUNDING = 1 + 2.0**-8 + 1e-4
# On the node that is asked, where it has a copy: another one may stand still. All or nothing.
_LOCAL = {"preference": "_local", "allow_partial_search_results": False}
# No passage beyond those that a leaflet may have is ever asked for.
MOST_HITS = MOST_PASSAGES


@dataclass(frozen=True, slots=True)
class _Source:
    leaflet: str
    version: str
    place: int
    passage: Passage
    impacts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    score: Annotated[float, Field(alias="_score")]
    source: Annotated[_Source, Field(alias="_source")]


@dataclass(frozen=True, slots=True)
class _Found:
    status: int
    timed_out: bool = True
    failed: Annotated[int, Field(validation_alias=AliasPath("_shards", "failed"))] = 1
    number: Annotated[int, Field(validation_alias=AliasPath("hits", "total", "value"))] = -1
    hits: Annotated[tuple[_Hit, ...], Field(validation_alias=AliasPath("hits", "hits"))] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    responses: tuple[_Found, _Found]


_ANSWER = TypeAdapter(_Answer)


class OpenSearch:
    """Searches the leaflets of one publication by their words. ``index`` is where they are,
    ``name`` what all publications are called by."""

    def __init__(
        self, engine: Engine, name: str, index: str, entries: Mapping[str, Entry], library: Library
    ) -> None:
        self._engine, self._name, self._index = engine, name, index
        self._entries, self._library = entries, library

    def search(self, query: Query, k: int) -> list[Candidate]:
        """See Search.search."""
        ids = query.documents
        stems = query.stems[:MOST_TERMS]
        if not ids or not stems or not k:
            return []
        size = min(k * MARGIN, MOST_HITS)
        while True:
            hits = self._hits(ids, stems, size)
            found = self._scored(ids, stems, hits)[:k]
            # Whatever was not sent scores at most this much.
            most = hits[-1].score * ROUNDING if len(hits) == size else 0.0
            if most == 0.0 or size == MOST_HITS or (len(found) == k and found[-1].score > most):
                return found
            size = min(size * MARGIN, MOST_HITS)

    def _hits(self, ids: Sequence[str], stems: Sequence[str], size: int) -> Sequence[_Hit]:
        """The best passages of these leaflets, as the engine ranks them; others too, with 0, where
        fewer match. Raises RetrievalError where anything is not as it must be."""
        versions = [self._entries[id].version for id in ids]
        shown = (
            "leaflet",
            "version",
            "place",
            "passage",
            *(f"impacts.{feature(s)}" for s in stems),
        )
        adds = [{"rank_feature": {"field": f"impacts.{feature(s)}", "linear": {}}} for s in stems]
        filters = [
            {"term": {"kind": "passage"}},
            {"terms": {"leaflet": ids}},
            {"terms": {"version": versions}},
            {"terms": {"language": sorted({self._language(id) for id in ids})}},
        ]
        asked: tuple[dict[str, object], ...] = (
{"index": self._index, **_LOCAL},
            {
                # A passage without any of the words counts, too: none may be missing.
                "query": {"bool": {"filter": filters, "should": adds}},
                "sort": [{"_score": "desc"}, {"place": "asc"}],
                "track_scores": True, "track_total_hits": True, "size": size, "_source": shown,
            },
            {"index": state_index(self._name), **_LOCAL},
            {"query": withdrawal_of(versions), "size": 0, "track_total_hits": True},
        )  # fmt: skip
        body = "".join(json.dumps(one) + "\n" for one in asked).encode()
        found, withdrawn = self._engine.ask(
            "POST", "/_msearch", _ANSWER, body, headers=LINES
        ).responses
        if _number(withdrawn):
            raise RetrievalError("A leaflet that is asked about was withdrawn meanwhile.")
        if _number(found) != sum(self._entries[id].passages for id in ids) or not found.hits:
            raise RetrievalError(
                "The search engine does not hold all of a leaflet. Run askleaflet publish."
            )
        return found.hits

    def _language(self, id: str) -> str:
        return self._entries[id].listing.language

    def _scored(
        self, ids: Sequence[str], stems: Sequence[str], hits: Sequence[_Hit]
    ) -> list[Candidate]:
        """The passages of ``hits`` that hold a word, with their exact scores, best first. Raises
        RetrievalError where one is not what the leaflet at hand has in its place."""
        found: list[tuple[float, int, int, Candidate]] = []
        for one in (hit.source for hit in hits):
            score = 0.0
            for stem in stems:
                score += one.impacts.get(feature(stem), 0.0)
            shelf, entry = self._library[one.leaflet], self._entries[one.leaflet]
            if (one.version, one.passage) != (entry.version, shelf.passages[one.place]):
                raise RetrievalError(
                    "A passage in the search engine is not that of the leaflet at hand, so nothing "
                    "is quoted. Run askleaflet publish with this version of the program."
                )
            if score > 0:
                candidate = Candidate(shelf.passages[one.place], score)
                found.append((-score, ids.index(one.leaflet), one.place, candidate))
        return [one[-1] for one in sorted(found, key=lambda one: one[:-1])]


def _number(found: _Found) -> int:
    """How many the engine found. Raises RetrievalError where it did not look everywhere."""
    if found.status != 200 or found.timed_out or found.failed or found.number < 0:
        raise RetrievalError("The search engine could not look at all that it holds.")
    return found.number
