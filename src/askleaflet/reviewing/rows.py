"""The rows of a review: each heading, sentence and list item, and what the original has there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askleaflet.importing.blocks import Imported
from askleaflet.importing.counting import Count, words
from askleaflet.reviewing.aligning import LONGER, Word, pairs, placed
from askleaflet.structure import parse, sentences

_HASHES = re.compile(r"\s*#{0,6}[ \t]*")
# As many words of the original as stand in a row with the words behind them.
LONGEST_WITH = 12
# What stands right behind a word belongs to it, and to the row that it is in.
_BEHIND = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, sentence or list item as it would be quoted, with the line it stands in.
    ``start`` and ``end`` tile the text with those of its neighbours."""

    kind: str
    level: int
    line: int
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what is to be said of its words: nothing, "lost", "left out" or
    "added"; "moved" are words that are there, in another order."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What the original has (``left``) and what was understood (``right``). ``kind`` is "not taken"
    where nothing was."""

    kind: str
    level: int
    line: int
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def marked(row: Row, mark: str) -> Iterator[str]:
    """The stretches of a row that have this mark."""
    return (one.text.strip() for one in (*row.left, *row.right) if one.mark == mark)


def units_of(text: str, markdown: bool) -> list[Unit]:
    """Every heading, sentence and list item of a leaflet, in order."""
    sections, blocks = parse(text, markdown)
    found = [("heading", one.level, one.heading) for one in sections if any(one.heading)]
    for block in blocks:
        for unit in block.units:
            if block.kind == "list":
                parts = sentences(text, *unit)
                found += [
                    ("item" if not at else "sentence", 1, one) for at, one in enumerate(parts)
                ]
            else:
                found.append(("sentence", 0, unit))
    found.sort(key=lambda one: one[2])
    ends = [span.end for _, _, span in found]
    lines = _lines(text, [span.start for _, _, span in found])
    return [
        Unit(kind, level, line, " ".join(text[span.start : span.end].split()), start, span.end)
        for (kind, level, span), line, start in zip(found, lines, [0, *ends], strict=False)
        if span.end > span.start
    ]


def _lines(text: str, places: Sequence[int]) -> Iterator[int]:
    """The numbers of the lines that the places, in order, stand in."""
    line, before = 1, 0
    for at in places:
        line, before = line + text.count("\n", before, at), at
        yield line


def rows_of(
    text: str, markdown: bool, record: Imported | None, counted: Count | None
) -> tuple[tuple[Row, ...], tuple[str, str]]:
    """The rows of a leaflet, and what the original has before and after them."""
    units = units_of(text, markdown)
    if record is None or counted is None:
        bare = (Row(one.kind, one.level, one.line, (), (Piece(one.words),)) for one in units)
        return tuple(bare), ("", "")
    left, right = placed(record.original), placed(text)
    same = pairs([one.key for one in left], [one.key for one in right])
    over = sum((words(one.text) for one in record.left_out), Counter[str]())
    lost, added = Counter(counted.lost), Counter(counted.added)
    original = _Side(record.original, left, set(same.values()), {"lost": lost, "left out": over})
    leaflet = _Side(text, right, set(same), {"added": added})
    whole = len(left) <= LONGER * len(right) or not same
    first = 0 if whole else min(same.values())
    last = len(left) if whole else max(same.values()) + 1
    rows = tuple(_rows(units, original, leaflet, same, first, last))
    return rows, (original.text[: original.border(first)], original.text[original.border(last) :])


class _Side:
    """The original, or the leaflet, and which of its words the other has in the same order.
    ``others``: how often the words that it has not may be said to be what."""

    def __init__(
        self, text: str, placed: list[Word], same: set[int], others: dict[str, Counter[str]]
    ) -> None:
        self.text, self.placed, self.same, self.others = text, placed, same, others

    def border(self, at: int) -> int:
        """Where the word before ``at`` ends, with what stands right behind it."""
        if at == 0:
            return 0
        end = self.placed[at - 1].end
        if at == len(self.placed):
            return len(self.text)
        found = _BEHIND.match(self.text, end)
        return min(found.end() if found else end, self.placed[at].start)

    def pieces(self, first: int, last: int, start: int, end: int) -> tuple[Piece, ...]:
        """``text[start:end]``, which holds the words from ``first`` up to ``last``."""
        found: list[Piece] = []
        for at in range(first, last):
            mark = self._mark(at)
            if not found or mark != found[-1].mark:
                begins = self.placed[at].start if mark else self.placed[at - 1].end
                begins = begins if found else start
                if found:
                    found[-1] = Piece(self.text[start:begins], found[-1].mark)
                    start = begins
                found.append(Piece("", mark))
        return (*found[:-1], Piece(self.text[start:end], found[-1].mark if found else ""))

    def _mark(self, at: int) -> str:
        if at in self.same:
            return ""
        own = words(self.text[self.placed[at].start : self.placed[at].end])
        for mark, known in self.others.items():
            if own <= known:
                known.subtract(own)
                return mark
        return "moved"


def _rows(
    units: Sequence[Unit], original: _Side, leaflet: _Side, same: dict[int, int], at: int, last: int
) -> list[Row]:
    """The rows. What the original has before a row's first word stands with it, where it is short;
    beside the row before, where that one has nothing; else in a row of its own."""
    found: list[Row] = []
    word = 0
    for unit in units:
        first = word
        while word < len(leaflet.placed) and leaflet.placed[word].start < unit.end:
            word += 1
        matched = [same[one] for one in range(first, word) if one in same]
        before: tuple[Piece, ...] = ()
        if matched and matched[0] > at:
            before = _stretch(original, at, matched[0])
            own = matched[0] - at > LONGEST_WITH or all(one.mark == "left out" for one in before)
            at = matched[0]
            if found and not found[-1].left and found[-1].right:
                found[-1], before = replace(found[-1], left=before), ()
            elif own:
                found.append(Row("not taken", 0, unit.line, before, ()))
                before = ()
        end = matched[-1] + 1 if matched else at
        marks = _HASHES.match(leaflet.text, unit.start) if unit.kind == "heading" else None
        right = leaflet.pieces(first, word, marks.end() if marks else unit.start, unit.end)
        left = (*before, *_stretch(original, at, end))
        found.append(Row(unit.kind, unit.level, unit.line, left, right))
        at = end
    if at < last:
        line = units[-1].line if units else 1
        found.append(Row("not taken", 0, line, _stretch(original, at, last), ()))
    return found


def _stretch(original: _Side, first: int, last: int) -> tuple[Piece, ...]:
    if first == last:
        return ()
    return original.pieces(first, last, original.border(first), original.border(last))
