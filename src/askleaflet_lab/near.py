"""Whether a wording equals, or nearly equals, a question that is kept for measuring.

What a model is trained on must not hold the questions it is measured on, in whatever spelling.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from askleaflet.analysis import stems

# Two wordings are nearly one where this share of their words, compared by stems, is common.
NEARLY = 0.75


class Kept:
    """The questions kept for measuring."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._sets = frozenset(frozenset(stems(one)) for one in questions)
        self._holding = Counter(word for own in self._sets for word in own)
        self._by_rarest: dict[str, list[frozenset[str]]] = defaultdict(list)
        for own in self._sets:
            for word in self._rarest(own):
                self._by_rarest[word].append(own)

    def _rarest(self, own: frozenset[str]) -> list[str]:
        """The words of ``own``, of which another with so many of its words shares one at least;
        taken in one order from both, so it is among the other's, too."""
        ordered = sorted(own, key=lambda word: (self._holding[word], word))
        return ordered[: len(own) - math.ceil(NEARLY * len(own)) + 1]

    def near(self, wording: str) -> bool:
        """Whether ``wording`` is nearly one of the questions."""
        own = frozenset(stems(wording))
        return own in self._sets or any(
            len(own & other) / len(own | other) >= NEARLY
            for word in self._rarest(own)
            for other in self._by_rarest.get(word, ())
        )
