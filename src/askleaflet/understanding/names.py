"""Names of medicines and illnesses: what else than the leaflet at hand a question may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import singular, terms
from askleaflet.data import read_lines
from askleaflet.records import SubjectSort

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
SHORTEST_FUZZY = 6
TWO_SLIPS_FROM = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sequence of words: which, what sort, and which of the words."""

    name: str
    sort: SubjectSort
    first: int
    last: int


class Names:
    """Finds names of medicines, classes of medicines and illnesses.

    Names are compared as written, but for plurals: stems would read "migrane" as Migranal.
    """

    def __init__(
        self, medicines: Iterable[str], classes: Iterable[str] = (), illnesses: Iterable[str] = ()
    ) -> None:
        self._phrases: dict[tuple[str, ...], SubjectSort] = {}
        self._longest: dict[str, int] = {}
        self._fuzzy: dict[tuple[str, int], list[str]] = {}
        lists: tuple[tuple[SubjectSort, Iterable[str]], ...] = (
            ("illness", illnesses),
            ("class", classes),
            ("medicine", medicines),
        )
        for sort, names in lists:
            for name in names:
                self._add(name, sort)

    @classmethod
    def load(cls) -> Names:
        """The lists the program ships."""
        return cls(read_lines(MEDICINES_FILE), read_lines(CLASSES_FILE), read_lines(ILLNESSES_FILE))

    def _add(self, name: str, sort: SubjectSort) -> None:
        phrase = tuple(singular(term.word) for term in terms(name))
        if not phrase:
            return
        self._phrases[phrase] = sort
        self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))
        if sort == "medicine" and name.isalpha() and len(name) >= SHORTEST_FUZZY - 1:
            self._fuzzy.setdefault((name[0].lower(), len(name)), []).append(name.lower())

    def find(self, words: Sequence[str]) -> list[Named]:
        """The names spelled right in ``words`` (folded), left to right, longest first."""
        words = [singular(word) for word in words]
        found = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1):
                phrase = tuple(words[at : at + length])
                if phrase in self._phrases:
                    found.append(Named(" ".join(phrase), self._phrases[phrase], at, at + length))
                    at += length
                    break
            else:
                at += 1
        return found

    def __contains__(self, word: str) -> bool:
        return self._phrases.get((singular(word),)) == "medicine"

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
            for name in self._fuzzy.get((word[0], length), ())
        ]
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=slips)
        return None if found is None else (str(found[0]), int(found[1]))
