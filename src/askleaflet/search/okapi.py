"""BM25 over rank_bm25's BM25Okapi, with postings instead of a loop over all documents.

Formula (Robertson and Zaragoza 2009, as rank_bm25 0.2.2 writes it, k1 = 1.5, b = 0.75)::

    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))

with Lucene's idf, ``log(1 + (N - df + 0.5) / (df + 0.5))``, which is never negative: rank_bm25's
own scores 0 for a word in exactly half of the documents, and less in tiny corpora.
Scores are equal (``==``) to rank_bm25's loop over the same formula: same operations, same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from rank_bm25 import BM25Okapi

from askleaflet.errors import RetrievalError
from askleaflet.search.postings import Numbers, Postings, Scores


def inverse_frequency(count: int, df: int) -> float:
    """Lucene's idf of a term that stands in ``df`` of ``count`` documents."""
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


class PostingsOkapi(BM25Okapi):
    """BM25Okapi that keeps, per term, the documents it stands in and what it adds to each."""

    postings: Postings
    idf: dict[str, float]

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        """``corpus``: one list of terms a document. Raises RetrievalError where none has a term."""
        if not any(len(document) for document in corpus):
            raise RetrievalError("There is nothing to search: no document holds a word.")
        super().__init__(corpus, k1=k1, b=b)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        self.corpus_size = len(corpus)
        self.doc_len = [len(document) for document in corpus]
        self.avgdl = sum(self.doc_len) / self.corpus_size
        ids: dict[str, int] = {}
        pairs = np.fromiter(
            (ids.setdefault(term, len(ids)) for term in chain.from_iterable(corpus)), np.int64
        )
        # Term and document as one number, so that one sort groups and counts them.
        pairs *= self.corpus_size
        pairs += np.repeat(np.arange(self.corpus_size, dtype=np.int32), self.doc_len)
        pairs.sort()
        edges = np.flatnonzero(np.diff(pairs, prepend=-1))
        frequency = np.diff(edges, append=len(pairs))
        pairs = pairs[edges]
        first = np.searchsorted(pairs, np.arange(len(ids) + 1) * self.corpus_size)
        documents = (pairs % self.corpus_size).astype(np.int32)
        self._ids = ids
        # _calc_idf, which BM25Okapi calls next, turns the frequencies into what they add.
        self.postings = Postings(self.corpus_size, first, documents, frequency.astype(np.float64))
        return dict(zip(ids, np.diff(first).tolist(), strict=True))

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n, known = self.corpus_size, self.postings
        self.idf = {term: inverse_frequency(n, df) for term, df in nd.items()}
        length = np.array(self.doc_len)[known.documents]
        tf = known.impact
        idf = np.repeat(np.fromiter(self.idf.values(), np.float64), np.diff(known.first))
        impact = idf * (
            tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * length / self.avgdl))
        )
        self.postings = Postings(n, known.first, known.documents, impact)

    def documents(self, term: str) -> Numbers:
        """The numbers of the documents ``term`` stands in, ascending."""
        at = self._ids.get(term)
        return self.postings.documents[:0] if at is None else self.postings.of(at)

    def get_scores(self, query: Iterable[str]) -> Scores:
        """One score a document; a term given twice counts twice."""
        known = [self._ids[term] for term in query if term in self._ids]
        return self.postings.scores(np.array(known, np.int64))

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of some documents, in the order given."""
        chosen: list[float] = self.get_scores(query)[np.array(doc_ids, np.int64)].tolist()
        return chosen
