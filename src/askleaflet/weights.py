"""Body weights in questions and in leaflets: whether a limit holds for the person who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_UNIT = r"(kgs?|kilos?|kilograms?|kilogrammes?|lbs?|pounds?|stone|st)\b"
_WEIGHT = re.compile(rf"{_NUMBER} ?{_UNIT}", re.IGNORECASE)
_BELOW = re.compile(
    rf"\b(?:less than|under|below|lighter than|up to|no more than) {_NUMBER} ?{_UNIT}"
    rf"|{_NUMBER} ?{_UNIT} (?:or less|or under|and under)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"\b(?:more than|over|above|heavier than|at least) {_NUMBER} ?{_UNIT}"
    rf"|{_NUMBER} ?{_UNIT} (?:or more|or over|and over|and above)",
    re.IGNORECASE,
)
# In kilograms (1 lb is 0.45359237 kg by definition, 1 stone 14 lb).
_POUND = 0.45359237
_KILOGRAMS = {"k": 1.0, "l": _POUND, "p": _POUND, "s": 14 * _POUND}


def excludes(said: str, asked: str) -> bool:
    """Whether ``said`` speaks of people below or above a body weight, and ``asked`` gives one that
    no such limit of it holds for: what it says is nothing that this person should go by."""
    given = list(_weights(_WEIGHT, asked))
    if not given:
        return False
    below, above = list(_weights(_BELOW, said)), list(_weights(_ABOVE, said))
    fits = any(
        [one <= limit for one in given for limit in below]
        + [one >= limit for one in given for limit in above]
    )
    return bool(below or above) and not fits


def _weights(pattern: re.Pattern[str], text: str) -> Iterator[float]:
    for found in pattern.finditer(text):
        number, unit = (one for one in found.groups() if one is not None)
        yield float(number.replace(",", ".")) * _KILOGRAMS[unit[0].lower()]
