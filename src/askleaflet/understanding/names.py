"""Names of medicines: what else than the leaflet at hand a question may be about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import singular, words
from askleaflet.called import MEDICINES_FILE
from askleaflet.data import read_lines

WORDS_FILE = "ordinary_words.txt"
# Endings of international non-proprietary names (WHO's stem book) that are endings of no
# ordinary English word of seven letters or more.
_ENDINGS = tuple(
    "mab nib ciclib parib statin pril sartan olol azole cillin mycin micin floxacin cycline "
    "gliptin gliflozin glutide prazole tidine setron triptan oxetine azepam azolam barbital "
    "dronate parin xaban gatran platin rubicin taxel fungin lukast terol asparaginase leucel "
    "tecan poside trexate".split()
)
# Shorter words have too many names one letter away ("gracias" is no medicine).
SHORTEST_MISSPELLED, TWO_SLIPS_FROM = 7, 10


class Named(NamedTuple):
    """A name of a medicine in a sequence of words: which, and which of the words."""

    name: str
    first: int
    last: int


class MedicineNames:
    """Finds names of medicines, as written but for plurals: stems would read "migrane" as
    Migranal."""

    def __init__(self, names: Iterable[str], is_word: Callable[[str], bool]) -> None:
        """``is_word``: whether a folded word is an ordinary one, and so no misspelled name."""
        self._is_word = is_word
        self._phrases: set[tuple[str, ...]] = set()
        self._longest: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = {}
        for name in names:
            phrase = tuple(singular(word) for word in words(name))
            if not phrase:
                continue
            self._phrases.add(phrase)
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))
            if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_MISSPELLED - 1:
                self._by_length.setdefault(len(phrase[0]), []).append(phrase[0])

    @classmethod
    def load(cls, is_word: Callable[[str], bool]) -> MedicineNames:
        """The list that ships; so do words that look like a misspelled name and are none."""
        ordinary = frozenset(read_lines(WORDS_FILE))
        return cls(read_lines(MEDICINES_FILE), lambda word: word in ordinary or is_word(word))

    def has(self, word: str) -> bool:
        """Whether ``word`` (folded) is a name of the list."""
        return (singular(word),) in self._phrases

    def near(self, word: str, most: float) -> set[str]:
        """The names of one word that have at most so many letters of ``word`` wrong."""
        names = [
            name
            for length in range(len(word) - int(most), len(word) + int(most) + 1)
            for name in self._by_length.get(length, ())
        ]
        found = process.extract(
            word, names, scorer=OSA.distance, score_cutoff=int(most), limit=None
        )
        return {str(name) for name, *_ in found}

    def find(self, read: Sequence[str], known: Collection[str] = ()) -> list[Named]:
        """The names in ``read`` (folded words), left to right, longest first.

        ``known`` are words of the leaflets at hand: spelled right, they are no misspelled name.
        """
        own = [singular(word) for word in read]
        found = []
        at = 0
        while at < len(own):
            named = self._at(own, at)
            if named is None and own[at] not in known and read[at] not in known:
                named = self._misspelled(read[at], at)
            if named:
                found.append(named)
            at = named.last if named else at + 1
        return found

    def _at(self, own: Sequence[str], at: int) -> Named | None:
        for length in range(min(self._longest.get(own[at], 0), len(own) - at), 0, -1):
            phrase = tuple(own[at : at + length])
            if phrase in self._phrases:
                return Named(" ".join(phrase), at, at + length)
        return None

    def _misspelled(self, word: str, at: int) -> Named | None:
        """A word with the ending of a medicine's name is one; one that is nearly a name, too."""
        if len(word) < SHORTEST_MISSPELLED or not word.isalpha() or self._is_word(word):
            return None
        if word.endswith(_ENDINGS):
            return Named(word, at, at + 1)
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = [
            name
            for length in range(len(word) - slips, len(word) + slips + 1)
            for name in self._by_length.get(length, ())
            if name[0] == word[0]
        ]
        best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        return Named(str(best[0]), at, at + 1) if best else None
