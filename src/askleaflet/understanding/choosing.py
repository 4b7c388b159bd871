"""Which leaflet of many a question is about: by the names that it calls its medicine, perhaps
misspelled. What could be two medicines is never taken for one of them: then people are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from askleaflet.analysis import folded, singular, words
from askleaflet.naming import PLACEHOLDER, neutral
from askleaflet.records import Listing
from askleaflet.spelling import Phrases, Spellings, slips
from askleaflet.understanding.names import MedicineNames

_WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The leaflets that a text names, and those that it may mean: who wrote it is asked."""

    named: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class Choosing:
    """Chooses among leaflets by the names that people call their medicines."""

    def __init__(self, listings: Mapping[str, Listing], medicines: MedicineNames) -> None:
        self._listings, self._medicines = listings, medicines
        self._owners = _owners(listings, self._is_name)
        self._names = Phrases(self._owners)
        self._spellings = Spellings(self._names.single())
        self._classes: dict[tuple[str, ...], list[str]] = {}
        for id, one in listings.items():
            for name in one.classes:
                self._classes.setdefault(tuple(name.split()), []).append(id)

    def choose(self, text: str) -> Chosen:
        """The leaflets that ``text`` names, in the order of their names."""
        read = words(text)
        groups: list[tuple[str, ...]] = []
        unsure: dict[str, None] = {}
        at = 0
        while at < len(read):
            if length := self._names.length(read, at):
                groups.append(self._owners[read[at : at + length]])
            else:
                meant = self._misspelled(read[at])
                groups += [meant.named] if meant.named else []
                unsure.update(dict.fromkeys(meant.unsure))
            at += max(length, 1)
        return Chosen(_narrowed(groups), tuple(unsure))

    def neutral(self, text: str, ids: Collection[str]) -> str:
        """``text`` with "this medicine" for each name of these leaflets, misspelled or not."""

        def instead(found: re.Match[str]) -> str:
            meant = self._misspelled(folded(found[0]))
            return found[0] if {*meant.named, *meant.unsure}.isdisjoint(ids) else PLACEHOLDER

        names = tuple(name for id in ids for name in self._listings[id].names)
        return _WORD.sub(instead, neutral(text, names)) if ids else text

    def by_class(self, text: str) -> tuple[str, ...]:
        """The leaflets whose medicine belongs, as they say, to a group that ``text`` names."""
        read = tuple(map(singular, words(text)))
        found: dict[str, None] = {}
        for length in range(max(map(len, self._classes), default=0), 0, -1):
            for at in range(len(read) - length + 1):
                found.update(dict.fromkeys(self._classes.get(read[at : at + length], ())))
            if found:
                break
        return tuple(found)

    def _is_name(self, phrase: Sequence[str]) -> bool:
        """Whether what a leaflet's text calls its substance can be one: "recombinant" cannot."""
        known = self._medicines
        return len(phrase) > 1 or not known.is_word(phrase[0]) or known.has(phrase[0])

    def _misspelled(self, word: str) -> Chosen:
        """The leaflets whose name ``word`` surely is, though spelled wrong, or may be."""
        most, medicines = slips(word), self._medicines
        if not most or medicines.is_word(word) or medicines.has(word):
            return Chosen()
        # What has one letter more wrong is asked about.
        near = self._spellings.near(word, most + 1)
        least = min(near.values(), default=0.0)
        best = [name for name, distance in near.items() if distance == least]
        # "Diarrhoea" and "takeing" are nearer to everyday words.
        if not best or medicines.is_nearly_word(word, least):
            return Chosen()
        owners = {self._owners[(name,)] for name in best}
        found = tuple(dict.fromkeys(id for one in owners for id in one))
        rivals = medicines.near(word, max(least, 1)) - self._spellings.names
        # The same substance in another language: varenicline, vareniclina.
        rivals = {one for one in rivals if not any(one[:-1] == name[:-1] for name in best)}
        sure = least <= most and len(owners) == 1 and not rivals
        return Chosen(named=found) if sure else Chosen(unsure=found)


def _owners(
    listings: Mapping[str, Listing], is_name: Callable[[Sequence[str]], bool]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The leaflets of each name. A brand of one leaflet is no substance of another, though that
    may name it there ("insulin glargine, as Toujeo")."""
    owners: dict[tuple[str, ...], dict[str, None]] = {}
    brands: set[tuple[str, ...]] = set()
    for id, one in listings.items():
        for name in one.called:
            owners.setdefault(words(name), {})[id] = None
            brands |= {words(name)} if name not in one.substances else set()
    for id, one in listings.items():
        for phrase in map(words, one.substances):
            if phrase not in brands and is_name(phrase):
                owners.setdefault(phrase, {})[id] = None
            # A title that is an everyday word ("Insulin") means every leaflet with that word.
            for word in phrase:
                if (word,) in owners and not is_name((word,)):
                    owners[(word,)][id] = None
    return {name: tuple(own) for name, own in owners.items() if name}


def _narrowed(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The leaflets of all names; of a brand beside its substance, that of the brand."""
    least = [one for one in groups if not any(set(other) < set(one) for other in groups)]
    return tuple(dict.fromkeys(id for one in least for id in one))
