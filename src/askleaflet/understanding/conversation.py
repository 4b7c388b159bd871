"""Which questions lean on the ones before, or are about another treatment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from askleaflet.analysis import stems, words
from askleaflet.data import read_lines
from askleaflet.spelling import Phrases, phrases_in

STOP_WORDS_FILE, TREATMENTS_FILE = "stop_words.txt", "treatments.txt"
# How many earlier questions a follow-up may lean on; more only adds noise.
LONGEST_MEMORY = 2
# Up to so many words that mean something, a question cannot stand alone ("how long for?").
FEW_WORDS = 2
_CONNECTORS = "and;so;then;but;or;also;what about;how about;what if;even if;same for;y;pero"
_OPENINGS = Phrases(map(stems, _CONNECTORS.split(";")))
# What says that it is something, the words that may follow, those that make it something beside it,
# and how far is looked.
_IT_IS = Phrases(map(words, "it;its;it is;is it;isnt it;is this;isnt this;this is".split(";")))
_WHAT = frozenset(
    "a actually all an any basically called just kind like more no not of only really some sort "
    "still the then type".split()
)
_BESIDE = frozenset("after alongside also and before first plus too together with".split())
_FAR = 12
# What points at something that was spoken of before.
_POINTERS = frozenset("its that those them these this same".split())


def read_stop_words() -> frozenset[str]:
    """Stems of the words that carry no subject of their own."""
    return frozenset(stem for line in read_lines(STOP_WORDS_FILE) for stem in stems(line))


def speaks_of_treatment(said: Sequence[str]) -> bool:
    """Whether a question (stems) is about another treatment than a medicine."""
    return phrases_in(TREATMENTS_FILE, stems).within(said)


def takes_it_for_treatment(text: str) -> bool:
    """Whether a question is if the medicine itself is another treatment ("so it's chemo then?")."""
    said = words(text)
    for at in range(len(said)):
        if length := _IT_IS.length(said, at):
            rest = said[at + length : at + length + _FAR]
            named = stems(" ".join(dropwhile(_WHAT.__contains__, rest)))
            if named and phrases_in(TREATMENTS_FILE, stems).length(named, 0):
                return _BESIDE.isdisjoint(rest)
    return False


def points_back(text: str, telling: Sequence[str]) -> bool:
    """Whether a question has no subject (``telling``: its stems that tell something), or points at
    one that was spoken of before."""
    return not telling or not _POINTERS.isdisjoint(words(text))


def leans_on_earlier(said: Sequence[str], stop: frozenset[str], names_medicine: bool) -> bool:
    """Whether a question (stems) cannot be understood without the ones before it.

    It opens like a continuation, or has too few words that mean something; a question that
    names its medicine stands alone.
    """
    if names_medicine or not said:
        return False
    if _OPENINGS.length(said, 0):
        return True
    meaning = [word for word in said if word not in stop]
    return len(meaning) <= FEW_WORDS
