"""A part of a leaflet as it is drawn (passage.html). Every piece of text knows where it stands.

Each block, item, cell and mark carries ``data-start`` and ``data-end``: code points into the text,
end exclusive. Nothing is rewritten: all text is sliced from the document by those offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from askleaflet.glance import overlap
from askleaflet.layout import SIGNS
from askleaflet.marks import CELL
from askleaflet.records import Block, Document, Span, Stretch, stretches
from askleaflet.structure import trim

# Signs that only say "here is an item"; the list is drawn as one. Numbers and letters are shown.
_BULLETS = re.compile(rf"[{SIGNS}*+–—olxv§-]?\Z")


Kind = Literal["", "mark", "rest"]
# Words without a mark in them say where they stand by the element around them.
Words = Sequence[str | Stretch]


def version(document: Document) -> str:
    """A short name for exactly this text: the first digits of its SHA-256."""
    return sha256(document.text.encode()).hexdigest()[:8]


# Stretches that are more than text, in order: what is marked, and what waits to be unfolded. They
# do not overlap.
Parts = Sequence[tuple[Span, Kind]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind, in a row."""

    kind: Kind
    span: Span
    pieces: Words


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, item or cell: its text in order, cut where a part begins or ends."""

    span: Span
    runs: Sequence[Run]
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paragraph or a list, of ``pieces``; or a table, of ``rows``, some as its ``head``."""

    kind: str
    pieces: Sequence[Piece] = ()
    head: Sequence[Row] = ()
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``cell``: the name of its cells."""

    cell: Literal["th", "td"]
    cells: Sequence[Piece]


def blocks(document: Document, shown: Span, parts: Parts = ()) -> list[Drawn]:
    """The words of ``shown`` as paragraphs, lists and tables."""
    return [
        _block(document, block, shown, parts)
        for block in document.blocks
        if block.units and overlap(block.span, shown)
    ]


def _within(document: Document, span: Span, shown: Span) -> Span:
    return trim(document.text, max(span.start, shown.start), min(span.end, shown.end))


def _block(document: Document, block: Block, shown: Span, parts: Parts) -> Drawn:
    if block.kind == "list":
        return Drawn(block.kind, list(_items(document, block, shown, parts)))
    if block.kind == "table":
        return _table(document, block, shown, parts)
    span = _within(document, Span(block.units[0].start, block.units[-1].end), shown)
    return Drawn(block.kind, [_piece(document, span, parts)] if span.end > span.start else ())


def _table(document: Document, block: Block, shown: Span, parts: Parts) -> Drawn:
    """A table with the heads of its columns, as far as it is ``shown``."""
    spans = [_within(document, unit, shown) for unit in block.units]
    heads = 1 if len(spans) > 1 else 0
    rows = [
        Row("th" if number < heads else "td", list(_cells(document, span, parts)))
        for number, span in enumerate(spans)
        if span.end > span.start
    ]
    return Drawn(block.kind, head=rows[:heads], rows=rows[heads:])


def _cells(document: Document, row: Span, parts: Parts) -> Iterator[Piece]:
    at = row.start
    bars = [one for one in document.within(row) if one.says == CELL]
    for start, end in (*((one.start, one.end) for one in bars), (row.end, row.end)):
        yield _piece(document, trim(document.text, at, start), parts)
        at = min(end, row.end)


def _items(document: Document, block: Block, shown: Span, parts: Parts) -> Iterator[Piece]:
    before = block.span.start
    for unit in block.units:
        span = _within(document, unit, shown)
        if span.end > span.start:
            sign = document.words(Span(before, unit.start)).strip()
            yield _piece(document, span, parts, "" if _BULLETS.match(sign) else sign)
        before = unit.end


def _piece(document: Document, span: Span, parts: Parts, sign: str = "") -> Piece:
    def run(kind: Kind, start: int, end: int) -> Run:
        return Run(kind, Span(start, end), pieces(document, Span(start, end)))

    found: list[Run] = []
    at = span.start
    for part, kind in parts:
        start, end = max(part.start, at), min(part.end, span.end)
        if start < end:
            found += (run("", at, start), run(kind, start, end))
            at = end
    return Piece(span, [*found, run("", at, span.end)], sign)


def pieces(document: Document, span: Span) -> Words:
    """``span`` as it is shown. Between marks each stretch says itself where it stands, so that the
    scripts find it by its offsets, too."""
    within = document.within(span)
    if within:
        return list(stretches(document.text, span, within))
    return [document.text[span.start : span.end]]
