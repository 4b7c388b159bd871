"""The default search engine: BM25 over the exact text of the passages, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from askleaflet.analysis import terms
from askleaflet.records import Document, Hit, Passage, Query
from askleaflet.retrieval.okapi import PostingsOkapi
from askleaflet.understanding.lexicon import Lexicon

# A passage's own words count twice, the words of its heading and lead-in once (a field weight,
# applied to the frequencies before saturation as in BM25F).
OWN_WEIGHT = 2


class BM25Retriever:
    """Searches the passages of a corpus."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        lexicon: Lexicon,
        stop: frozenset[str],
    ) -> None:
        """Raises RetrievalError where no passage holds a word to search for."""
        self._passages = tuple(passages)
        self._stop = stop
        self._lexicon = lexicon
        by_id = {document.id: document for document in documents}
        self._okapi = PostingsOkapi(
            [self._indexed(by_id[passage.document], passage) for passage in self._passages]
        )

    def _indexed(self, document: Document, passage: Passage) -> list[str]:
        own = self.searchable(document.slice(passage.mark))
        around = headings(document, passage)
        if passage.lead:
            around.append(document.slice(passage.lead))
        return own * OWN_WEIGHT + [term for text in around for term in self.searchable(text)]

    def searchable(self, text: str) -> list[str]:
        """The terms of a text that search compares: words that mean something, and concepts."""
        words = terms(text)
        own = [word.stem for word in words if word.stem not in self._stop]
        return own + [f"@{found.concept}" for found in self._lexicon.find(words)]

    def search(self, query: Query, k: int) -> list[Hit]:
        """See Retriever.search. A query that names leaflets is searched in those alone."""
        words = query.stems
        wanted = [word for word in words if word not in self._stop]
        wanted += [f"@{concept.id}" for concept in query.concepts]
        scores = self._okapi.get_scores(wanted)
        allowed = self._allowed(query.documents)
        found = [int(n) for n in np.flatnonzero(scores > 0) if allowed is None or n in allowed]
        found.sort(key=lambda number: (-scores[number], self._passages[number].id))
        holding = {one: frozenset(self._okapi.documents(one).tolist()) for one in wanted}
        return [self._hit(number, float(scores[number]), holding) for number in found[:k]]

    def _allowed(self, documents: Iterable[str]) -> frozenset[int] | None:
        wanted = frozenset(documents)
        if not wanted:
            return None
        numbered = enumerate(self._passages)
        return frozenset(number for number, one in numbered if one.document in wanted)

    def _hit(self, number: int, score: float, holding: Mapping[str, frozenset[int]]) -> Hit:
        """``holding``: each term wanted, once, with the numbers of the passages that hold it."""
        matched = tuple(term for term, numbers in holding.items() if number in numbers)
        unmatched = tuple(term for term in holding if term not in matched)
        return Hit(self._passages[number], score, matched, unmatched)


def headings(document: Document, passage: Passage) -> list[str]:
    """The headings over ``passage``, outermost first."""
    section = document.sections[passage.section]
    chain = [document.sections[number] for number in section.outer] + [section]
    return [document.slice(one.heading) for one in chain if one.heading.end > one.heading.start]
