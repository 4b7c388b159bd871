"""A part of a leaflet as HTML. Every piece of text knows where it stands.

Each block, item, cell and mark carries ``data-start`` and ``data-end``: code points into the text,
end exclusive. Nothing is rewritten: all text is sliced from the document by those offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from askleaflet.glance import overlap
from askleaflet.layout import SIGNS
from askleaflet.marks import CELL
from askleaflet.records import Block, Document, Span, stretches
from askleaflet.structure import trim
from askleaflet.web.elements import element, joined

# Signs that only say "here is an item"; the list is drawn as one. Numbers and letters are shown.
_BULLETS = re.compile(rf"[{SIGNS}*+–—olxv§-]?\Z")


def version(document: Document) -> str:
    """A short name for exactly this text: the first digits of its SHA-256."""
    return sha256(document.text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Parts:
    """Stretches of a text that are more than text: what is marked, and what waits to be unfolded.
    They do not overlap."""

    marks: Sequence[Span] = ()
    waits: Sequence[Span] = ()

    def ordered(self) -> list[tuple[Span, str]]:
        """All of them in order, each with the name of its element."""
        named = [(one, "mark") for one in self.marks] + [(one, "span") for one in self.waits]
        return sorted(named)


_PLAIN = Parts()


def fragment(document: Document, shown: Span, parts: Parts = _PLAIN) -> Markup:
    """The words of ``shown`` as paragraphs, lists and tables."""
    return joined(
        *(
            _block(document, block, shown, parts)
            for block in document.blocks
            if block.units and overlap(block.span, shown)
        )
    )


def _within(document: Document, span: Span, shown: Span) -> Span:
    return trim(document.text, max(span.start, shown.start), min(span.end, shown.end))


def _block(document: Document, block: Block, shown: Span, parts: Parts) -> Markup:
    if block.kind == "list":
        return element("ul", *_items(document, block, shown, parts))
    if block.kind == "table":
        return _table(document, block, shown, parts)
    span = _within(document, Span(block.units[0].start, block.units[-1].end), shown)
    if span.end <= span.start:
        return Markup()
    return _piece("p", document, span, parts)


def _table(document: Document, block: Block, shown: Span, parts: Parts) -> Markup:
    """A table with the heads of its columns, as far as it is ``shown``."""
    rows = [_within(document, unit, shown) for unit in block.units]
    heads = 1 if len(rows) > 1 else 0
    drawn = [
        element("tr", *_cells(document, row, parts, head=number < heads))
        for number, row in enumerate(rows)
        if row.end > row.start
    ]
    return element("table", element("thead", *drawn[:heads]), element("tbody", *drawn[heads:]))


def _cells(document: Document, row: Span, parts: Parts, *, head: bool) -> Iterator[Markup]:
    at = row.start
    bars = [one for one in document.within(row) if one.says == CELL]
    for start, end in (*((one.start, one.end) for one in bars), (row.end, row.end)):
        cell = trim(document.text, at, start)
        yield _piece("th" if head else "td", document, cell, parts)
        at = min(end, row.end)


def _items(document: Document, block: Block, shown: Span, parts: Parts) -> Iterator[Markup]:
    before = block.span.start
    for unit in block.units:
        span = _within(document, unit, shown)
        if span.end > span.start:
            sign = document.words(Span(before, unit.start)).strip()
            yield _piece("li", document, span, parts, "" if _BULLETS.match(sign) else sign)
        before = unit.end


def _piece(name: str, document: Document, span: Span, parts: Parts, sign: str = "") -> Markup:
    """One paragraph or item: its text in order, cut where a part begins or ends."""
    found: list[str] = [element("span", f"{sign} ", class_="sign")] if sign else []
    at = span.start
    for part, kind in parts.ordered():
        start, end = max(part.start, at), min(part.end, span.end)
        if start >= end:
            continue
        found.extend(pieces(document, Span(at, start)))
        words = joined(*pieces(document, Span(start, end)))
        place = {"data_start": start, "data_end": end}
        waits = kind == "span"
        inside = element("span", words, class_="waits") if waits else words
        found.append(element(kind, inside, class_="rest" if waits else None, **place))
        at = end
    found.extend(pieces(document, Span(at, span.end)))
    numbered = "numbered" if sign else None
    return element(name, *found, class_=numbered, data_start=span.start, data_end=span.end)


def pieces(document: Document, span: Span) -> Iterator[str]:
    """``span`` as it is shown. Between marks each stretch says itself where it stands, so that the
    scripts find it by its offsets, too."""
    within = document.within(span)
    if not within:
        yield document.text[span.start : span.end]
        return
    for one in stretches(document.text, span, within):
        place = {"data_start": one.start, "data_end": one.end}
        words = element("span", one.shown, **place)
        yield element("strong", words) if one.strong else words
