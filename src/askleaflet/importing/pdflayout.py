"""Lines of a PDF as headings, paragraphs and items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from askleaflet.importing.blocks import Block
from askleaflet.importing.bullets import bold_heading, bullet, is_section
from askleaflet.importing.hyphens import compounds, joined
from askleaflet.importing.parts import says_leaflet
from askleaflet.importing.pdfpage import HYPHENS, Piece

# A line that ends so much before the others, in widths of a letter, is the last of its paragraph.
_END = re.compile(r"[.!?:;][\"')\]»”’]*$")
_MARKED = re.compile(r"^\d{1,2}[.)]\s")
LARGER = 1.12
# So many points further right stands a list in a list.
INDENT = 12


@dataclass(slots=True)
class _Open:
    """The block that is gathered: its lines so far, as text, and its last line."""

    kind: str
    text: str
    mark: str
    first: Piece
    last: Piece


def blocks_of(pages: Sequence[Sequence[Piece]]) -> list[Block]:
    """The blocks of pages whose lines stand in reading order."""
    lines = [one for page in pages for one in page]
    if not lines:
        return []
    sizes = sorted(one.size for one in lines for _ in range(len(one.text) // 8 + 1))
    normal = sizes[len(sizes) // 2]
    pitch = _pitch(lines)
    found = list(_gathered(lines, normal, pitch))
    return [_block(one, normal, found[max(0, at - 12) : at]) for at, one in enumerate(found)]


def _pitch(lines: Sequence[Piece]) -> float:
    steps = sorted(
        before.base - one.base
        for before, one in pairwise(lines)
        if before.page == one.page and 4 < before.base - one.base < 40
    )
    return steps[len(steps) // 3] if steps else 12.0


def _gathered(lines: Sequence[Piece], normal: float, pitch: float) -> Iterator[_Open]:
    open_: _Open | None = None
    rights = _rights(lines)
    known = compounds("\n".join(one.text for one in lines))
    for line in lines:
        if open_ is not None and _goes_on(open_, line, pitch, rights[id(open_.last)]):
            open_.text = _together(open_.text, line.text, known)
            open_.last = line
            continue
        if open_ is not None:
            yield open_
        open_ = _opened(line, normal)
    if open_ is not None:
        yield open_


def _rights(lines: Sequence[Piece]) -> dict[int, float]:
    """How far right the column of each line reaches: the furthest among its neighbours that begin
    left of where it ends and end right of where it begins."""
    found = {}
    for at, one in enumerate(lines):
        near = [
            other.right
            for other in lines[max(0, at - 25) : at + 25]
            if other.page == one.page and other.left < one.right and other.right > one.left
        ]
        found[id(one)] = max([*near, one.right])
    return found


def _opened(line: Piece, normal: float) -> _Open:
    found = bullet(line.text, numbers=not line.bold)
    if line.gaps and not found:
        return _Open("row", line.text, "-", line, line)
    if found and not (line.bold and is_section(line.text)):
        return _Open("item", found.rest, found.mark, line, line)
    if line.bullet and line.text[:1] == "•":
        return _Open("item", line.text[1:].strip(), "-", line, line)
    kind = "heading" if line.bold or line.size > LARGER * normal else "paragraph"
    return _Open(kind, line.text, "", line, line)


def _goes_on(open_: _Open, line: Piece, pitch: float, right: float) -> bool:
    """Whether ``line`` goes on with the block: it looks alike and the line before was full."""
    if open_.kind == "row" or line.gaps:
        return False
    if open_.kind == "item" and not open_.text:
        return True
    if _opens_item(open_, line):
        return False
    if open_.kind == "heading":
        return _same_heading(open_, line, pitch, right)
    if line.bold and not open_.last.bold and not line.text[:1].islower():
        return False
    return _next_line(open_, line, pitch, right)


def _opens_item(open_: _Open, line: Piece) -> bool:
    if (line.bullet or bullet(line.text)) and not _continues_word(open_, line):
        return True
    ended = open_.kind != "paragraph" or bool(_END.search(open_.text))
    return ended and bool(_MARKED.match(line.text))


def _next_line(open_: _Open, line: Piece, pitch: float, right: float) -> bool:
    last = open_.last
    goes_on = line.text[:1].islower()
    if last.page != line.page or line.base > last.base:
        return goes_on and not re.search(r"[.!?:]$", open_.text)
    if last.base - line.base > 1.45 * max(pitch, last.size):
        return False
    fits = _fits(last, line, right)
    return not fits or (goes_on and not _END.search(open_.text))


def _fits(last: Piece, line: Piece, right: float) -> bool:
    """Whether the first word of ``line`` would have fitted behind ``last``."""
    letter = (line.right - line.left) / max(len(line.text), 1)
    return last.right + (len(line.text.split()[0]) + 1.5) * letter < right


def _continues_word(open_: _Open, line: Piece) -> bool:
    """A line that opens with a dash in the middle of a sentence: "– which is rare –"."""
    return line.text[:1] in "–—-" and not line.bullet and open_.kind == "paragraph" and (
        open_.text[-1:].islower() or open_.text.endswith(",")
    ) and line.text[1:3].strip()[:1].islower()  # fmt: skip


def _same_heading(open_: _Open, line: Piece, pitch: float, right: float) -> bool:
    last = open_.last
    if says_leaflet(open_.text):
        return False
    alike = line.bold == last.bold and abs(line.size - last.size) < 0.6
    if not alike or last.page != line.page or not 0 < last.base - line.base < 1.6 * pitch:
        return False
    if _END.search(open_.text) and not open_.text.endswith("."):
        return False
    full = not _fits(last, line, right)
    return (full or line.text[:1].islower()) and not _MARKED.match(line.text)


def _together(before: str, after: str, known: frozenset[str]) -> str:
    if before and before[-1] in HYPHENS:
        return joined(f"{before[:-1]}-", after, known)
    return joined(before, after, known)


def _block(one: _Open, normal: float, before: Sequence[_Open]) -> Block:
    text = one.text.strip()
    if one.kind in {"row", "item"}:
        inner = one.kind == "item" and _is_inner(one, before)
        return Block("item", text, int(inner), one.mark)
    if one.kind == "heading" and bold_heading(text):
        level = 2 if is_section(text) or one.first.size > 1.3 * normal else 3
        return Block("heading", text, level)
    return Block("paragraph", text)


def _is_inner(one: _Open, before: Sequence[_Open]) -> bool:
    """Whether an item stands in another one: the items right before it begin further left."""
    for other in reversed(before):
        if other.kind != "item":
            return False
        if one.first.left - other.first.left > INDENT:
            return True
    return False
