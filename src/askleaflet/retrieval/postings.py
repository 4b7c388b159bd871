"""Postings: for each term the documents it stands in, and what it adds to the score of each.

Arrays and nothing else, so that they can be mapped from a file and shared between threads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.integer]
Terms = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of term number ``i`` are ``first[i]:first[i + 1]``, documents ascending.

    ``count`` is the number of documents, with those that hold no term.
    """

    count: int
    first: Numbers
    documents: Numbers
    impact: npt.NDArray[np.floating]

    def of(self, term: int) -> tuple[Numbers, npt.NDArray[np.floating]]:
        """The documents that term number ``term`` stands in, and what it adds to each."""
        part = slice(int(self.first[term]), int(self.first[term + 1]))
        return self.documents[part], self.impact[part]

    def scores(self, terms: Terms) -> Scores:
        """One score a document. Terms are added in the order given, one given twice twice."""
        at = self._places(terms)
        return np.bincount(self.documents[at], self.impact[at], self.count)

    def totals(self) -> Scores:
        """For each document the score of a query that holds each of its terms once."""
        return np.bincount(self.documents, self.impact, self.count)

    def reordered(self, terms: Terms) -> Postings:
        """The same postings with the terms in another order."""
        at = self._places(terms)
        sizes = np.diff(self.first)[terms]
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return Postings(self.count, first, self.documents[at], self.impact[at])

    def compact(self) -> Postings:
        """The same in half the space: what a term adds is rounded to 24 bits, 7 digits."""
        number = np.uint16 if self.count <= 65536 else np.int32
        first, documents = self.first.astype(np.int32), self.documents.astype(number)
        return Postings(self.count, first, documents, self.impact.astype(np.float32))

    def _places(self, terms: Terms) -> Terms:
        """Where the postings of ``terms`` are, one term after the other."""
        starts = self.first[terms].astype(np.int64)
        sizes = self.first[terms + 1] - starts
        ends = np.cumsum(sizes)
        whole = int(ends[-1]) if len(ends) else 0
        return np.arange(whole) + np.repeat(starts - (ends - sizes), sizes)
