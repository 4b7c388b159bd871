"""The lay vocabulary: what people say beside what leaflets say, as concepts found in a text.

A phrase of several words is compared by stems, whatever its endings. A phrase of one word is
compared as written, but for its plural: "monthly" (a period) is not "months".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from askleaflet.analysis import singular, terms
from askleaflet.data import lines_of, read_toml
from askleaflet.records import Term

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


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: ConceptType
    leaflet: tuple[str, ...]
    people: str = ""
    near: tuple[str, ...] = ()
    needed: bool | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    term: dict[str, _Entry]


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a sequence of terms: which, and which of the terms (end exclusive)."""

    concept: str
    first: int
    last: int


class Lexicon:
    """Finds concepts in stems, longest phrase first."""

    def __init__(self, entries: Mapping[str, _Entry]) -> None:
        self.types: dict[str, ConceptType] = {id: entry.type for id, entry in entries.items()}
        self.near: dict[str, frozenset[str]] = {
            id: frozenset((id, *entry.near)) for id, entry in entries.items()
        }
        # What a question names of these must be accounted for by the words that answer it.
        self.needed = frozenset(
            id
            for id, entry in entries.items()
            if (entry.type in NEEDED_TYPES if entry.needed is None else entry.needed)
        )
        self._words: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self.surface: set[str] = set()
        for id, entry in entries.items():
            for phrase in (*entry.leaflet, *lines_of(entry.people)):
                self._add(terms(phrase), id)

    @classmethod
    def load(cls) -> Lexicon:
        """The lexicon the program ships. Raises VocabularyError where its file is broken."""
        return cls(read_toml(LEXICON_FILE, _File).term)

    def _add(self, phrase: Sequence[Term], id: str) -> None:
        self.surface.update(term.word for term in phrase)
        kept = [term for term in phrase if term.word not in _PRONOUNS]
        if len(kept) == 1:
            self._words.setdefault(singular(kept[0].word), id)
        elif kept:
            stems = tuple(term.stem for term in kept)
            self._phrases.setdefault(stems, id)
            self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def find(self, words: Sequence[Term]) -> list[Found]:
        """The concepts in ``words``, left to right, the longest phrase winning."""
        places = [place for place, word in enumerate(words) if word.word not in _PRONOUNS]
        stems = tuple(words[place].stem for place in places)
        found = []
        at = 0
        while at < len(stems):
            length, concept = self._at(words[places[at]], stems, at)
            if concept is not None:
                found.append(Found(concept, places[at], places[at + length - 1] + 1))
            at += length
        return found

    def _at(self, word: Term, stems: tuple[str, ...], at: int) -> tuple[int, str | None]:
        for length in range(min(self._longest.get(stems[at], 0), len(stems) - at), 1, -1):
            concept = self._phrases.get(stems[at : at + length])
            if concept is not None:
                return length, concept
        return 1, self._words.get(singular(word.word))

    def concepts(self, text: str) -> frozenset[str]:
        """The ids of the concepts that ``text`` names."""
        return frozenset(found.concept for found in self.find(terms(text)))
