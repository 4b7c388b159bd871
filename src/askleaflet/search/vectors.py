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
            shelf = self._library[id]
            own, wordings = likeness(shelf.vectors.passages, query), wording_likeness(shelf, query)
            best = np.maximum(own, wordings)
            for place in np.argsort(-best, kind="stable")[:k].tolist():
                near = (float(own[place]), float(wordings[place]))
                found.append(Candidate(shelf.passages[place], float(best[place]), near))
        found.sort(key=lambda one: -one.score)
        return found[:k]


def likeness(rows: Floats, query: Query) -> Floats:
    """For each row the likeness of the piece of the question that is most like it."""
    if not len(rows) or not query.vectors:
        return np.zeros(len(rows), np.float32)
    asked = np.stack([one.vector for one in query.vectors])
    most: Floats = (rows @ asked.T).max(axis=1)
    return most


def wording_likeness(shelf: Shelf, query: Query) -> Floats:
    """For each passage the likeness to the nearest wording that staff tied to it; 0 for none."""
    best = np.zeros(len(shelf.passages), np.float32)
    if len(shelf.texts.wordings):
        near = likeness(shelf.vectors.wordings, query)
        np.maximum.at(best, shelf.answered, near[shelf.wording])
    return best


def near(shelf: Shelf, place: int, query: Query) -> tuple[float, float]:
    """What ``Candidate.near`` says of one passage, for a candidate of another search."""
    own = likeness(shelf.vectors.passages[place : place + 1], query)
    tied = shelf.wording[shelf.answered == place]
    wordings = likeness(shelf.vectors.wordings[tied], query)
    return float(own[0]), float(wordings.max(initial=0.0))


def merged(*found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of several searches, each passage once, as the first of them knows it."""
    once: dict[str, Candidate] = {}
    for one in (one for several in found for one in several):
        once.setdefault(one.passage.id, one)
    return list(once.values())
