"""Which leaflet of many a question is about: by the names that it calls its medicine, perhaps
misspelled. What could be two medicines is never taken for one of them: then people are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import singular, words
from askleaflet.records import Listing
from askleaflet.understanding.names import MedicineNames

# A name of so many letters may have so many of them wrong and still be it; one more, and people
# are asked whether they mean it.
SHORTEST_MISSPELLED = 5
_SLIPS = ((11, 3), (8, 2), (SHORTEST_MISSPELLED, 1))
# What is heard the same is written in many ways. In this order.
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ph", "f"),
        (r"^x", "z"),
        (r"x", "ks"),
        (r"(?:ck|qu?|c(?![eiyh]))", "k"),
        (r"c(?=[eiy])", "s"),
        (r"(?<=[tkrg])h", ""),
        (r"[ao]e", "e"),
        (r"y", "i"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
    )
)
# As likely as one wrong letter, or less so.
SAME_SOUND = 0.5


@dataclass(frozen=True, slots=True)
class Chosen:
    """The leaflets that a text names, and those that it may mean: who wrote it is asked."""

    named: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class Choosing:
    """Chooses among leaflets by the names that people call their medicines."""

    def __init__(
        self, listings: Mapping[str, Listing], medicines: MedicineNames, ordinary: Iterable[str]
    ) -> None:
        """``ordinary``: words that are no misspelled name, nor is what is spelled as nearly so."""
        self._medicines = medicines
        self._ordinary = frozenset(ordinary)
        self._owners = _owners(listings, self._is_name)
        self._longest = max(map(len, self._owners), default=0)
        self._own = Spellings(name[0] for name in self._owners if len(name) == 1)
        self._long = [one for one in self._ordinary if len(one) >= SHORTEST_MISSPELLED - 1]
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
            length = self._at(read, at)
            if length:
                groups.append(self._owners[read[at : at + length]])
            else:
                sure, maybe = self._misspelled(read[at])
                groups += [sure] if sure else []
                unsure.update(dict.fromkeys(maybe))
            at += max(length, 1)
        return Chosen(_narrowed(groups), tuple(unsure))

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
        return len(phrase) > 1 or phrase[0] not in self._ordinary or self._medicines.has(phrase[0])

    def _at(self, read: Sequence[str], at: int) -> int:
        """How many words from ``at`` on are a name; the longest counts."""
        for length in range(min(self._longest, len(read) - at), 0, -1):
            if tuple(read[at : at + length]) in self._owners:
                return length
        return 0

    def _misspelled(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The leaflets whose name ``word`` surely is, and those whose it may be."""
        if len(word) < SHORTEST_MISSPELLED or word in self._ordinary or self._medicines.has(word):
            return (), ()
        slips = next(most for least, most in _SLIPS if len(word) >= least)
        near = self._own.near(word, slips + 1)
        least = min(near.values(), default=0.0)
        best = [name for name, distance in near.items() if distance == least]
        owners = {self._owners[(name,)] for name in best}
        found = tuple(dict.fromkeys(id for one in owners for id in one))
        # "Diarrhoea" and "takeing" are nearer to everyday words.
        if not found or nearly(word, self._long, least):
            return (), ()
        rivals = self._medicines.near(word, max(least, 1)) - {*self._own.names}
        # The same substance in another language: varenicline, vareniclina.
        rivals = {one for one in rivals if not any(one[:-1] == name[:-1] for name in best)}
        if least > slips or len(owners) > 1 or rivals:
            return (), found
        return found, ()


class Spellings:
    """Names, found by what is nearly spelled or sounds like one of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [one for one in names if len(one) >= SHORTEST_MISSPELLED]

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.names:
            found.setdefault(sound(one), []).append(one)
        return found

    def near(self, word: str, most: float) -> dict[str, float]:
        """The names with at most so many letters wrong, by how many; the first letter is wrong in
        what has one wrong letter alone."""
        near = {
            name: wrong
            for name, wrong in nearly(word, self.names, most).items()
            if name[0] == word[0] or wrong <= 1
        }
        near.update(dict.fromkeys(self._sounds.get(sound(word), ()), SAME_SOUND))
        return near


def nearly(word: str, names: Sequence[str], most: float) -> dict[str, float]:
    """Those of ``names`` with at most so many letters of ``word`` wrong, by how many."""
    found = process.extract(word, names, scorer=OSA.distance, score_cutoff=int(most), limit=None)
    return {str(name): float(wrong) for name, wrong, _ in found}


def sound(word: str) -> str:
    """How ``word`` (folded) is heard: equal for "xeljanz" and "zeljans"."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


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
