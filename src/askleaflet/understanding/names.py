"""Names of medicines: what else than the leaflet at hand a question may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from askleaflet.analysis import singular
from askleaflet.data import read_lines
from askleaflet.naming import medicines
from askleaflet.spelling import Phrases, Spellings

WORDS_FILE = "ordinary_words.txt"
# Endings of international non-proprietary names (WHO's stem book) that are endings of no
# ordinary English word of seven letters or more.
_ENDINGS = tuple(
    "mab nib ciclib parib statin pril sartan olol azole cillin mycin micin floxacin cycline "
    "gliptin gliflozin glutide prazole tidine setron triptan oxetine azepam azolam barbital "
    "dronate parin xaban gatran platin rubicin taxel fungin lukast terol asparaginase leucel "
    "tecan poside trexate".split()
)
# Among so many names a shorter word has too many one letter away ("gracias" is no medicine).
SHORTEST_MISSPELLED, TWO_SLIPS_FROM = 7, 10


class Named(NamedTuple):
    """A name of a medicine in a sequence of words: which, which of the words, and whether they
    are written otherwise."""

    name: str
    first: int
    last: int
    guessed: bool = False


class MedicineNames:
    """Finds names of medicines, as written but for plurals: stems would read "migrane" as
    Migranal."""

    def __init__(self, names: Phrases, ordinary: Iterable[str]) -> None:
        """``names`` as listed and in the singular; ``ordinary``: words, folded, that are none."""
        self._names = names
        self._spellings = Spellings(names.single(), SHORTEST_MISSPELLED - 1)
        self._words = Spellings(ordinary, 1)

    @classmethod
    def load(cls, words: Iterable[str]) -> MedicineNames:
        """The list that ships; so do words that look like a misspelled name and are none."""
        return cls(medicines(), (*read_lines(WORDS_FILE), *words))

    def has(self, word: str) -> bool:
        """Whether ``word`` (folded) is a name of the list."""
        return (singular(word),) in self._names

    def is_word(self, word: str) -> bool:
        """Whether ``word`` (folded) is an ordinary one, and so no misspelled name."""
        return word in self._words.names

    def is_nearly_word(self, word: str, most: float) -> bool:
        """Whether an ordinary word has at most so many letters of ``word`` wrong."""
        return bool(self._words.spelled(word, most))

    def near(self, word: str, most: float) -> set[str]:
        """The names of one word that have at most so many letters of ``word`` wrong."""
        return {*self._spellings.spelled(word, most)}

    def find(self, read: Sequence[str]) -> list[Named]:
        """The names in ``read`` (folded words), left to right, longest first."""
        own = [singular(word) for word in read]
        found = []
        at = 0
        while at < len(own):
            if length := self._names.length(own, at):
                found.append(Named(" ".join(own[at : at + length]), at, at + length))
            elif name := self._misspelled(read[at]):
                found.append(Named(singular(name), at, at + 1, guessed=True))
            at += max(length, 1)
        return found

    def _misspelled(self, word: str) -> str | None:
        """A word with the ending of a medicine's name is one; one that is nearly a name, too."""
        if len(word) < SHORTEST_MISSPELLED or not word.isalpha() or self.is_word(word):
            return None
        if word.endswith(_ENDINGS):
            return word
        near = self._spellings.spelled(word, 2 if len(word) >= TWO_SLIPS_FROM else 1)
        best = min((one for one in near if one[0] == word[0]), key=near.__getitem__, default=None)
        # "Differance" is nearer to "difference" than to Differine.
        return None if best and self.is_nearly_word(word, near[best]) else best
