"""What people say around a question: greetings, excuses, fear, thanks.

It says nothing of what is asked, and "I'm scared" before a question about hair would make it one
about fear. Search leaves it out; signs of an emergency are looked for with it and without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

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


class Phrases(NamedTuple):
    """Phrases as stems with a space between, and how many words the longest has."""

    said: frozenset[str]
    longest: int

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases:
        """``phrases``: as they are typed."""
        said = frozenset(" ".join(stems(phrase)) for phrase in phrases)
        return cls(said, max((phrase.count(" ") + 1 for phrase in said), default=0))


class Asides(NamedTuple):
    """What is said before a question, and what is said after it."""

    openings: Phrases
    closings: Phrases


def read_asides() -> Asides:
    """The asides that the program ships.

    Raises VocabularyError where a line is not words and, before or after them, a "...".
    """
    openings: list[str] = []
    closings: list[str] = []
    for line in read_lines(ASIDES_FILE):
        before, place, after = line.partition(PLACE)
        opens, closes = bool(stems(before)), bool(stems(after))
        if not place or opens == closes:
            raise VocabularyError(
                f"data/{ASIDES_FILE}: “{line}” must be words and, before or after them, “...”."
            )
        if opens:
            openings.append(before)
        else:
            closings.append(after)
    return Asides(Phrases.of(openings), Phrases.of(closings))


def asked(words: Sequence[Term], asides: Asides, stop: frozenset[str]) -> Span:
    """Where in ``words`` the question stands, without what is said around it; all of them where
    too little would be left.

    ``stop``: stems that carry no subject; a question of such alone is left as it is.
    """
    said = [term.stem for term in words]
    first, last = 0, len(said)
    while length := _opening(said[first:last], asides.openings):
        first += length
    while length := _closing(said[first:last], asides.closings):
        last -= length
    left = said[first:last]
    if len(left) < FEWEST_LEFT or all(stem in stop for stem in left):
        return Span(0, len(said))
    return Span(first, last)


def _opening(said: Sequence[str], openings: Phrases) -> int:
    """How many words of ``said`` its longest opening has, 0 without one."""
    for length in range(min(openings.longest, len(said)), 0, -1):
        rest = said[length:]
        if " ".join(said[:length]) in openings.said and not (
            rest and rest[0] in _TYING and not _opening(rest, openings)
        ):
            return length
    return 0


def _closing(said: Sequence[str], closings: Phrases) -> int:
    """How many words of ``said`` its longest closing has, 0 without one."""
    for length in range(min(closings.longest, len(said)), 0, -1):
        if " ".join(said[-length:]) in closings.said:
            return length
    return 0
