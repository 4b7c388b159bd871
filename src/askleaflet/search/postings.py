"""Postings: for each term the documents it stands in, and what it adds to the score of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Terms = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of term number ``i`` are ``first[i]:first[i + 1]``, documents ascending.

    ``count`` is the number of documents, with those that hold no term; ``impact`` what the term
    adds to the score of each.
    """

    count: int
    first: Numbers
    documents: Numbers
    impact: Scores

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
        return np.bincount(documents, impact, self.count).astype(np.float64, copy=False)
