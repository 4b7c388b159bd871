"""Which questions a reply offers to ask next: of those that staff chose, the ones near to what was
asked; none where none is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from askleaflet.analysis import stems
from askleaflet.decide import GREETING
from askleaflet.languages import stop_words
from askleaflet.reader.library import Library, Shelf
from askleaflet.reader.rows import likeness
from askleaflet.records import Decision, Listing, Query, Related, headings
from askleaflet.search.vectors import NEAREST

MOST = 3
# How like its ten nearest wordings are to the question, in the mean. Set on 23 refused questions
# about the sample, looked at one by one: lower ones offer what has nothing to do with it.
LEAST = 0.35
# So far behind the nearest one the others may be.
WITHIN = 0.1


class Suggestions:
    """Chooses among the questions that the sidecars of a library's leaflets begin with."""

    def __init__(self, library: Library, listings: Mapping[str, Listing]) -> None:
        self._library = library
        self._listings = listings

    def beside(self, query: Query, decision: Decision, language: str = "") -> tuple[Related, ...]:
        """The questions to offer beside the reply to ``query``, nearest first, none of a section
        that is quoted. To a greeting, those that staff put first; whoever is afraid is offered
        none. Whoever asks in another language than the leaflet's is offered those that have words
        in it, which ``language`` then is."""
        quoted = tuple(one.document for one in decision.passages[:1])
        ids = quoted or query.documents or tuple(self._listings)
        listing = self._listings.get(ids[0]) if len(ids) == 1 else None
        starters = listing.starters if listing else ()
        if not starters:
            return ()
        if decision.reason == "other language":
            return _spoken(starters, query, language)
        if decision.kind == "greeting":
            return starters[:MOST] if decision.reason == GREETING else ()
        shelf = self._library[ids[0]]
        shown = {over[-1] for one in decision.passages if (over := headings(shelf.document, one))}
        every = zip(_likeness(shelf, query), starters, strict=True)
        near = [pair for pair in every if pair[1].section not in shown]
        least = max([LEAST, *(like - WITHIN for like, _ in near)])
        near.sort(key=lambda pair: -pair[0])
        return tuple(one for like, one in near[:MOST] if like >= least)


def _spoken(starters: Sequence[Related], query: Query, language: str) -> tuple[Related, ...]:
    """Those with words in ``language``: first those that share telling words with the question."""
    own = [one for one in starters if language in dict(one.said_in)]
    telling = _telling(query.text, language)
    own.sort(key=lambda one: -len(telling & _telling(one.offered(language), language)))
    return tuple(own[:MOST])


def _telling(text: str, language: str) -> frozenset[str]:
    return frozenset(stems(text, language)) - stop_words(language)


def _likeness(shelf: Shelf, query: Query) -> Iterator[float]:
    """How like the question is to those that each question to start from stands for, in order."""
    first = 0
    for entry in shelf.document.asked_as:
        last = first + len(entry.questions)
        if entry.starter:
            rows = likeness(shelf.vectors.wordings[first:last], query)
            yield float(np.sort(rows)[-NEAREST:].mean()) if len(rows) else 0.0
        first = last
