"""The seam between the program and a search engine."""

from __future__ import annotations

from typing import Protocol

from askleaflet.records import Candidate, Query


class Search(Protocol):
    """Finds passages for a query."""

    def search(self, query: Query, k: int) -> list[Candidate]:
        """The best ``k`` passages by score descending, then place in the corpus; fewer where
        fewer match. Only passages of the leaflets that ``query`` is about. Raises RetrievalError
        when the engine cannot answer: an engine that is down is never an empty list."""
        ...
