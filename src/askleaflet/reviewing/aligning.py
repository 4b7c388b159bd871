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
# So many words in a row are seldom twice in a leaflet, so that their places are soon found.
RUN = 3
# As many pairs of equal runs as may be looked at: some seconds.
MOST_PAIRS = 20_000_000
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
    """Which word of ``leaflet`` is which of ``original``, in the order of both; empty where they
    repeat themselves so much that it would take too long to tell."""
    first, last = _window(original, leaflet)
    found: dict[int, int] = {}
    reached = first
    for at, start, long in _alike(_runs(original[first:last]), _runs(leaflet)):
        for step in range(long + RUN - 1):
            if first + at + step >= reached and start + step not in found:
                found[start + step] = first + at + step
                reached = first + at + step + 1
    return _filled(original[:last], leaflet, found, first)


def _filled(
    original: Sequence[str], leaflet: Sequence[str], known: dict[int, int], first: int
) -> dict[int, int]:
    """``known`` with the words between its runs."""
    found = dict(known)
    before, reached = 0, first
    for start, at in (*sorted(known.items()), (len(leaflet), len(original))):
        gap = original[reached:at], leaflet[before:start]
        for left, right, long in _alike(*gap) if all(gap) else ():
            found.update((before + right + step, reached + left + step) for step in range(long))
        before, reached = start + 1, at + 1
    return found


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _alike(one: Sequence[object], other: Sequence[object]) -> Sequence[tuple[int, int, int]]:
    often, there = Counter(one), Counter(other)
    if sum(times * there[each] for each, times in often.items()) > MOST_PAIRS:
        return []
    # The last block is always empty.
    return SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()[:-1]


def _window(original: Sequence[str], leaflet: Sequence[str]) -> tuple[int, int]:
    """Where in ``original`` the leaflet stands: where most of its runs follow each other as there.
    In a file of six leaflets that share most of their words, each run stands six times."""
    if len(original) <= LONGER * len(leaflet):
        return 0, len(original)
    where: dict[tuple[str, ...], list[int]] = {}
    for at, run in enumerate(_runs(leaflet)):
        where.setdefault(run, []).append(at)
    wide = max(len(leaflet) // 4, 50)
    votes: Counter[int] = Counter()
    for at, run in enumerate(_runs(original)):
        # A run that stands often tells of no place.
        starts = where.get(run, ())
        votes.update({(at - start) // wide for start in starts if len(starts) <= RUN})
    best = max(votes, key=lambda one: votes[one] + votes[one + 1], default=0) * wide
    return max(best - wide, 0), min(best + len(leaflet) + 3 * wide, len(original))
