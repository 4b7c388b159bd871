"""Questions that ask for a number: how many, how long, how often, what share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from askleaflet.analysis import stems

Quantity = Literal["count", "time", "share"]

# Openings of such questions, and what an answer must hold.
_OPENINGS: dict[tuple[str, ...], Quantity] = {
    **{stems(words): "count" for words in ("how many", "cuantos", "cuantas")},
    **{stems(words): "time" for words in ("how long", "how soon", "how often", "cuanto tiempo")},
    **{
        stems(words): "share"
        for words in (
            "how common",
            "how likely",
            "how rare",
            "what percentage",
            "what percent",
            "what proportion",
            "what share",
            "what are the odds",
            "what are the chances",
        )
    },
}
_BY_FIRST = {
    first: [(opening, quantity) for opening, quantity in _OPENINGS.items() if opening[0] == first]
    for first in {opening[0] for opening in _OPENINGS}
}
_NUMBER_WORDS = frozenset(
    stems("one two three four five six seven eight nine ten twelve half once twice dozen")
)
_TIME_WORDS = frozenset(
    stems("continuous continuously daily weekly monthly always permanently each every first")
)
_SHARE_WORDS = frozenset(stems("common uncommon rare rarely often frequently"))


def asks_quantity(words: Sequence[str]) -> Quantity | None:
    """What a question (stems) asks the amount of, or None where it asks for no number."""
    for at, word in enumerate(words):
        for opening, quantity in _BY_FIRST.get(word, ()):
            if tuple(words[at : at + len(opening)]) == opening:
                return quantity
    return None


def holds_quantity(words: Sequence[str], quantity: Quantity) -> bool:
    """Whether a text (stems) can answer a question for ``quantity``."""
    if any(word[0].isdigit() or word in _NUMBER_WORDS for word in words):
        return True
    if quantity == "time":
        return any(word in _TIME_WORDS for word in words)
    return quantity == "share" and any(word in _SHARE_WORDS for word in words)
