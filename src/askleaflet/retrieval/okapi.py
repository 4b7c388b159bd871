"""BM25 over rank_bm25's BM25Okapi, with postings instead of a loop over all documents.

Formula (Robertson and Zaragoza 2009, as rank_bm25 0.2.2 writes it, k1 = 1.5, b = 0.75)::

    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))

with Lucene's idf, ``log(1 + (N - df + 0.5) / (df + 0.5))``, which is never negative: rank_bm25's
own scores 0 for a word in exactly half of the documents, and less in tiny corpora.
Scores are equal (``==``) to rank_bm25's loop over the same formula: same operations, same order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from askleaflet.errors import RetrievalError

Scores = npt.NDArray[np.float64]


class PostingsOkapi(BM25Okapi):
    """BM25Okapi that keeps, per term, the documents it stands in and what it adds to each."""

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        """``corpus``: one list of terms a document. Raises RetrievalError where none has a term."""
        if not any(len(document) for document in corpus):
            raise RetrievalError("There is nothing to search: no document holds a word.")
        super().__init__(corpus, k1=k1, b=b)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        self.corpus_size = len(corpus)
        self.doc_len = [len(document) for document in corpus]
        self.avgdl = sum(self.doc_len) / self.corpus_size
        counts = [Counter(document) for document in corpus]
        ids: dict[str, int] = {}
        term_of = np.fromiter(
            (ids.setdefault(term, len(ids)) for term in chain.from_iterable(counts)), np.int32
        )
        sizes = [len(count) for count in counts]
        document_of = np.repeat(np.arange(len(counts), dtype=np.int32), sizes)
        frequency = np.fromiter(chain.from_iterable(c.values() for c in counts), np.float64)
        order = np.argsort(term_of, kind="stable")
        self._documents = document_of[order]
        self._frequency = frequency[order]
        self._first = np.concatenate(
            ([0], np.cumsum(np.bincount(term_of, minlength=len(ids))))
        ).tolist()
        self._ids = ids
        return {term: self._first[i + 1] - self._first[i] for term, i in ids.items()}

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {t: math.log(1 + (n - df + 0.5) / (df + 0.5)) for t, df in nd.items()}
        length = np.array(self.doc_len)[self._documents]
        tf = self._frequency
        idf = np.repeat(np.fromiter(self.idf.values(), np.float64), np.diff(self._first))
        self._impact = idf * (
            tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * length / self.avgdl))
        )
        del self._frequency

    def postings(self, term: str) -> tuple[npt.NDArray[np.int32], Scores]:
        """The documents ``term`` stands in, ascending, and what it adds to the score of each."""
        at = self._ids.get(term)
        if at is None:
            return self._documents[:0], self._impact[:0]
        part = slice(self._first[at], self._first[at + 1])
        return self._documents[part], self._impact[part]

    def holds(self, term: str, document: int) -> bool:
        """Whether ``term`` stands in document number ``document``."""
        documents, _ = self.postings(term)
        at = int(np.searchsorted(documents, document))
        return at < len(documents) and int(documents[at]) == document

    def totals(self) -> Scores:
        """For each document the score of a query that holds each of its terms once."""
        totals = np.zeros(self.corpus_size)
        np.add.at(totals, self._documents, self._impact)
        return totals

    def get_scores(self, query: Iterable[str]) -> Scores:
        """One score a document; a term given twice counts twice."""
        return self.weighted_scores((term, 1.0) for term in query)

    def weighted_scores(self, query: Iterable[tuple[str, float]]) -> Scores:
        """As get_scores, with a weight a term."""
        scores = np.zeros(self.corpus_size)
        for term, weight in query:
            documents, impact = self.postings(term)
            scores[documents] += impact if weight == 1.0 else weight * impact
        return scores
