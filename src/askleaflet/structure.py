"""The structure of a leaflet's text: headings, paragraphs, lists, tables, sentences, by offset.

Nothing is copied or changed here: sections tile the document, blocks tile what stands under a
heading, and every sentence, item and row is a span, so that joined again they are the document.
What is there but says nothing (page numbers, rules, marks) stands between the spans.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from askleaflet.lines import Line, lines_of
from askleaflet.marks import marks_of
from askleaflet.records import Block, Mark, Section, Span, stretches

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Abbreviations after which a full stop ends no sentence; from the leaflets we have seen.
_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs approx max min no nos dr mr mrs ms prof st fig tab cap inj i.v s.c i.m "
    "incl resp temp wt vol ca cf al ph u.s u.k a.m p.m tel ltd inc co b.v s.a subsp spp sec tsp "
    "tbsp".split()
)
# Of these, what may end a sentence after all: where a word follows that opens one, and no name.
_ENDS_TOO = re.compile(
    r"(?<![\w.])(?:etc|max|min|i\.v|s\.c|i\.m|a\.m|p\.m|temp|wt|vol)\.(?=\s+(?!"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May \d|June|July|"
    r"August|September|October|November|December)[A-Z][a-z]+)"
)
# "this medicine.Ask a doctor", "5 mg.Take", "(or nurse).Ask": a blank is missing. No address has a
# capital there.
_GLUED = re.compile(r"(?<=[^\W\d_A-Z]{3}|[\d ]m[gl]|.°[CF]|\w\w\))[.!?](?=[A-Z][a-z]*[ \t])")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
# So many sections with numbers, and headings between them on their level, make an outline flat.
_FEWEST_NUMBERED = 3
_FEWEST_ALIKE = 2
# What a sentence cannot begin with: "M.D.: an" is one.
_GOES_ON = tuple(":;,)")


class Structure(NamedTuple):
    """A leaflet's text, taken apart."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]


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


def sentences(text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> tuple[Span, ...]:
    """The sentences of ``text[start:end]``, without the white space and ``marks`` around them.

    ``marks`` are those of the whole text, in order.
    """
    own = marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))]
    if not own:
        spans = (trim(text, start + one, start + last) for one, last in _split(text[start:end]))
        return tuple(span for span in spans if span.end > span.start)
    parts = list(stretches(text, Span(start, end), own))
    shown = "".join(one.shown for one in parts)
    # Where each sign that is shown stands; what a mark says stands where the mark does.
    firsts: list[int] = []
    lasts: list[int] = []
    for one in parts:
        copied = one.shown == text[one.start : one.end]
        for number in range(len(one.shown)):
            firsts.append(one.start + number if copied else one.start)
            lasts.append(one.start + number + 1 if copied else one.end)
    spans = (trim(shown, *span) for span in _split(shown))
    return tuple(Span(firsts[one], lasts[last - 1]) for one, last in spans if last > one)


