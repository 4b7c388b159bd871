"""Questions that ask for a number: how many, how much, how long, how often, when, what share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from askleaflet.analysis import stems

Quantity = Literal["count", "amount", "time", "share"]

# Openings of such questions, and what an answer must hold; the longer opening stands first.
_OPENINGS: tuple[tuple[Quantity, str], ...] = (
    ("time", "how long; how soon; how fast; how quickly; how often; cuanto tiempo"),
    ("count", "how many; cuantos; cuantas"),
    ("amount", "how much; how high; how low; what amount; amount in"),
    ("share", "how common; how likely; how rare; what percentage; what percent; what proportion"),
    ("share", "what share; what are the odds; what are the chances"),
)
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Quantity]]] = {}
for _quantity, _openings in _OPENINGS:
    for _opening in map(stems, _openings.split(";")):
        _BY_FIRST.setdefault(_opening[0], []).append((_opening, _quantity))
# "When does it start" asks for a time; "when is it used" and "when should I stop" do not.
_HELPERS = frozenset(stems("do does did will would"))
_ONSETS = frozenset(stems("start begin appear occur happen show kick wear come end finish"))
_NUMBER_WORDS = frozenset(
    stems("one two three four five six seven eight nine ten twelve half once twice dozen")
)
_TIME_WORDS = frozenset(
    stems("continuous continuously daily weekly monthly always permanently each every first")
)
_AMOUNT_WORDS = frozenset(stems("dose dosing dosage depend half double weight"))
_SHARE_WORDS = frozenset(stems("common uncommon rare rarely often frequently"))
_HELD_BY = {"amount": _AMOUNT_WORDS, "time": _TIME_WORDS, "share": _SHARE_WORDS}


def asks_quantity(words: Sequence[str]) -> Quantity | None:
    """What a question (stems) asks the amount of, or None where it asks for no number."""
    for at, word in enumerate(words):
        for opening, quantity in _BY_FIRST.get(word, ()):
            if tuple(words[at : at + len(opening)]) == opening:
                return quantity
        if word == "when" and set(words[at + 1 : at + 2]) & _HELPERS and _ONSETS & set(words[at:]):
            return "time"
    return None


def holds_quantity(words: Sequence[str], quantity: Quantity) -> bool:
    """Whether a text (stems) can answer a question for ``quantity``."""
    if any(word[0].isdigit() or word in _NUMBER_WORDS for word in words):
        return True
    return any(word in _HELD_BY.get(quantity, ()) for word in words)
