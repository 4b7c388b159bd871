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


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: ConceptType
    leaflet: tuple[str, ...]
    people: str = ""
    near: tuple[str, ...] = ()


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
        self.leaflet_words: dict[str, tuple[str, ...]] = {
            id: entry.leaflet for id, entry in entries.items()
        }
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
        if len(phrase) == 1:
            self._words.setdefault(singular(phrase[0].word), id)
        elif phrase:
            stems = tuple(term.stem for term in phrase)
            self._phrases.setdefault(stems, id)
            self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def find(self, words: Sequence[Term]) -> list[Found]:
        """The concepts in ``words``, left to right, the longest phrase winning."""
        stems = tuple(word.stem for word in words)
        found = []
        at = 0
        while at < len(words):
            length, concept = self._at(words, stems, at)
            if concept is not None:
                found.append(Found(concept, at, at + length))
            at += length
        return found

    def _at(self, words: Sequence[Term], stems: tuple[str, ...], at: int) -> tuple[int, str | None]:
        for length in range(min(self._longest.get(stems[at], 0), len(stems) - at), 1, -1):
            concept = self._phrases.get(stems[at : at + length])
            if concept is not None:
                return length, concept
        return 1, self._words.get(singular(words[at].word))

    def concepts(self, text: str) -> frozenset[str]:
        """The ids of the concepts that ``text`` names."""
        return frozenset(found.concept for found in self.find(terms(text)))
