"""Postings: for each term the documents it stands in, and what it adds to the score of each.

Arrays and nothing else, so that they can be mapped from a file and shared between threads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32] | npt.NDArray[np.int64] | npt.NDArray[np.uint16]
Terms = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of term number ``i`` are ``first[i]:first[i + 1]``, documents ascending.

    ``count`` is the number of documents, with those that hold no term.
    """

    count: int
    first: Numbers
    documents: Numbers
    impact: npt.NDArray[np.float32] | Scores

    def of(self, term: int) -> tuple[Numbers, npt.NDArray[np.float32] | Scores]:
        """The documents that term number ``term`` stands in, and what it adds to each."""
        part = slice(int(self.first[term]), int(self.first[term + 1]))
        return self.documents[part], self.impact[part]

    def scores(self, terms: Terms) -> Scores:
        """One score a document. Terms are added in the order given, one given twice twice."""
        parts = list(zip(self.first[terms].tolist(), self.first[terms + 1].tolist(), strict=True))
        if not parts:
            return np.zeros(self.count)
        # Twice as fast as one index over all of them.
        documents = np.concatenate([self.documents[start:end] for start, end in parts])
        impact = np.concatenate([self.impact[start:end] for start, end in parts])
        added = np.bincount(documents, impact, self.count)
        return added.astype(np.float64, copy=False)

    def totals(self) -> Scores:
        """For each document the score of a query that holds each of its terms once."""
        added = np.bincount(self.documents, self.impact, self.count)
        return added.astype(np.float64, copy=False)

    def reordered(self, terms: Terms) -> Postings:
        """The same postings with the terms in another order."""
        at = self._places(terms)
        sizes = np.diff(self.first)[terms]
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return Postings(self.count, first, self.documents[at], self.impact[at])

    def compact(self) -> Postings:
        """The same in half the space: what a term adds is rounded to 24 bits, 7 digits."""
        documents = self.documents
        if self.count <= 65536:
            documents = documents.astype(np.uint16)
        first, impact = self.first.astype(np.int32), self.impact.astype(np.float32)
        return Postings(self.count, first, documents, impact)

    def _places(self, terms: Terms) -> Terms:
        """Where the postings of ``terms`` are, one term after the other."""
        starts = self.first[terms].astype(np.int64)
        sizes = self.first[terms + 1] - starts
        ends = np.cumsum(sizes)
        whole = int(ends[-1]) if len(ends) else 0
        places: Terms = np.arange(whole) + np.repeat(starts - (ends - sizes), sizes)
        return places
