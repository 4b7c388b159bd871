"""Spelling: a word nobody knows is read as the nearest word that is known, and it is shown.

Only words that are in neither the leaflets', the vocabularies' nor the ordinary language are
touched, and never into or out of a medicine's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import stem
from askleaflet.data import read_text

WORDS_FILE = "english_words.txt"
# Shorter words have too many neighbours one letter away.
SHORTEST_CORRECTED = 4
# From this length on, two slips in a word are still the same word.
TWO_SLIPS_FROM = 7


class OrdinaryWords:
    """Membership in the list of ordinary English words, kept as one text to save memory."""

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}\n"

    @classmethod
    def load(cls) -> OrdinaryWords:
        """The list the program ships."""
        return cls(read_text(WORDS_FILE))

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._text


class Speller:
    """Reads an unknown word as the nearest known one."""

    def __init__(self, words: Iterable[str], ordinary: OrdinaryWords) -> None:
        """``words``: folded words of leaflets and vocabularies; a word given often wins ties."""
        self._count = Counter(word for word in words if word.isalpha())
        self._stems = {stem(word) for word in self._count}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._count):
            if len(word) >= SHORTEST_CORRECTED:
                self._by_length.setdefault(len(word), []).append(word)
        self._ordinary = ordinary

    def knows(self, word: str) -> bool:
        """Whether ``word`` (folded) is a word of the vocabularies or of the language."""
        return stem(word) in self._stems or word in self._ordinary

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
                near.append((int(distance), first, -self._count[other], other))
        if not near:
            return None
        distance, _, _, best = min(near)
        return best, distance
