"""Search by nearness: passages whose own vector, or one of whose example wordings, is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from askleaflet.reader.library import Library, Shelf
from askleaflet.reader.rows import Numbers, likeness, nearest
from askleaflet.records import Candidate, Examples, Floats, Query

# So many example questions have a vote.
NEAREST = 10
# Where an example begins to say something of a question. Two questions on one medicine have some
# likeness whatever they ask, and a leaflet with three examples would hear little else.
LEAST_LIKE = 0.5


class VectorSearch:
    """Searches the leaflets of a library by their vectors."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, query: Query, k: int) -> list[Candidate]:
        """See Search.search. A question of several pieces is as near as its nearest piece."""
        found: list[Candidate] = []
        for id in query.documents:
            shelf = self._library[id]
            own, examples = likeness(shelf.vectors.passages, query), Nearest.of(shelf, query)
            wordings = examples.wordings()
            best = np.maximum(own, wordings)
            for place in np.argsort(-best, kind="stable")[:k].tolist():
                near = (float(own[place]), float(wordings[place]))
                passage, said = shelf.passages[place], examples.say(place)
                found.append(Candidate(passage, float(best[place]), near, said))
        found.sort(key=lambda one: -one.score)
        return found[:k]


@dataclass(frozen=True, slots=True)
class Nearest:
    """How like a question is to the examples of a leaflet: to each that is ``asked``, and the most
    to one ``beside``. ``nearest`` are the numbers of those of the NEAREST of all that say
    something, first the asked ones, then those beside."""

    shelf: Shelf
    asked: Floats
    beside: float
    nearest: Numbers

    @classmethod
    def of(cls, shelf: Shelf, query: Query) -> Nearest:
        """The one look at all examples, which takes longer than all other search."""
        asked = likeness(shelf.vectors.wordings, query)
        beside = likeness(shelf.vectors.beside, query)
        every = np.concatenate([asked, beside])
        few = nearest(every, NEAREST)
        return cls(shelf, asked, float(beside.max(initial=0.0)), few[every[few] >= LEAST_LIKE])

    def wordings(self) -> Floats:
        """For each passage the likeness to the nearest wording tied to it; 0 for none."""
        best = np.zeros(len(self.shelf.passages), np.float32)
        np.maximum.at(best, self.shelf.answered, self.asked[self.shelf.wording])
        return best

    def say(self, place: int) -> Examples:
        """What the examples say of one passage."""
        asked = [number for number in self.nearest.tolist() if number < len(self.asked)]
        tied = sum(place in self.shelf.texts.says[number] for number in asked)
        return Examples(self.beside, tied / NEAREST)


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
