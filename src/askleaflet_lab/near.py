"""Whether a wording equals, or nearly equals, a question that is kept for measuring.

What a model is trained on must not hold the questions it is measured on, in whatever spelling.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from askleaflet.analysis import stems

# Two wordings are nearly one where this share of their words, compared by stems, is common.
NEARLY = 0.75
# Words that stand in more of the questions than this lead to too many to compare.
_COMMON = 400
_COMPARED = 40


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
        shared = Counter(
            number
            for word in own
            if len(self._holding.get(word, ())) < _COMMON
            for number in self._holding.get(word, ())
        )
        return any(
            len(own & self._sets[number]) / len(own | self._sets[number]) >= NEARLY
            for number, _ in shared.most_common(_COMPARED)
        )
