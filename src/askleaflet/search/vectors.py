"""Search by nearness: passages whose own vector, or one of whose example wordings, is near."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from askleaflet.reader.library import Library, Shelf
from askleaflet.records import Candidate, Floats, Query


class VectorSearch:
    """Searches the leaflets of a library by their vectors."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, query: Query, k: int) -> list[Candidate]:
        """See Search.search. A question of several pieces is as near as its nearest piece."""
        found: list[Candidate] = []
        for id in query.documents:
            shelf = self._library.shelf(id)
            near = nearness(shelf, query)
            for number in np.argsort(-near, kind="stable")[:k].tolist():
                found.append(Candidate(shelf.passages[number], float(near[number])))
        found.sort(key=lambda one: -one.score)
        return found[:k]


def nearness(shelf: Shelf, query: Query) -> Floats:
    """How near each passage of a leaflet is: the likeness to it, or to a wording tied to it."""
    own = likeness(shelf.vectors.passages, query)
    return np.maximum(own, wording_nearness(shelf, query))


def likeness(rows: Floats, query: Query) -> Floats:
    """For each row the likeness of the piece of the question that is most like it."""
    if not len(rows) or not query.vectors:
        return np.zeros(len(rows), np.float32)
    asked = np.stack([one.vector for one in query.vectors])
    most: Floats = (rows @ asked.T).max(axis=1)
    return most


def wording_nearness(shelf: Shelf, query: Query) -> Floats:
    """For each passage the likeness to the nearest wording that staff tied to it; 0 for none."""
    best = np.zeros(len(shelf.passages), np.float32)
    if len(shelf.texts.wordings):
        near = likeness(shelf.vectors.wordings, query)
        np.maximum.at(best, shelf.answered, near[shelf.wording])
    return best


def merged(*found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of several searches, each passage once."""
    return list({one.passage.id: one for several in found for one in several}.values())
