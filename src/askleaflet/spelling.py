"""Whether words are a name, or another phrase: as written, nearly so, or as they are heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.data import read_lines

# A name of so many letters may have so many of them wrong and still be it.
SHORTEST_MISSPELLED = 5
_SLIPS = ((11, 3), (8, 2), (SHORTEST_MISSPELLED, 1))
# What is heard the same is written in many ways. In this order.
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ph", "f"),
        (r"^x", "z"),
        (r"x", "ks"),
        (r"(?:ck|qu?|c(?![eiyh]))", "k"),
        (r"c(?=[eiy])", "s"),
        (r"(?<=[tkrg])h", ""),
        (r"[ao]e", "e"),
        (r"y", "i"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
    )
)
# As likely as one wrong letter, or less so.
SAME_SOUND = 0.5


class Phrases:
    """Names and openings of one or more words each, found whole; the longest counts."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._all = frozenset(phrases)
        self._longest: dict[str, int] = {}
        for one in self._all:
            self._longest[one[0]] = max(self._longest.get(one[0], 0), len(one))

    def __contains__(self, phrase: tuple[str, ...]) -> bool:
        return phrase in self._all

    def single(self) -> Iterator[str]:
        """The names of one word."""
        return (one[0] for one in self._all if len(one) == 1)

    def length(self, read: Sequence[str], at: int) -> int:
        """How many words of ``read`` from ``at`` on are a name; 0 where none are."""
        for length in range(min(self._longest.get(read[at], 0), len(read) - at), 0, -1):
            if tuple(read[at : at + length]) in self._all:
                return length
        return 0

    def within(self, read: Sequence[str]) -> bool:
        """Whether a name stands anywhere in ``read``."""
        return any(self.length(read, at) for at in range(len(read)))


@cache
def phrases_in(file: str, cut: Callable[[str], tuple[str, ...]]) -> Phrases:
    """The lines of a list file as phrases, each cut into words or stems."""
    return Phrases(map(cut, read_lines(file)))


class Spellings:
    """Names of one word each, found by what is nearly one of them."""

    def __init__(self, names: Iterable[str], shortest: int = SHORTEST_MISSPELLED) -> None:
        self.names = frozenset(one for one in names if len(one) >= shortest)

    def spelled(self, word: str, most: float) -> dict[str, float]:
        """The names with at most so many letters of ``word`` wrong, by how many."""
        slips = int(most)
        lengths = range(len(word) - slips, len(word) + slips + 1)
        alike = [name for length in lengths for name in self._by_length.get(length, ())]
        found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return {str(name): float(wrong) for name, wrong, _ in found}

    def near(self, word: str, most: float) -> dict[str, float]:
        """As ``spelled``, and what is heard the same; the first letter is wrong in what has one
        wrong letter alone."""
        near = {
            name: wrong
            for name, wrong in self.spelled(word, most).items()
            if name[0] == word[0] or wrong <= 1
        }
        for name in self._sounds.get(sound(word), ()):
            near[name] = min(near.get(name, SAME_SOUND), SAME_SOUND)
        return near

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for one in sorted(self.names):
            found.setdefault(len(one), []).append(one)
        return found

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.names:
            found.setdefault(sound(one), []).append(one)
        return found


def slips(word: str) -> int:
    """How many letters of ``word`` may be wrong where it means a name of a leaflet at hand."""
    return next((most for least, most in _SLIPS if len(word) >= least), 0)


def sound(word: str) -> str:
    """How ``word`` (folded) is heard: equal for "xeljanz" and "zeljans"."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
