"""The bridge between a person's words and the leaflet's: "you wrote drip, it says infusion".

Only where the answer shares no telling word with the question, and both stand in one line of the
lay vocabulary: a wrong pair is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from askleaflet.analysis import stems, terms
from askleaflet.data import read_lines
from askleaflet.records import Bridge, Term

LAY_TERMS_FILE = "lay_terms.txt"
_SIDES, _BETWEEN = " = ", ";"
Phrase = tuple[str, ...]


class Bridges:
    """The lay vocabulary: what people say beside what leaflets print. It is cut into words when an
    answer first shares none with its question."""

    def __init__(self, lines: Iterable[str], stop: frozenset[str]) -> None:
        """``lines``: the leaflets' words, `` = ``, the people's, each separated by ``;``."""
        self._stop = stop
        self._sides = [line.partition(_SIDES)[::2] for line in lines]

    @classmethod
    def load(cls, stop: frozenset[str]) -> Bridges:
        """The list that ships."""
        return cls(read_lines(LAY_TERMS_FILE), stop)

    def between(self, question: str, answer: str) -> tuple[Bridge, ...]:
        """The pair that links ``question`` and ``answer``; none where they share a word."""
        asked, told = terms(question), terms(answer)
        own = {one.stem for one in asked} - self._stop
        if own & {one.stem for one in told}:
            return ()
        for words, leaflet in self._found(asked):
            for phrase in dict.fromkeys(map(stems, leaflet.split(_BETWEEN))):
                if place := _place(told, phrase):
                    says = answer[place[0].start : place[-1].end]
                    return (Bridge(question[words[0].start : words[-1].end], says),)
        return ()

    @cached_property
    def _said(self) -> Mapping[Phrase, Sequence[str]]:
        """By each of the people's phrases the leaflets' words beside it."""
        said: dict[Phrase, list[str]] = {}
        for leaflet, people in self._sides:
            for one in people.split(_BETWEEN):
                said.setdefault(stems(one), []).append(leaflet)
        return said

    def _found(self, asked: Sequence[Term]) -> Iterator[tuple[Sequence[Term], str]]:
        """The people's phrases in a question, longest first, with the leaflets' words beside."""
        longest = max(map(len, self._said), default=0)
        for length in range(min(longest, len(asked)), 0, -1):
            for at in range(len(asked) - length + 1):
                words = asked[at : at + length]
                for leaflet in self._said.get(tuple(one.stem for one in words), ()):
                    yield words, leaflet


def _place(told: Sequence[Term], phrase: Phrase) -> Sequence[Term]:
    size = len(phrase)
    for at in range(len(told) - size + 1 if size else 0):
        if tuple(one.stem for one in told[at : at + size]) == phrase:
            return told[at : at + size]
    return ()
