"""What of a passage must be seen with the marked sentence, and what can wait behind "Show more".

A list, and whatever leads one in, is always whole. Of a paragraph the marked sentences stay, the
one before each, which it may lean on, the one after where it limits what was said, and whatever
denies something above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from askleaflet.analysis import words
from askleaflet.data import read_lines
from askleaflet.records import Block, Document, Span
from askleaflet.spelling import phrases_in

# Less is not worth a button: it would take as much room.
FEWEST_FOLDED = 120
LIMITING_FILE, DENYING_FILE = "limiting.txt", "denying.txt"


def overlap(one: Span, other: Span) -> bool:
    """Whether two stretches share a character."""
    return one.start < other.end and other.start < one.end


def can_wait(document: Document, shown: Span, marks: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of ``shown`` that need not be seen at once; none where they are short."""
    found = [
        span
        for block in document.blocks
        if block.kind == "paragraph" and any(overlap(block.span, mark) for mark in marks)
        for span in _apart(document, block, shown, marks)
    ]
    long = sum(span.end - span.start for span in found) >= FEWEST_FOLDED
    return tuple(found) if long else ()


def _apart(document: Document, block: Block, shown: Span, marks: Sequence[Span]) -> list[Span]:
    """Runs of sentences of one paragraph, each with the space around it."""
    units = [unit for unit in block.units if overlap(unit, shown)]
    marked = [any(overlap(unit, mark) for mark in marks) for unit in units]
    limiting = phrases_in(LIMITING_FILE, words)
    found: list[Span] = []
    for at, unit in enumerate(units):
        said = words(document.words(unit))
        limits = at > 0 and marked[at - 1] and said and limiting.length(said, 0)
        if limits or (any(marked[at:]) and denies(said)) or any(marked[at : at + 2]):
            continue
        start = units[at - 1].end if at else unit.start
        end = units[at + 1].start if at + 1 < len(units) else unit.end
        if found and found[-1].end >= start:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def denies(said: Iterable[str]) -> bool:
    """Whether a word (folded) of what is said denies something."""
    return not _denying().isdisjoint(said)


@cache
def _denying() -> frozenset[str]:
    return frozenset(word for line in read_lines(DENYING_FILE) for word in words(line))


def all_marked(document: Document, shown: Span, marks: Sequence[Span]) -> bool:
    """Whether ``marks`` are a whole list, every item: then a mark tells nothing."""
    lists = [one for one in document.blocks if one.kind == "list" and overlap(one.span, shown)]
    items = [unit for one in lists for unit in one.units]
    within = [
        any(mark.start <= unit.start and unit.end <= mark.end for mark in marks) for unit in items
    ]
    inside = all(any(overlap(one.span, mark) for one in lists) for mark in marks)
    return len(items) > 1 and inside and all(within)
