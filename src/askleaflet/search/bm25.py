"""The default search engine: BM25 over the exact text of the passages, in memory.

It is rank_bm25's BM25Okapi with postings instead of a loop over all documents. Formula (Robertson
and Zaragoza 2009, as rank_bm25 0.2.2 writes it, k1 = 1.5, b = 0.75)::

    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))

with Lucene's idf, ``log(1 + (N - df + 0.5) / (df + 0.5))``, which is never negative: rank_bm25's
own scores 0 for a word in exactly half of the documents, and less in tiny corpora.
Scores are equal (``==``) to rank_bm25's loop over the same formula: same operations, same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from askleaflet.analysis import stem, stems
from askleaflet.errors import RetrievalError
from askleaflet.languages import TRAINED_FOR, stop_words
from askleaflet.reader.library import MOST_OPEN, Library, Shelf
from askleaflet.records import Candidate, Document, Passage, Query, Span

Scores = npt.NDArray[np.float64]
# A passage's own words count twice, the words of its heading and lead-in once (a field weight,
# applied to the frequencies before saturation as in BM25F).
OWN_WEIGHT = 2


class BM25Search:
    """Searches the leaflets of a library by their words, each by itself: what else is served
    changes no reply."""

    def __init__(self, library: Library, stop: frozenset[str]) -> None:
        self._library = library
        self._index = lru_cache(MOST_OPEN)(lambda shelf: postings_of(shelf, stop))

    def search(self, query: Query, k: int) -> list[Candidate]:
        """See Search.search: passages that share a telling word with ``query``."""
        found: list[Candidate] = []
        for id in query.documents:
            shelf = self._library[id]
            scores = self._index(shelf).get_scores(query.stems)
            best = np.argsort(-scores, kind="stable")[:k]
            found += (Candidate(shelf.passages[n], float(scores[n])) for n in best if scores[n] > 0)
        found.sort(key=lambda one: -one.score)
        return found[:k]


def postings_of(shelf: Shelf, stop: frozenset[str]) -> PostingsOkapi:
    """The words of one leaflet; ``stop``: the English words that tell nothing. Raises
    RetrievalError where no passage holds a word to search for."""
    document = shelf.document
    trained = document.language in TRAINED_FOR
    found = terms_of(document, shelf.passages, stop if trained else stop_words(document.language))
    return PostingsOkapi([own * OWN_WEIGHT + over + lead for own, over, lead in found])


def terms_of(
    document: Document, passages: Iterable[Passage], stop: frozenset[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The telling words (stems) of each passage, of the headings over it, and of its lead-in.

    Where words alone decide, a list is what they say over it: its items may say a word each.
    """

    stemmed = cache(stem)

    @cache
    def telling(span: Span) -> list[str]:
        found = stems(document.words(span), document.language, stemmed)
        return [one for one in found if one not in stop]

    for one in passages:
        section = document.sections[one.section]
        chain = [*(document.sections[number] for number in section.outer), section]
        over = [term for outer in chain for term in telling(outer.heading)]
        whole = one.kind == "list" and document.language not in TRAINED_FOR
        own = [] if whole else telling(one.mark)
        yield own, over, telling(one.lead) if one.lead else []


class PostingsOkapi(BM25Okapi):
    """BM25Okapi that keeps, per term, the documents it stands in and what it adds to each.

    The postings of term number ``i`` are ``first[i]:first[i + 1]``, documents ascending.
    """

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        """``corpus``: one list of terms a document. Raises RetrievalError where none has a term."""
        if not any(len(document) for document in corpus):
            raise RetrievalError("There is nothing to search: no document holds a word.")
        super().__init__(corpus, k1=k1, b=b)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        self.corpus_size = len(corpus)
        self.doc_len = [len(document) for document in corpus]
        self.avgdl = sum(self.doc_len) / self.corpus_size
        self._ids: dict[str, int] = {}
        ids = self._ids
        pairs = np.fromiter(
            (ids.setdefault(term, len(ids)) for term in chain.from_iterable(corpus)), np.int64
        )
        # Term and document as one number, so that one sort groups and counts them.
        pairs *= self.corpus_size
        pairs += np.repeat(np.arange(self.corpus_size, dtype=np.int32), self.doc_len)
        pairs.sort()
        edges = np.flatnonzero(np.diff(pairs, prepend=-1))
        self._frequency = np.diff(edges, append=len(pairs)).astype(np.float64)
        pairs = pairs[edges]
        self._first = np.searchsorted(pairs, np.arange(len(ids) + 1) * self.corpus_size)
        self._documents = (pairs % self.corpus_size).astype(np.int32)
        return dict(zip(ids, np.diff(self._first).tolist(), strict=True))

    def _calc_idf(self, nd: dict[str, int]) -> None:
        """What BM25Okapi calls next: the idf of each term, and what it adds to each document."""
        n, tf, length = self.corpus_size, self._frequency, np.array(self.doc_len)[self._documents]
        self.idf = {term: math.log(1 + (n - df + 0.5) / (df + 0.5)) for term, df in nd.items()}
        idf = np.repeat(np.fromiter(self.idf.values(), np.float64), np.diff(self._first))
        self._impact: Scores = idf * (
            tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * length / self.avgdl))
        )

    def get_scores(self, query: Iterable[str]) -> Scores:
        """One score a document. Terms are added in the order given, one given twice twice."""
        known = np.array([self._ids[term] for term in query if term in self._ids], np.int64)
        parts = list(zip(self._first[known].tolist(), self._first[known + 1].tolist(), strict=True))
        if not parts:
            return np.zeros(self.corpus_size)
        # Twice as fast as one index over all of them.
        documents = np.concatenate([self._documents[start:end] for start, end in parts])
        impact = np.concatenate([self._impact[start:end] for start, end in parts])
        return np.bincount(documents, impact, self.corpus_size).astype(np.float64, copy=False)

    def impacts(self) -> list[dict[str, float]]:
        """For each document, what each of its terms adds to its score."""
        found: list[dict[str, float]] = [{} for _ in range(self.corpus_size)]
        for term, number in self._ids.items():
            for at in range(int(self._first[number]), int(self._first[number + 1])):
                found[self._documents[at]][term] = float(self._impact[at])
        return found
