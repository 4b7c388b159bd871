"""Postings: for each term the documents it stands in, and what it adds to the score of each.

Arrays and nothing else, so that they can be mapped from a file and shared between threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32] | npt.NDArray[np.int64] | npt.NDArray[np.uint16]
Impacts = npt.NDArray[np.uint16] | npt.NDArray[np.int16] | Scores
Terms = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[np.generic]]
# The largest number that a compact impact is; where some are negative, a signed one.
FINEST, FINEST_SIGNED = 65535, 32767


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of term number ``i`` are ``first[i]:first[i + 1]``, documents ascending.

    ``count`` is the number of documents, with those that hold no term; ``impact`` what the term
    adds to the score of each, as a multiple of ``unit``.
    """

    count: int
    first: Numbers
    documents: Numbers
    impact: Impacts
    unit: float = 1.0

    def of(self, term: int) -> Numbers:
        """The documents that term number ``term`` stands in."""
        return self.documents[int(self.first[term]) : int(self.first[term + 1])]

    def scores(self, terms: Terms) -> Scores:
        """One score a document. Terms are added in the order given, one given twice twice."""
        parts = list(zip(self.first[terms].tolist(), self.first[terms + 1].tolist(), strict=True))
        if not parts:
            return np.zeros(self.count)
        # Twice as fast as one index over all of them.
        documents = np.concatenate([self.documents[start:end] for start, end in parts])
        impact = np.concatenate([self.impact[start:end] for start, end in parts])
        return self._summed(documents, impact)

    def totals(self) -> Scores:
        """For each document the score of a query that holds each of its terms once."""
        return self._summed(self.documents, self.impact)

    def _summed(self, documents: Numbers, impact: Impacts) -> Scores:
        added = np.bincount(documents, impact, self.count).astype(np.float64, copy=False)
        return added if self.unit == 1.0 else added * self.unit

    def reordered(self, terms: Terms) -> Postings:
        """The same postings with the terms in another order."""
        at = self._places(terms)
        sizes = np.diff(self.first)[terms]
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return Postings(self.count, first, self.documents[at], self.impact[at], self.unit)

    def compact(self) -> Postings:
        """The same in a third of the space: what a term adds is rounded to 65,535 steps."""
        documents = self.documents
        if self.count <= 65536:
            documents = documents.astype(np.uint16)
        largest = float(np.abs(self.impact).max(initial=0.0))
        signed = bool((self.impact < 0).any())
        unit = largest / (FINEST_SIGNED if signed else FINEST) or 1.0
        steps = np.rint(self.impact / unit)
        impact = steps.astype(np.int16) if signed else steps.astype(np.uint16)
        return Postings(self.count, self.first.astype(np.int32), documents, impact, unit)

    def arrays(self) -> Arrays:
        """Everything but ``count``, as named arrays."""
        return {
            "first": self.first,
            "documents": self.documents,
            "impact": self.impact,
            "unit": np.array([self.unit]),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays, count: int) -> Postings:
        """The compact postings of ``count`` documents that ``arrays()`` took apart. Raises
        KeyError."""
        documents, impact = arrays["documents"], arrays["impact"]
        small, signed = documents.dtype == np.uint16, impact.dtype == np.int16
        return cls(
            count,
            arrays["first"].astype(np.int32, copy=False),
            documents.astype(np.uint16, copy=False) if small else documents.astype(np.int32),
            impact.astype(np.int16, copy=False) if signed else impact.astype(np.uint16, copy=False),
            float(arrays["unit"].astype(np.float64)[0]),
        )

    def _places(self, terms: Terms) -> Terms:
        """Where the postings of ``terms`` are, one term after the other."""
        starts = self.first[terms].astype(np.int64)
        sizes = self.first[terms + 1] - starts
        ends = np.cumsum(sizes)
        whole = int(ends[-1]) if len(ends) else 0
        places: Terms = np.arange(whole) + np.repeat(starts - (ends - sizes), sizes)
        return places


def under(arrays: Arrays, start: str) -> dict[str, npt.NDArray[np.generic]]:
    """Those arrays whose names begin with ``start``, without it."""
    return {name.removeprefix(start): one for name, one in arrays.items() if name.startswith(start)}


def named(start: str, arrays: Arrays) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays with ``start`` before their names."""
    return {f"{start}{name}": one for name, one in arrays.items()}