def _split(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of ``text`` are, white space and all."""
    open_: tuple[int, int] | None = None
    for start, end in _splitter().span_tokenize(text):
        if open_ and text.startswith(_GOES_ON, start):
            open_ = (open_[0], end)
            continue
        if open_:
            yield from _cut(text, *open_)
        open_ = (start, end)
    if open_:
        yield from _cut(text, *open_)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for pattern in (_ENDS_TOO, _GLUED):
        cuts = [found.end() for found in pattern.finditer(text, start, end)]
        if cuts:
            for first, last in zip((start, *cuts), (*cuts, end), strict=True):
                yield from _cut(text, first, last) if pattern is _ENDS_TOO else ((first, last),)
            return
    yield start, end


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    return Span(start, start + len(said.strip()))


def parse(text: str, markdown: bool) -> Structure:
    """Sections and blocks of a leaflet, and its marks.

    Sections tile ``text``; text before the first heading is a section whose heading is empty.
    The blocks of a section tile it after its heading line.
    """
    lines = lines_of(text, markdown)
    marks = marks_of(text, lines, markdown)
    starts = [number for number, line in enumerate(lines) if line.kind == "heading"]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    sections: list[Section] = []
    blocks: list[Block] = []
    open_: list[Section] = []
    levels = _levels(text, [line for line in lines if line.kind == "heading"])
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(lines)
        head = lines[first] if lines and lines[first].kind == "heading" else None
        start = lines[first].start if lines else 0
        end = lines[last - 1].end if lines else 0
        heading = head.inner if head else Span(start, start)
        level = next(levels) if head else 1
        while open_ and open_[-1].level >= level:
            open_.pop()
        outer = tuple(section.index for section in open_)
        sections.append(Section(index, level, Span(start, end), heading, outer))
        if heading.end > heading.start:
            open_.append(sections[-1])
        own = lines[first + bool(head) : last]
        blocks.extend(_block(text, group, index, marks) for group in _groups(own))
    return Structure(tuple(sections), tuple(blocks), marks)


def _levels(text: str, heads: Sequence[Line]) -> Iterator[int]:
    """The level of each heading. Where sections with numbers are marked as what stands in them is,
    as by tools that know no sizes, the latter stands under the former."""
    numbered = [at for at, one in enumerate(heads) if _NUMBERED.match(text, *one.inner)]
    levels = {heads[at].level for at in numbered}
    within = {*range(numbered[0], numbered[-1])}.difference(numbered) if numbered else set()
    alike = sum(heads[at].level in levels for at in within)
    flat = len(numbered) >= _FEWEST_NUMBERED and len(levels) == 1 and alike >= _FEWEST_ALIKE
    for at, one in enumerate(heads):
        yield min(one.level + (flat and at in within), 6)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    opener: Line | None = None
    held: Line | None = None
    for line in lines:
        if groups and not _starts_block(opener, held, groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
            opener = None
        if _is_said(line):
            opener, held = opener or line, line
    return groups


def _is_said(line: Line) -> bool:
    return line.kind not in {"blank", "nothing"}


def _starts_block(opener: Line | None, held: Line | None, before: Line, line: Line) -> bool:
    """Whether ``line`` opens a new block after ``before``, in a block whose first line that says
    something is ``opener`` and the last one ``held``. Lines that say nothing go with what is
    before."""
    if opener is None or held is None or not _is_said(line):
        return False
    if line.kind != "text" or opener.kind in {"row", "code"}:
        return line.kind != opener.kind
    # A bullet that stands alone belongs to what follows it.
    if held.kind == "item" and _is_empty(held.inner):
        return False
    gap = not _is_said(before)
    # A small letter goes on with the item: "You can have it / unless you are pregnant".
    goes_on = line.text[:1] in " \t" or line.text[:1].islower()
    return gap if opener.kind != "item" else gap or not goes_on


def _block(text: str, group: Sequence[Line], section: int, marks: Sequence[Mark]) -> Block:
    span = Span(group[0].start, group[-1].end)
    said = [line for line in group if _is_said(line)]
    match said[0].kind if said else "blank":
        case "item":
            items = (sentences_within(text, one, marks) for one in _items(said))
            return Block("list", section, span, tuple(one for one in items if one.end > one.start))
        case "row":
            rows = (sentences_within(text, line.inner, marks) for line in said)
            return Block("table", section, span, tuple(one for one in rows if one.end > one.start))
        case "code":
            steps = (one for line in said for one in sentences(text, *line.inner))
            return Block("paragraph", section, span, tuple(steps))
    return Block("paragraph", section, span, sentences(text, span.start, span.end, marks))


def sentences_within(text: str, span: Span, marks: Sequence[Mark]) -> Span:
    """``span`` without the marks and white space at its ends; empty where nothing else is in it."""
    own = marks[bisect_left(marks, (span.start,)) : bisect_left(marks, (span.end,))]
    shown = [one for one in stretches(text, span, own) if one.shown.strip()]
    return trim(text, shown[0].start, shown[-1].end) if shown else Span(span.start, span.start)


def _items(lines: Sequence[Line]) -> tuple[Span, ...]:
    items: list[Span] = []
    for line in lines:
        if line.kind == "item":
            items.append(line.inner)
        elif _is_empty(items[-1]):
            items[-1] = line.inner
        else:
            items[-1] = Span(items[-1].start, line.inner.end)
    return tuple(items)


def _is_empty(span: Span) -> bool:
    return span.start == span.end
