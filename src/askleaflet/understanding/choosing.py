"""Which leaflet of many a question is about: by the names that it calls its medicine, perhaps
misspelled. What could be two medicines is never taken for one of them: then people are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from askleaflet.analysis import folded, singular, words
from askleaflet.naming import PLACEHOLDER, neutral
from askleaflet.records import Listing
from askleaflet.spelling import Phrases, Spellings, slips
from askleaflet.understanding.names import MedicineNames

_WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The leaflets that a text names, and those that it may mean: who wrote it is asked. ``at``:
    which of its words are such names; ``picked``: it names one as a choice among them."""

    named: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    picked: bool = False


class Found(NamedTuple):
    """The leaflets whose name, so ``spelled``, stands in a text, and whether it surely does."""

    ids: tuple[str, ...]
    spelled: tuple[str, ...]
    sure: bool = True


class Choosing:
    """Chooses among leaflets by the names that people call their medicines."""

    def __init__(self, listings: Mapping[str, Listing], medicines: MedicineNames) -> None:
        self._listings, self._medicines = listings, medicines
        self._titles = {one.title: id for id, one in listings.items()}
        self._brands = {words(name) for one in listings.values() for name in one.called}
        self._owners = _owners(listings, self._is_name)
        self._names = Phrases(self._owners)
        self._spellings = Spellings(self._names.single())
        self._classes: dict[tuple[str, ...], list[str]] = {}
        for id, one in listings.items():
            for name in one.classes:
                self._classes.setdefault(tuple(name.split()), []).append(id)

    def choose(self, text: str, offered: Collection[str] = ()) -> Chosen:
        """The leaflets that ``text`` names, in the order of their names. A title before a colon is
        a choice, as a button makes it, and so is one alone that was ``offered``."""
        title, colon, _ = text.partition(":")
        read = words(text)
        own = (id for id in offered if words(self._listings[id].title) == read)
        picked = self._titles.get(title) if colon else next(own, None)
        if picked and (colon or len(offered) > 1):
            return Chosen((picked,), picked=True)
        groups: list[tuple[str, ...]] = []
        unsure: dict[str, None] = {}
        places: list[int] = []
        at = 0
        while at < len(read):
            length = self._names.length(read, at)
            name = read[at : at + length]
            found = Found(self._owners[name], name) if length else self._misspelled(read[at])
            if found and found.sure and self._is_whole(found, read):
                groups.append(found.ids)
            elif found:
                unsure.update(dict.fromkeys(found.ids))
            places += [at] if found else []
            at += max(length, 1)
        return Chosen(_narrowed(groups), tuple(unsure), tuple(places))

    def _is_whole(self, found: Found, read: Sequence[str]) -> bool:
        """Whether ``read`` means the one leaflet that was found: what is one part of its medicine
        and no brand is most often taken by itself."""
        if len(found.ids) > 1 or found.spelled in self._brands:
            return True
        said = {*read, *found.spelled}
        return all(not said.isdisjoint(part) for part in _parts(self._listings[found.ids[0]]))

    def neutral(self, text: str, ids: Collection[str]) -> str:
        """``text`` with "this medicine" for each name of these leaflets, misspelled or not."""

        def instead(found: re.Match[str]) -> str:
            meant = self._misspelled(folded(found[0]))
            return PLACEHOLDER if meant and not set(ids).isdisjoint(meant.ids) else found[0]

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

    def _misspelled(self, word: str) -> Found | None:
        """The leaflets whose name ``word`` surely is, though spelled wrong, or may be."""
        most, medicines = slips(word), self._medicines
        if not most or medicines.is_word(word) or medicines.has(word):
            return None
        # What has one letter more wrong is asked about.
        near = self._spellings.near(word, most + 1)
        least = min(near.values(), default=0.0)
        best = [name for name, distance in near.items() if distance == least]
        # "Diarrhoea" and "takeing" are nearer to everyday words.
        if not best or medicines.is_nearly_word(word, least):
            return None
        owners = {self._owners[(name,)] for name in best}
        found = tuple(dict.fromkeys(id for one in owners for id in one))
        rivals = medicines.near(word, max(least, 1)) - self._spellings.names
        # The same substance in another language: varenicline, vareniclina.
        rivals = {one for one in rivals if not any(one[:-1] == name[:-1] for name in best)}
        return Found(found, (best[0],), least <= most and len(owners) == 1 and not rivals)


def _parts(one: Listing) -> list[set[str]]:
    """The substances of a medicine, each once: "insulin glargine" and "glargine" are one."""
    own = [{*words(name)} for name in one.substances if name not in one.called]
    return [part for part in own if not any(part < other for other in own)]


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
    """The leaflets of all names; of a brand beside its substance, that of the brand; of one
    leaflet's name beside one of many, its own: it tells of taking both."""
    least = [one for one in groups if not any(set(other) < set(one) for other in groups)]
    single = {one for one in least if len(one) == 1}
    least = [*single] if len(single) == 1 else least
    return tuple(dict.fromkeys(id for one in least for id in one))
