"""``askleaflet-lab patterns``: looks for regular expressions of the program that blow up.

Each one is put to texts that repeat a few characters, with a beginning that many expressions open
with and an end that they miss. Twice the text may take twice the time and a little more.
"""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import product

import askleaflet

SIZE = 6_000
BEGINNINGS = ("", "## a", "- 1. <")
UNITS = (
    *(" ", "\t", "\n", "a", "A", "1", ".", ",", "-", "*", "#", "_", "[", "]", "(", "'", '"', "<"),
    *("a ", "a.", "a. b? ", "1.", "1,2", "a-", "\n\n", "\n- ", " \n", "\u0301", "a\u0301", "::"),
    "€",
)
# In seconds: below it a measure says nothing, and twice the text takes more only by chance.
LEAST = 0.01
MOST_GROWTH = 3.0


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression that a module of the program holds, with its name."""
    for found in pkgutil.walk_packages(askleaflet.__path__, "askleaflet."):
        if found.name.endswith("__main__"):
            continue
        for name, value in vars(import_module(found.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{found.name}.{name}", value


def slow(pattern: re.Pattern[str]) -> str | None:
    """A unit on which ``pattern`` takes more than in line with the text; None where there is
    none."""
    for beginning, unit in product(BEGINNINGS, UNITS):
        text = beginning + unit * (2 * SIZE // len(unit)) + "\x00"
        twice = _seconds(pattern, text)
        if twice > LEAST and twice > MOST_GROWTH * _seconds(pattern, text[: len(text) // 2]):
            return beginning + unit
    return None


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    took = []
    for _ in range(2):
        began = time.process_time()
        sum(1 for _ in pattern.finditer(text))
        pattern.fullmatch(text)
        took.append(time.process_time() - began)
    return min(took)
