"""What people say around a question: greetings, excuses, fear, thanks.

It says nothing of what is asked, and "I'm scared" before a question about hair would make it one
about fear. Only search leaves it out; signs of an emergency are looked for in all words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from askleaflet.analysis import stems
from askleaflet.data import read_lines
from askleaflet.errors import VocabularyError
from askleaflet.records import Span, Term

ASIDES_FILE = "asides.txt"
# Stands where the question is.
PLACE = "..."
# A phrase that goes on with one of these is tied to it: "I'm scared of needles".
_TYING = frozenset(stems("about by for from of to with that de a por"))
# What is left must be a question still: "hi there, anyone home?" is a greeting.
FEWEST_LEFT = 3

_Phrases = Mapping[str, Sequence[tuple[str, ...]]]


@cache
def read_asides() -> tuple[_Phrases, _Phrases]:
    """The openings by their first stem, the closings by their last; the longest first.

    Raises VocabularyError where a line is not words and, before or after them, a "...".
    """
    openings: dict[str, list[tuple[str, ...]]] = {}
    closings: dict[str, list[tuple[str, ...]]] = {}
    for line in read_lines(ASIDES_FILE):
        before, place, after = line.partition(PLACE)
        opening, closing = stems(before), stems(after)
        if not place or bool(opening) == bool(closing):
            raise VocabularyError(
                f"data/{ASIDES_FILE}: “{line}” must be words and, before or after them, “...”."
            )
        if opening:
            openings.setdefault(opening[0], []).append(opening)
        else:
            closings.setdefault(closing[-1], []).append(closing)
    for phrases in (*openings.values(), *closings.values()):
        phrases.sort(key=len, reverse=True)
    return openings, closings


def asked(words: Sequence[Term], stop: frozenset[str]) -> Span:
    """Where in ``words`` the question stands, without what is said around it; all of them where
    too little would be left.

    ``stop``: stems that carry no subject; a question of such alone is left as it is.
    """
    openings, closings = read_asides()
    said = [term.stem for term in words]
    first, last = 0, len(said)
    while length := _opening(said[first:last], openings):
        first += length
    while length := _closing(said[first:last], closings):
        last -= length
    left = said[first:last]
    if len(left) < FEWEST_LEFT or all(stem in stop for stem in left):
        return Span(0, len(said))
    return Span(first, last)


def _opening(said: Sequence[str], phrases: _Phrases) -> int:
    for phrase in phrases.get(said[0], ()) if said else ():
        length = len(phrase)
        rest = said[length:]
        tied = rest and rest[0] in _TYING and not _opening(rest, phrases)
        if tuple(said[:length]) == phrase and not tied:
            return length
    return 0


def _closing(said: Sequence[str], phrases: _Phrases) -> int:
    for phrase in phrases.get(said[-1], ()) if said else ():
        if tuple(said[-len(phrase) :]) == phrase:
            return len(phrase)
    return 0
