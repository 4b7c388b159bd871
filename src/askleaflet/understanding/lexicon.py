"""The lay vocabulary: what people say beside what leaflets say, as concepts found in a text.

A phrase of several words is compared by stems, whatever its endings. A phrase of one word is
compared as written, but for its plural: "monthly" (a period) is not "months".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from askleaflet.analysis import singular, terms
from askleaflet.data import Entry, lines_of, read_toml
from askleaflet.records import Term
from askleaflet.termkeys import TermMap

ConceptType = Literal[
    "symptom",
    "body",
    "person",
    "substance",
    "activity",
    "care",
    "treatment",
    "test",
    "condition",
    "blood",
    "process",
]
LEXICON_FILE = "lay_terms.toml"
# Types of which every concept is needed unless its entry says otherwise.
NEEDED_TYPES = frozenset({"symptom", "substance", "activity", "condition", "test", "treatment"})
# People put these anywhere in a phrase: "bung you up", "sick to her stomach".
_PRONOUNS = frozenset("my your his her our their me you him them us mine yours ur".split())
# And these: "my hair is falling out", "the room keeps on spinning". A phrase of two other words
# at least is found with them left out, too.
_GLUE = frozenset(
    "a an the is are was were be been am im keeps keep on just so really very always all".split()
)
# How many of them a phrase may hold.
_MOST_GLUE = 2


class _Entry(Entry):
    type: ConceptType
    leaflet: tuple[str, ...]
    people: str = ""
    near: tuple[str, ...] = ()
    needed: bool | None = None


class _File(Entry):
    term: dict[str, _Entry]


def _is_needed(entry: _Entry) -> bool:
    return entry.type in NEEDED_TYPES if entry.needed is None else entry.needed


class Found(NamedTuple):
    """A concept in a sequence of terms: which, and which of the terms (end exclusive)."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LexiconTables:
    """What is known of each concept, in the order of their numbers, and of first words.

    ``words``: a singular word -> its concept; ``lengths``: a first stem -> how many stems the
    phrases have that open so: bit n is set where there is one of n.
    """

    types: dict[str, ConceptType]
    near: dict[str, frozenset[str]]
    needed: frozenset[str]
    words: dict[str, str]
    lengths: dict[str, int]


class Lexicon:
    """Finds concepts in stems, longest phrase first."""

    def __init__(
        self, tables: LexiconTables, phrases: TermMap, surface: frozenset[str] = frozenset()
    ) -> None:
        """``phrases``: stems with a space between -> the number of their concept; ``surface``:
        every word of its phrases, as written, which the speller wants to know."""
        self.tables = tables
        self.phrases = phrases
        self.surface = surface
        self._ids = tuple(tables.types)
        self.types: Mapping[str, ConceptType] = tables.types
        self.near: Mapping[str, frozenset[str]] = tables.near
        # What a question names of these must be accounted for by the words that answer it.
        self.needed = tables.needed

    @classmethod
    def load(cls) -> Lexicon:
        """The lexicon the program ships. Raises VocabularyError where its file is broken."""
        entries = read_toml(LEXICON_FILE, _File).term
        words: dict[str, str] = {}
        phrases: dict[str, int] = {}
        lengths: dict[str, int] = {}
        surface: set[str] = set()
        for number, (id, entry) in enumerate(entries.items()):
            for text in (*entry.leaflet, *lines_of(entry.people)):
                phrase = terms(text)
                surface.update(term.word for term in phrase)
                kept = [term for term in phrase if term.word not in _PRONOUNS]
                if len(kept) == 1:
                    words.setdefault(singular(kept[0].word), id)
                elif kept:
                    first = kept[0].stem
                    phrases.setdefault(" ".join(term.stem for term in kept), number)
                    lengths[first] = lengths.get(first, 0) | 1 << len(kept)
                loose = [term for term in kept if term.word not in _GLUE]
                if 1 < len(loose) < len(kept) and all(len(term.word) > 2 for term in loose):
                    phrases.setdefault(" ".join(term.stem for term in loose), number)
                    first = loose[0].stem
                    lengths[first] = lengths.get(first, 0) | 1 << len(loose)
        tables = LexiconTables(
            types={id: entry.type for id, entry in entries.items()},
            near={id: frozenset((id, *entry.near)) for id, entry in entries.items()},
            needed=frozenset(id for id, entry in entries.items() if _is_needed(entry)),
            words=words,
            lengths=lengths,
        )
        return cls(tables, TermMap.of(phrases), frozenset(surface))

    def find(self, words: Sequence[Term]) -> list[Found]:
        """The concepts in ``words``, left to right, the longest phrase winning."""
        places = [place for place, word in enumerate(words) if word.word not in _PRONOUNS]
        stems = [words[place].stem for place in places]
        found = []
        at = 0
        while at < len(stems):
            length, concept = self._at(words[places[at]], stems, at)
            if length == 1:
                loose, found_loosely = self._loosely_at(words, places, at)
                length, concept = (loose, found_loosely) if found_loosely else (length, concept)
            if concept is not None:
                found.append(Found(concept, places[at], places[at + length - 1] + 1))
            at += length
        return found

    def _at(self, word: Term, stems: Sequence[str], at: int) -> tuple[int, str | None]:
        known = self.tables
        for length in _lengths(known.lengths.get(stems[at], 0), len(stems) - at):
            number = self.phrases.get(" ".join(stems[at : at + length]))
            if number is not None:
                return length, self._ids[number]
        return 1, known.words.get(singular(word.word))

    def _loosely_at(
        self, words: Sequence[Term], places: Sequence[int], at: int
    ) -> tuple[int, str | None]:
        """As _at, with the small words inside a phrase left out."""
        if words[places[at]].word in _GLUE:
            return 1, None
        lengths = self.tables.lengths.get(words[places[at]].stem, 0)
        near = range(at, min(len(places), at + lengths.bit_length() - 1 + _MOST_GLUE))
        kept = [one for one in near if words[places[one]].word not in _GLUE]
        for length in _lengths(lengths, len(kept)):
            if kept[length - 1] == at + length - 1:
                continue  # Nothing is left out: _at has tried it.
            number = self.phrases.get(" ".join(words[places[k]].stem for k in kept[:length]))
            if number is not None:
                return kept[length - 1] - at + 1, self._ids[number]
        return 1, None

    def concepts(self, text: str) -> frozenset[str]:
        """The ids of the concepts that ``text`` names."""
        return frozenset(found.concept for found in self.find(terms(text)))


def _lengths(bits: int, most: int) -> Iterator[int]:
    """The numbers of the bits that are set, from ``most`` down to 2."""
    return (
        length for length in range(min(bits.bit_length() - 1, most), 1, -1) if bits >> length & 1
    )
