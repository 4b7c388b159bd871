"""Names of medicines and illnesses: what else than the leaflet at hand a question may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import singular, words
from askleaflet.data import read_lines
from askleaflet.records import SubjectSort
from askleaflet.termkeys import TermMap
from askleaflet.understanding.families import family_names
from askleaflet.understanding.spelling import WORDS_FILE

MEDICINES_FILE = "medicines.txt"
CLASSES_FILE = "drug_classes.txt"
ILLNESSES_FILE = "illnesses.txt"
# Endings of international non-proprietary names (WHO's stem book) that are endings of no
# ordinary English word of six letters or more.
_ENDINGS = tuple(
    "mab nib ciclib parib statin pril sartan olol azole cillin mycin micin floxacin cycline "
    "gliptin gliflozin glutide prazole tidine setron triptan oxetine azepam azolam barbital "
    "dronate parin xaban gatran platin rubicin taxel fungin lukast terol asparaginase leucel "
    "tecan poside trexate".split()
)
_SORTS: tuple[SubjectSort, ...] = ("illness", "class", "medicine")
SHORTEST_FUZZY = 6
TWO_SLIPS_FROM = 8


class Named(NamedTuple):
    """A name in a sequence of words: which, what sort, and which of the words."""

    name: str
    sort: SubjectSort
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NameTables:
    """What is known of the names' first words, and how medicines are spelled.

    ``longest``: a first word -> how many words the longest name that opens so has, where it has
    several; ``spelled``: names of medicines with a space between, by first letter and length
    ("i9"), for words that are nearly one.
    """

    longest: dict[str, int]
    spelled: dict[str, str]


class Names:
    """Finds names of medicines, classes of medicines and illnesses.

    Names are compared as written, but for plurals: stems would read "migrane" as Migranal.
    """

    def __init__(self, tables: NameTables, phrases: TermMap) -> None:
        """``phrases``: a name in singular words -> the number of its sort in ``_SORTS``."""
        self.tables = tables
        self.phrases = phrases

    @classmethod
    def of(
        cls, medicines: Iterable[str], classes: Iterable[str] = (), illnesses: Iterable[str] = ()
    ) -> Names:
        """The names in these lists; a name in two of them is of the sort given first here."""
        medicines = tuple(medicines)
        phrases: dict[str, int] = {}
        longest: dict[str, int] = {}
        for number, names in enumerate((illnesses, classes, medicines)):
            for name in names:
                phrase = [singular(word) for word in words(name)]
                if phrase:
                    phrases[" ".join(phrase)] = number
                if len(phrase) > 1:
                    longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
        spelled: dict[str, list[str]] = {}
        for name in medicines:
            if name.isalpha() and len(name) >= SHORTEST_FUZZY - 1:
                spelled.setdefault(_drawer(name, len(name)), []).append(name.lower())
        drawers = {drawer: " ".join(own) for drawer, own in spelled.items()}
        return cls(NameTables(longest, drawers), TermMap.of(phrases))

    @classmethod
    def load(cls) -> Names:
        """The lists the program ships."""
        # Zinc, iron and calcium are ordinary words; what is said of them is not about a medicine.
        ordinary = frozenset(read_lines(WORDS_FILE))
        families = [name for name in family_names() if name not in ordinary]
        medicines = [*families, *read_lines(MEDICINES_FILE)]
        classes = read_lines(CLASSES_FILE)
        return cls.of(medicines, classes, read_lines(ILLNESSES_FILE))

    def find(self, read: Sequence[str]) -> list[Named]:
        """The names spelled right in ``read`` (folded words), left to right, longest first."""
        longest = self.tables.longest
        own = [singular(word) for word in read]
        found = []
        at = 0
        while at < len(own):
            for length in range(min(longest.get(own[at], 1), len(own) - at), 0, -1):
                phrase = " ".join(own[at : at + length])
                sort = self.phrases.get(phrase)
                if sort is not None:
                    found.append(Named(phrase, _SORTS[sort], at, at + length))
                    at += length
                    break
            else:
                at += 1
        return found

    def __contains__(self, word: str) -> bool:
        return self.phrases.get(singular(word)) == _SORTS.index("medicine")

    def nearest(self, word: str) -> tuple[str, int] | None:
        """The medicine whose name ``word`` is nearly spelled like, and how many slips away.

        A word with the ending of a medicine's name counts as one, no slips away.
        """
        if len(word) < SHORTEST_FUZZY or not word.isalpha():
            return None
        if word.endswith(_ENDINGS):
            return word, 0
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        choices = [
            name
            for length in range(len(word) - slips, len(word) + slips + 1)
            for name in self.tables.spelled.get(_drawer(word, length), "").split()
        ]
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=slips)
        return None if found is None else (str(found[0]), int(found[1]))


def _drawer(name: str, length: int) -> str:
    """Where the names that open like ``name`` and are ``length`` long are kept."""
    return f"{name[0].lower()}{length}"
