"""The seam between the program and a search engine."""

from __future__ import annotations

from typing import Protocol

from askleaflet.records import Hit, Query


class Retriever(Protocol):
    """Finds passages for a query."""

    def search(self, query: Query, k: int) -> list[Hit]:
        """The best ``k`` passages that share at least one term with ``query``, by score
        descending, then passage id. Fewer where fewer match. Raises RetrievalError when the
        engine cannot answer: an engine that is down is never an empty list."""
        ...
