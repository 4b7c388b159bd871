"""The structure of a leaflet's text: headings, paragraphs, lists, sentences, by offset.

Nothing is copied or changed here: sections tile the document, blocks tile what stands under a
heading, and every sentence and item is a span, so that joined again they are the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from askleaflet.records import Block, Section, Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

LineKind = Literal["blank", "heading", "item", "text"]

# Shorter than a sentence, longer than a word or two: what a heading is in plain text.
LONGEST_HEADING = 90
# Its end is found by hand: one pattern for both ends took a minute for 3,000 spaces.
_HASHES = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_ITEM = re.compile(
    r"(?<![ \t])[ \t]*(?:[-*+•·▪◦‣–—][ \t]+|\d{1,2}[.)][ \t]+(?=\S)|[a-z][)][ \t]+)(?=\S)"
)
_END_MARK = re.compile(r"[.!?:;,…][\"')\]»”’*_]*$")
# Abbreviations after which a full stop ends no sentence; from the leaflets we have seen.
_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs approx max min no nos dr mr mrs ms prof st fig tab cap inj i.v s.c i.m "
    "incl resp temp wt vol ca cf al ph u.s u.k a.m p.m tel ltd inc co b.v s.a subsp spp sec".split()
)


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end, classified."""

    kind: LineKind
    start: int
    end: int
    text: str
    level: int = 0
    inner: Span = NOWHERE


@lru_cache(maxsize=1)
def _splitter() -> PunktSentenceTokenizer:
    """NLTK is imported when a leaflet is split: 0.15 seconds that a start from the cache saves."""
    from nltk.tokenize.punkt import (  # noqa: PLC0415
        PunktParameters,
        PunktSentenceTokenizer,
    )

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of ``text[start:end]``, without the white space between them."""
    spans = _splitter().span_tokenize(text[start:end])
    trimmed = (trim(text, start + first, start + last) for first, last in spans)
    return tuple(span for span in trimmed if span.end > span.start)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _markdown_heading(line: str) -> tuple[int, Span] | None:
    """The level of a Markdown heading and where its words stand in ``line``; None where it is no
    heading, or one without words."""
    opened = _HASHES.match(line)
    if opened is None:
        return None
    words = line[opened.end() :].rstrip(" \t").rstrip("#").rstrip(" \t")
    if not words:
        return None
    return len(opened.group(1)), Span(opened.end(), opened.end() + len(words))


def _plain_heading(lines: list[tuple[int, str]], at: int, last: int) -> bool:
    """Whether a line of plain text is a heading: short, no end mark, after a blank line (or at
    the start) and before text: ``last`` is the number of the last line that is not blank."""
    line = lines[at][1].strip()
    if not line or len(line) > LONGEST_HEADING or _END_MARK.search(line) or _ITEM.match(line):
        return False
    before = lines[at - 1][1].strip() if at else ""
    return not before and at < last


def lines_of(text: str, markdown: bool) -> list[Line]:
    """Every line of ``text``, in order, classified."""
    raw: list[tuple[int, str]] = []
    at = 0
    for piece in text.splitlines(keepends=True):
        raw.append((at, piece))
        at += len(piece)
    last = max((number for number, (_, piece) in enumerate(raw) if piece.strip()), default=0)
    return [_classify(raw, number, markdown, last) for number in range(len(raw))]


def _classify(raw: list[tuple[int, str]], number: int, markdown: bool, last: int) -> Line:
    start, piece = raw[number]
    end = start + len(piece)
    bare = piece.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    if not bare.strip():
        return Line("blank", start, end, piece)
    if markdown and (heading := _markdown_heading(bare)):
        level, words = heading
        inner = Span(start + words.start, start + words.end)
        return Line("heading", start, end, piece, level, inner)
    if match := _ITEM.match(bare):
        stop = start + len(bare.rstrip())
        return Line("item", start, end, piece, inner=Span(start + match.end(), stop))
    leading = len(bare) - len(bare.lstrip())
    inner = Span(start + leading, start + len(bare.rstrip()))
    if not markdown and _plain_heading(raw, number, last):
        return Line("heading", start, end, piece, 2, inner)
    return Line("text", start, end, piece, inner=inner)


def parse(text: str, markdown: bool) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """Sections and blocks of a leaflet.

    Sections tile ``text``; text before the first heading is a section whose heading is empty.
    The blocks of a section tile it after its heading line.
    """
    lines = lines_of(text, markdown)
    starts = [number for number, line in enumerate(lines) if line.kind == "heading"]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    sections: list[Section] = []
    blocks: list[Block] = []
    open_: list[Section] = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(lines)
        head = lines[first] if lines and lines[first].kind == "heading" else None
        start = lines[first].start if lines else 0
        end = lines[last - 1].end if lines else 0
        heading = head.inner if head else Span(start, start)
        level = head.level if head else 1
        while open_ and open_[-1].level >= level:
            open_.pop()
        outer = tuple(section.index for section in open_)
        sections.append(Section(index, level, Span(start, end), heading, outer))
        if heading.end > heading.start:
            open_.append(sections[-1])
        blocks.extend(_blocks(text, lines[first + bool(head) : last], index))
    return tuple(sections), tuple(blocks)


def _blocks(text: str, lines: list[Line], section: int) -> list[Block]:
    groups: list[list[Line]] = []
    opener: Line | None = None
    for line in lines:
        if groups and not _starts_block(opener, groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
            opener = None
        if opener is None and line.kind != "blank":
            opener = line
    return [_block(text, group, section) for group in groups]


def _starts_block(opener: Line | None, before: Line, line: Line) -> bool:
    """Whether ``line`` opens a new block after ``before``, in a block whose first line that is not
    blank is ``opener``. Blank lines go with what is before."""
    if line.kind == "blank" or opener is None:
        return False
    gap = before.kind == "blank"
    is_list = opener.kind == "item"
    if line.kind == "item":
        return not is_list
    # A small letter goes on with the item: "You can have it / unless you are pregnant".
    goes_on = line.text[:1] in " \t" or line.text[:1].islower()
    return gap if not is_list else gap or not goes_on


def _block(text: str, group: list[Line], section: int) -> Block:
    span = Span(group[0].start, group[-1].end)
    written = [line for line in group if line.kind != "blank"]
    if written and written[0].kind == "item":
        return Block("list", section, span, _items(written))
    return Block("paragraph", section, span, sentences(text, span.start, span.end))


def _items(lines: list[Line]) -> tuple[Span, ...]:
    items: list[Span] = []
    for line in lines:
        if line.kind == "item":
            items.append(line.inner)
        else:
            items[-1] = Span(items[-1].start, line.inner.end)
    return tuple(items)
