"""Spelling: a word nobody knows is read as the one that is usually meant by it, else as the
nearest word that is known, and it is shown.

Only words that are in neither the leaflets', the vocabularies' nor the ordinary language are
touched, and never into or out of a medicine's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import stem
from askleaflet.data import read_lines, read_text
from askleaflet.errors import VocabularyError
from askleaflet.termkeys import TermKeys

WORDS_FILE = "english_words.txt"
SPELLINGS_FILE = "spellings.txt"
# Shorter words have too many neighbours one letter away.
SHORTEST_CORRECTED = 4
# From this length on, two slips in a word are still the same word.
TWO_SLIPS_FROM = 7


def read_ordinary_words() -> TermKeys:
    """The ordinary English words, from the list the program ships."""
    return TermKeys.of(read_text(WORDS_FILE).split("\n"))


def read_spellings() -> dict[str, str]:
    """Ways in which everyday words are written, each with the word that is meant.

    Raises VocabularyError where a line is no word with its spellings, or one means two words.
    """
    meant: dict[str, str] = {}
    for line in read_lines(SPELLINGS_FILE):
        word, colon, spellings = line.partition(":")
        if not (colon and word.strip().isalpha() and spellings.split()):
            raise VocabularyError(
                f"data/{SPELLINGS_FILE}: “{line}” must be a word, a colon and ways to write it."
            )
        for spelling in spellings.split():
            if meant.setdefault(spelling, word.strip()) != word.strip():
                raise VocabularyError(
                    f"data/{SPELLINGS_FILE}: “{spelling}” stands at two words. Keep one."
                )
    return meant


class Drawer(NamedTuple):
    """The words of one length, in the order of the alphabet with a space between, and how often
    each stands in leaflets and vocabularies."""

    words: str
    counts: tuple[int, ...]


EMPTY = Drawer("", ())


class Speller:
    """Reads an unknown word as the nearest known one."""

    def __init__(
        self,
        drawers: Mapping[int, Drawer],
        spellings: Mapping[str, str],
        known: TermKeys,
        ordinary: TermKeys,
    ) -> None:
        """``drawers``: the words to choose from by their length; ``spellings``: words meant by
        the way they are written; ``known``: the stems of all words of leaflets and vocabularies;
        ``ordinary``: other English words."""
        self.drawers = drawers
        self.spellings = spellings
        self.known = known
        self.ordinary = ordinary

    @classmethod
    def of(cls, words: Iterable[str], ordinary: TermKeys, spellings: Mapping[str, str]) -> Speller:
        """``words``: folded words of leaflets and vocabularies; a word given often wins ties."""
        count = Counter(word for word in words if word.isalpha())
        by_length: dict[int, list[str]] = {}
        for word in sorted(count):
            if len(word) >= SHORTEST_CORRECTED:
                by_length.setdefault(len(word), []).append(word)
        drawers = {
            length: Drawer(" ".join(own), tuple(count[word] for word in own))
            for length, own in by_length.items()
        }
        return cls(drawers, spellings, TermKeys.of(set(map(stem, count))), ordinary)

    def knows(self, word: str) -> bool:
        """Whether ``word`` (folded) is a word of the vocabularies or of the language."""
        return stem(word) in self.known or word in self.ordinary

    def correct(self, word: str) -> tuple[str, int] | None:
        """The known word that ``word`` most likely is and how many slips away, or None.

        None where the word is known, too short, not letters, or near to nothing. One slip is
        forgiven from four letters on, two from seven; a usual spelling counts as no slip.
        """
        if not word or self.knows(word):
            return None
        if word in self.spellings:
            return self.spellings[word], 0
        if len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return None
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            drawer = self.drawers.get(length, EMPTY)
            for other, distance, number in process.extract_iter(
                word, drawer.words.split(), scorer=OSA.distance, score_cutoff=slips
            ):
                first = other[0] != word[0]
                near.append((int(distance), first, -drawer.counts[number], other))
        if not near:
            return None
        distance, _, _, best = min(near)
        return best, distance
