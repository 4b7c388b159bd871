"""Body weights and stretches of time in questions and in leaflets: whether a limit holds for the
person who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_NUMBER = r"(\d+(?:[.,]\d+)?)"
# In kilograms (1 lb is 0.45359237 kg by definition, 1 stone 14 lb), by the first letter.
_POUND = 0.45359237
_KILOGRAMS = {"k": 1.0, "l": _POUND, "p": _POUND, "s": 14 * _POUND}
_HOURS = {"h": 1.0, "d": 24.0, "w": 168.0, "m": 730.0}


@dataclass(frozen=True)
class Quantity:
    """What can be measured: ``units``, a pattern; ``sizes``, how large each is, by its first
    letter; ``above`` and ``below``, the words before a limit that say so, patterns."""

    units: str
    sizes: dict[str, float]
    above: str
    below: str

    def fits(self, said: str, asked: str) -> bool | None:
        """Whether a limit in ``said`` holds for what is given in ``asked``; None where there is no
        limit, or nothing is given."""
        given = list(self._found(self._given, asked))
        if not given:
            return None
        below, above = list(self._found(self._below, said)), list(self._found(self._above, said))
        if not (below or above):
            return None
        return any(
            [one <= limit for one in given for limit in below]
            + [one >= limit for one in given for limit in above]
        )

    def limits(self, said: str) -> bool:
        """Whether ``said`` has a limit."""
        return bool(self._above.search(said) or self._below.search(said))

    @cached_property
    def _given(self) -> re.Pattern[str]:
        return re.compile(f"{_NUMBER} *{self.units}", re.IGNORECASE)

    @cached_property
    def _above(self) -> re.Pattern[str]:
        after = "(?:or|and) (?:more|over|above|later|longer)"
        return self._limit(self.above, after)

    @cached_property
    def _below(self) -> re.Pattern[str]:
        return self._limit(self.below, "(?:or|and) (?:less|under|below|earlier)")

    def _limit(self, before: str, after: str) -> re.Pattern[str]:
        amount = f"{_NUMBER} *{self.units}"
        return re.compile(rf"\b(?:{before}) {amount}|{amount} {after}\b", re.IGNORECASE)

    def _found(self, pattern: re.Pattern[str], text: str) -> Iterator[float]:
        for found in pattern.finditer(text):
            number, unit = (one for one in found.groups() if one is not None)
            yield float(number.replace(",", ".")) * self.sizes[unit[0].lower()]


WEIGHT = Quantity(
    r"(kgs?|kilos?|kilograms?|kilogrammes?|lbs?|pounds?|stone|st)\b",
    _KILOGRAMS,
    "more than|over|above|heavier than|at least",
    "less than|under|below|lighter than|up to|no more than",
)
TIME = Quantity(
    r"(hours?|hrs?|days?|weeks?|months?)\b",
    _HOURS,
    "more than|over|longer than|later than|after|at least",
    "less than|under|fewer than|within|before|up to",
)
