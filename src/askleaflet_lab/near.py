"""Whether a wording equals, or nearly equals, a question that is kept for measuring.

What a model is trained on must not hold the questions it is measured on, in whatever spelling.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from askleaflet.analysis import stems

# Two wordings are nearly one where this share of their words, compared by stems, is common.
NEARLY = 0.75


class Kept:
    """The questions kept for measuring."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._sets = [frozenset(stems(one)) for one in questions]
        self._exact = frozenset(self._sets)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(self._sets):
            for word in own:
                self._holding[word].append(number)

    def near(self, wording: str) -> bool:
        """Whether ``wording`` is nearly one of the questions."""
        own = frozenset(stems(wording))
        if own in self._exact:
            return True
        # A question with so many of the words has at least one of these, the rarest ones.
        rarest = sorted(own, key=lambda word: (len(self._holding.get(word, ())), word))
        rarest = rarest[: len(own) - math.ceil(NEARLY * len(own)) + 1]
        found = {number for word in rarest for number in self._holding.get(word, ())}
        return any(
            len(own & self._sets[number]) / len(own | self._sets[number]) >= NEARLY
            for number in found
        )
