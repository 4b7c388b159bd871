"""What a medicine that a person names is called in leaflets: its substance, and its classes.

People say "nurofen" where a leaflet says "ibuprofen" or "non-steroidal anti-inflammatory
medicines". `medicine_families.toml` knows which names belong together; this is all it knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from askleaflet.analysis import singular, words
from askleaflet.data import Entry, read_toml

FAMILIES_FILE = "medicine_families.toml"
_TOGETHER = " + "


class _Entry(Entry):
    leaflet: tuple[str, ...]
    medicines: tuple[str, ...]


class _File(Entry):
    classes: dict[str, _Entry] = Field(alias="class")


@dataclass(frozen=True, slots=True)
class Families:
    """Names that belong together. Every name and phrase is in singular words, as `plain` gives.

    ``substances``: a name -> the substances in it; ``phrases``: a substance, or a class as people
    name it -> the phrases by which leaflets may speak of it.
    """

    substances: dict[str, tuple[str, ...]]
    phrases: dict[str, frozenset[str]]

    def called(self, name: str) -> frozenset[str]:
        """The phrases by which a leaflet may speak of what a person calls ``name``."""
        own = plain(name)
        found = [self.phrases.get(one, frozenset()) for one in self.substances.get(own, (own,))]
        return frozenset().union(*found)


def plain(text: str) -> str:
    """``text`` in singular words: whole words can be looked for in it, between two spaces."""
    return " ".join(singular(word) for word in words(text))


def family_names() -> Iterable[str]:
    """Every name of a substance, as people write it. Not the names of whole classes, which are
    ordinary words, too: "the pill", "iron", "chemo"."""
    entries = read_toml(FAMILIES_FILE, _File).classes.values()
    classes = {plain(phrase) for entry in entries for phrase in entry.leaflet}
    for line in (line for entry in entries for line in entry.medicines):
        substance, names = _parts(line)
        if plain(substance) not in classes:
            yield from (*names, *(() if _TOGETHER in substance else (substance,)))


@cache
def load_families() -> Families:
    """The families the program ships. Raises VocabularyError where their file is broken."""
    substances: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, set[str]] = {}
    for entry in read_toml(FAMILIES_FILE, _File).classes.values():
        said = {plain(phrase) for phrase in entry.leaflet}
        for line in entry.medicines:
            substance, names = _parts(line)
            within = tuple(plain(one) for one in substance.split(_TOGETHER))
            for name in (substance, *names):
                substances.setdefault(plain(name), within)
            for one in within:
                phrases.setdefault(one, {one}).update(said)
    return Families(substances, {one: frozenset(said) for one, said in phrases.items()})


def _parts(line: str) -> tuple[str, Sequence[str]]:
    """The substance of a line, and its other names."""
    substance, _, names = line.partition(":")
    return substance.strip(), [name.strip() for name in names.split(",") if name.strip()]
