"""Follow-ups: which questions lean on the ones before."""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.analysis import stems
from askleaflet.data import read_lines
from askleaflet.spelling import Phrases

STOP_WORDS_FILE = "stop_words.txt"
# How many earlier questions a follow-up may lean on; more only adds noise.
LONGEST_MEMORY = 2
# Up to so many words that mean something, a question cannot stand alone ("how long for?").
FEW_WORDS = 2
_CONNECTORS = "and;so;then;but;or;also;what about;how about;what if;even if;same for;y;pero"
_OPENINGS = Phrases(map(stems, _CONNECTORS.split(";")))


def read_stop_words() -> frozenset[str]:
    """Stems of the words that carry no subject of their own."""
    return frozenset(stem for line in read_lines(STOP_WORDS_FILE) for stem in stems(line))


def leans_on_earlier(words: Sequence[str], stop: frozenset[str], names_medicine: bool) -> bool:
    """Whether a question (stems) cannot be understood without the ones before it.

    It opens like a continuation, or has too few words that mean something; a question that
    names its medicine stands alone.
    """
    if names_medicine or not words:
        return False
    if _OPENINGS.length(words, 0):
        return True
    meaning = [word for word in words if word not in stop]
    return len(meaning) <= FEW_WORDS
