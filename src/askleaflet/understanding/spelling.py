"""Spelling: a word nobody knows is read as the nearest word that is known, and it is shown.

Only words that are in neither the leaflets', the vocabularies' nor the ordinary language are
touched, and never into or out of a medicine's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import stem
from askleaflet.data import read_text
from askleaflet.termkeys import TermKeys

WORDS_FILE = "english_words.txt"
# Shorter words have too many neighbours one letter away.
SHORTEST_CORRECTED = 4
# From this length on, two slips in a word are still the same word.
TWO_SLIPS_FROM = 7


def read_ordinary_words() -> TermKeys:
    """The ordinary English words, from the list the program ships."""
    return TermKeys.of(read_text(WORDS_FILE).split("\n"))


@dataclass(frozen=True, slots=True)
class SpellerTables:
    """What the speller takes for right: ``words``, each with how often it stands in leaflets and
    vocabularies, in the order of the alphabet, and their ``stems``."""

    words: dict[str, int]
    stems: frozenset[str]


class Speller:
    """Reads an unknown word as the nearest known one."""

    def __init__(self, tables: SpellerTables, ordinary: TermKeys) -> None:
        self.tables = tables
        self.ordinary = ordinary
        self._by_length: dict[int, list[str]] = {}
        for word in tables.words:
            if len(word) >= SHORTEST_CORRECTED:
                self._by_length.setdefault(len(word), []).append(word)

    @classmethod
    def of(cls, words: Iterable[str], ordinary: TermKeys) -> Speller:
        """``words``: folded words of leaflets and vocabularies; a word given often wins ties."""
        count = Counter(word for word in words if word.isalpha())
        known = SpellerTables(dict(sorted(count.items())), frozenset(map(stem, count)))
        return cls(known, ordinary)

    def knows(self, word: str) -> bool:
        """Whether ``word`` (folded) is a word of the vocabularies or of the language."""
        return stem(word) in self.tables.stems or word in self.ordinary

    def correct(self, word: str) -> tuple[str, int] | None:
        """The known word that ``word`` most likely is and how many slips away, or None.

        None where the word is known, too short, not letters, or near to nothing. One slip is
        forgiven from four letters on, two from seven.
        """
        if len(word) < SHORTEST_CORRECTED or not word.isalpha() or self.knows(word):
            return None
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            choices = self._by_length.get(length, [])
            for other, distance, _ in process.extract_iter(
                word, choices, scorer=OSA.distance, score_cutoff=slips
            ):
                first = other[0] != word[0]
                near.append((int(distance), first, -self.tables.words[other], other))
        if not near:
            return None
        distance, _, _, best = min(near)
        return best, distance
