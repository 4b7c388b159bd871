"""An original laid beside the leaflet that was made of it, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from askleaflet.importing.counting import words
from askleaflet.importing.texts import SOFT

_HYPHENS = "-\u2010\u2011\u0002\ufffe"
_LETTERS = rf"(?:[^\W\d_]|[{SOFT}])+"
# A word that a hyphen or the end of a line parts is one, as it is where words are counted.
_TOKEN = re.compile(
    rf"(?:\d+(?:[.,]\d+)*|{_LETTERS})(?:[{_HYPHENS}](?:[ \t]*\r?\n\s*)?(?:\d+|{_LETTERS}))*"
    r"|[<>\u2264\u2265\u00b1%\u00b0\u00d7=+\uf000-\uf0ff]"
)
# As many pairs of equal words as may be looked at: a leaflet of 20,000 words has as many.
MOST_PAIRS = 5_000_000
# An original so much longer than its leaflet holds other things, too.
LONGER = 1.3


class Word(NamedTuple):
    """A word as it is compared, and where it stands."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def _key(written: str) -> str:
    return "".join(words(written))


def placed(text: str) -> list[Word]:
    """The words of ``text`` with their places."""
    found = (Word(_key(one[0]), one.start(), one.end()) for one in _TOKEN.finditer(text))
    return [one for one in found if one.key]


def pairs(original: Sequence[str], leaflet: Sequence[str]) -> dict[int, int]:
    """Which word of ``leaflet`` is which of ``original``, in the order of both; none where they
    repeat themselves so much that it would take too long to tell."""
    first, last = _window(original, leaflet)
    often, there = Counter(original[first:last]), Counter(leaflet)
    if sum(times * there[one] for one, times in often.items()) > MOST_PAIRS:
        return {}
    same = SequenceMatcher(None, original[first:last], leaflet, autojunk=False)
    return {
        start + step: first + at + step
        for at, start, long in same.get_matching_blocks()
        for step in range(long)
    }


def _window(original: Sequence[str], leaflet: Sequence[str]) -> tuple[int, int]:
    """Where in ``original`` the leaflet stands: where most of its runs follow each other as there.
    In a file of six leaflets that share most of their words, each run stands six times."""
    if len(original) <= LONGER * len(leaflet):
        return 0, len(original)
    # Of a run that stands twice, its last place: most stand once.
    where = {run: at for at, run in enumerate(_runs(leaflet))}
    wide = max(len(leaflet) // 4, 50)
    votes = Counter(
        (at - where[run]) // wide for at, run in enumerate(_runs(original)) if run in where
    )
    best = max(votes, key=lambda one: votes[one] + votes[one + 1], default=0) * wide
    return max(best - wide, 0), min(best + len(leaflet) + 3 * wide, len(original))


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))
