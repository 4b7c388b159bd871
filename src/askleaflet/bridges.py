"""The bridge between a person's words and the leaflet's: "you wrote drip, it says infusion".

Only where the answer shares no telling word with the question, and both stand in one line of the
lay vocabulary: a wrong pair is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from askleaflet.analysis import stems, terms
from askleaflet.data import read_lines
from askleaflet.records import Bridge, Term

LAY_TERMS_FILE = "lay_terms.txt"
_SIDES, _BETWEEN = " = ", ";"
Phrase = tuple[str, ...]


class Bridges:
    """The lay vocabulary: what people say beside what leaflets print."""

    def __init__(self, lines: Iterable[str], stop: frozenset[str]) -> None:
        """``lines``: the leaflets' words, `` = ``, the people's, each separated by ``;``."""
        self._stop = stop
        self._said: dict[Phrase, list[int]] = {}
        self._printed: list[frozenset[Phrase]] = []
        for number, line in enumerate(lines):
            leaflet, _, people = line.partition(_SIDES)
            self._printed.append(frozenset(stems(one) for one in leaflet.split(_BETWEEN)))
            for one in people.split(_BETWEEN):
                self._said.setdefault(stems(one), []).append(number)
        self._longest = max(map(len, self._said), default=0)

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
        for words, number in self._found(asked):
            for phrase in self._printed[number]:
                if place := _place(told, phrase):
                    says = answer[place[0].start : place[-1].end]
                    return (Bridge(question[words[0].start : words[-1].end], says),)
        return ()

    def _found(self, asked: Sequence[Term]) -> Iterator[tuple[Sequence[Term], int]]:
        """The people's phrases in a question, longest first, with the lines they stand in."""
        for length in range(min(self._longest, len(asked)), 0, -1):
            for at in range(len(asked) - length + 1):
                words = asked[at : at + length]
                for number in self._said.get(tuple(one.stem for one in words), ()):
                    yield words, number


def _place(told: Sequence[Term], phrase: Phrase) -> Sequence[Term]:
    size = len(phrase)
    for at in range(len(told) - size + 1 if size else 0):
        if tuple(one.stem for one in told[at : at + size]) == phrase:
            return told[at : at + size]
    return ()
