"""The rows of a review: each heading, sentence and list item, and what the original has there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    sections, blocks, marks = parse(text, markdown)
    found = [("heading", one.level, one.heading) for one in sections if any(one.heading)]
    for block in blocks:
        for unit in block.units:
            if block.kind == "list":
                parts = sentences(text, *unit, marks)
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
    gone = {"lost": Counter(counted.lost), "left out": over}
    original = _Side(record.original, left, _marks(record.original, left, same.values(), gone))
    added = {"added": Counter(counted.added)}
    leaflet = _Side(text, right, _marks(text, right, same, added))
    whole = len(left) <= LONGER * len(right) or not same
    first = 0 if whole else min(same.values())
    last = len(left) if whole else max(same.values()) + 1
    rows = tuple(_rows(units, original, leaflet, same, first, last))
    return rows, (original.text[: original.border(first)], original.text[original.border(last) :])


def _marks(
    text: str, placed: Sequence[Word], same: Iterable[int], others: dict[str, Counter[str]]
) -> list[str]:
    """The mark of each word. ``others``: how often the words that the other side has not may be
    said to be what."""
    marks = ["moved"] * len(placed)
    for at in same:
        marks[at] = ""
    for at, word in enumerate(placed):
        own = words(text[word.start : word.end]) if marks[at] else Counter[str]()
        for mark, known in others.items():
            # Not "own <= known", which looks at every word that is known, at each word again.
            if marks[at] == "moved" and all(known[one] >= often for one, often in own.items()):
                known.subtract(own)
                marks[at] = mark
    return marks


@dataclass(frozen=True, slots=True)
class _Side:
    """The original, or the leaflet, with its words and their marks."""

    text: str
    placed: Sequence[Word]
    marks: Sequence[str]

    def border(self, at: int) -> int:
        """Where the word before ``at`` ends, with what stands right behind it."""
        if at in {0, len(self.placed)}:
            return len(self.text) if at else 0
        found = _BEHIND.match(self.text, self.placed[at - 1].end)
        return min(found.end() if found else 0, self.placed[at].start)

    def pieces(self, first: int, last: int, start: int, end: int) -> Iterator[Piece]:
        """``text[start:end]``, which holds the words from ``first`` up to ``last``."""
        for at in range(first + 1, last):
            before, mark = self.marks[at - 1], self.marks[at]
            if mark != before:
                # What stands between two words is marked with neither, where one is not.
                border = self.placed[at].start if mark else self.placed[at - 1].end
                yield Piece(self.text[start:border], before)
                start = border
        if start < end:
            yield Piece(self.text[start:end], self.marks[last - 1] if first < last else "")

    def stretch(self, first: int, last: int) -> tuple[Piece, ...]:
        """The words from ``first`` up to ``last``, with what stands around them."""
        if first == last:
            return ()
        return tuple(self.pieces(first, last, self.border(first), self.border(last)))


def _rows(
    units: Sequence[Unit], original: _Side, leaflet: _Side, same: dict[int, int], at: int, last: int
) -> Iterator[Row]:
    """The rows. What the original has before a row's first word stands with it, where it is short;
    with the row before, where that one has nothing; else in a row of its own."""
    word = 0
    row = None
    for unit in units:
        first = word
        while word < len(leaflet.placed) and leaflet.placed[word].start < unit.end:
            word += 1
        matched = [same[one] for one in range(first, word) if one in same]
        begin = matched[0] if matched else at
        before = original.stretch(at, begin)
        if row and before and not row.left:
            row, before = replace(row, left=before), ()
        if row:
            yield row
        if begin - at > LONGEST_WITH or {one.mark for one in before} == {"left out"}:
            if before:
                yield Row("not taken", 0, unit.line, before, ())
            before = ()
        at = matched[-1] + 1 if matched else at
        marks = _HASHES.match(leaflet.text, unit.start) if unit.kind == "heading" else None
        right = leaflet.pieces(first, word, marks.end() if marks else unit.start, unit.end)
        left = (*before, *original.stretch(begin, at))
        row = Row(unit.kind, unit.level, unit.line, left, tuple(right))
    if row:
        yield row
    if at < last:
        yield Row("not taken", 0, units[-1].line if units else 1, original.stretch(at, last), ())
