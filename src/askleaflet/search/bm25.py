"""The default search engine: BM25 over the exact text of the passages, in memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from askleaflet.analysis import stems
from askleaflet.records import Candidate, Document, Passage, Query, headings
from askleaflet.search.okapi import PostingsOkapi

# A passage's own words count twice, the words of its heading and lead-in once (a field weight,
# applied to the frequencies before saturation as in BM25F).
OWN_WEIGHT = 2


class BM25Search:
    """Searches the passages of a corpus by their words."""

    def __init__(
        self, documents: Sequence[Document], passages: Sequence[Passage], stop: frozenset[str]
    ) -> None:
        """Raises RetrievalError where no passage holds a word to search for."""
        self._passages = tuple(passages)
        self._stop = stop
        by_id = {document.id: document for document in documents}
        self._okapi = PostingsOkapi(
            [self._indexed(by_id[passage.document], passage) for passage in self._passages]
        )
        self._document = np.array(
            [documents.index(by_id[one.document]) for one in self._passages], np.int64
        )
        self._numbers = {document.id: number for number, document in enumerate(documents)}

    def _indexed(self, document: Document, passage: Passage) -> list[str]:
        own = self._telling(document.words(passage.mark))
        around = headings(document, passage)
        if passage.lead:
            around.append(document.words(passage.lead))
        return own * OWN_WEIGHT + [term for text in around for term in self._telling(text)]

    def _telling(self, text: str) -> list[str]:
        return [one for one in stems(text) if one not in self._stop]

    def search(self, query: Query, k: int) -> list[Candidate]:
        """See Search.search: passages that share a telling word with ``query``."""
        scores = self._okapi.get_scores(query.stems)
        wanted = [self._numbers[id] for id in query.documents]
        found = np.flatnonzero((scores > 0) & np.isin(self._document, wanted))
        best = found[np.argsort(-scores[found], kind="stable")[:k]]
        return [Candidate(self._passages[number], float(scores[number])) for number in best]
