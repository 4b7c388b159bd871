"""From a leaflet to the passages that can be found and quoted, each with the words around it
without which it could be misread."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from askleaflet.analysis import folded
from askleaflet.headings import fixed_lines, heading_at, sense_of
from askleaflet.layout import LONGEST_HEADING
from askleaflet.records import Block, Document, Passage, PassageKind, Span
from askleaflet.structure import sentences, trim

_ENDED = re.compile(r"[.!?…][\"')\]»”’*_]*$")
# "1. How to take it ..... 3" is the heading "How to take it" in a list of contents.
_ENTRY = re.compile(r"(?:\d{1,2}[.)]?\s+)?(.*?)[\s.…]*(?:\d{1,3})?")
# A list of so few entries, or of such short ones ("Headache"), may be no list of contents.
FEWEST_ENTRIES = 2
LONGEST_ENTRY = 200
_WORDS_OF_AN_ENTRY = 3


def passages(document: Document) -> tuple[Passage, ...]:
    """Every sentence, list item, whole list and row of ``document``, in the order of the text.

    An item of several sentences is marked sentence by sentence, and shown whole. What only says
    where something stands (lists of contents, "See section 4") answers nothing.
    """
    found: list[Passage] = []
    contents = contents_of(document)
    silent = len(contents) == sum(bool(block.units) for block in document.blocks)

    def add(kind: PassageKind, mark: Span, block: Span, section: int, lead: Span | None) -> None:
        number = f"{document.id}:{len(found):05d}"
        found.append(Passage(number, document.id, section, kind, mark, block, lead))

    previous: Block | None = None
    for at, block in enumerate(document.blocks):
        following = document.blocks[at + 1] if at + 1 < len(document.blocks) else None
        lead = leading_sentence(document, previous, block)
        previous = block if block.units else previous
        if at in contents and not silent:
            continue
        shown = _shown(document, block, lead)
        if block.kind == "list" and len(block.units) > 1:
            whole = Span(block.units[0].start, block.units[-1].end)
            add("list", whole, shown, block.section, lead)
        for unit, over in _marked(document, block, lead):
            if block.kind != "paragraph":
                add("item", unit, shown, block.section, over)
                continue
            opens = unit == block.units[-1] and following and leads_in(document, block, following)
            if opens and at + 1 in contents:
                # "In this leaflet:" says no more than what it leads in.
                continue
            ahead = _whole(document, following) if opens and following else shown
            around = Span(min(shown.start, unit.start), max(shown.end, ahead.end))
            if opens or not _only_refers(document.words(unit)):
                add("sentence", unit, around, block.section, lead)
    return tuple(found)


def _marked(
    document: Document, block: Block, lead: Span | None
) -> Iterator[tuple[Span, Span | None]]:
    """What of ``block`` can be marked, each part with what leads it in: a row with the heads of
    its columns."""
    if block.kind == "table":
        rows: list[tuple[Span, Span | None]] = [(unit, block.units[0]) for unit in block.units[1:]]
        yield from rows or [(block.units[0], lead)]
        return
    for unit in block.units:
        if block.kind == "paragraph":
            yield unit, lead
            continue
        for one in sentences(document.text, unit.start, unit.end, document.marks):
            yield one, lead


def _only_refers(sentence: str) -> bool:
    """Whether ``sentence`` says where to look, and no more."""
    return len(sentence) <= LONGEST_ENTRY and bool(_reference().fullmatch(sentence))


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(fixed_lines("references"), re.IGNORECASE)


def contents_of(document: Document) -> frozenset[int]:
    """The numbers of the blocks that only list the headings of ``document``."""
    heads = {_entry(document.words(one.heading)) for one in document.sections}
    return frozenset(
        at
        for at, block in enumerate(document.blocks)
        if block.units and _is_contents(document, block, heads)
    )


def _is_contents(document: Document, block: Block, heads: Collection[str]) -> bool:
    heading = document.sections[block.section].heading
    told = sense_of(document.words(heading)) == "contents"
    entries = [_entry(document.words(unit)) for unit in block.units]
    if block.kind == "paragraph" or len(entries) == 1:
        whole = document.words(Span(block.units[0].start, block.units[-1].end))
        parts = re.split(r"(?<=\s)(?=\d{1,2}[.)]\s)", whole) if told else []
        entries = [_entry(one) for one in parts if one.strip()]
    known = [one for one in entries if one and (one in heads or (told and heading_at(one)))]
    if len(known) < (1 if told else FEWEST_ENTRIES) or 2 * len(known) < len(entries):
        return False
    sign = document.text[block.span.start : block.units[0].start]
    long = sum(len(one.split()) for one in known) >= _WORDS_OF_AN_ENTRY * len(known)
    return told or long or any(one.isdigit() for one in sign)


def _entry(line: str) -> str:
    if len(line) > LONGEST_ENTRY:
        return ""
    found = _ENTRY.fullmatch(" ".join(folded(line).split()))
    return found[1].rstrip(" ?:") if found else ""


def leads_in(document: Document, block: Block, following: Block) -> bool:
    """Whether the last sentence of ``block`` introduces ``following``.

    Always, where a list or table comes next (a sentence before a list governs it, with a colon or
    without); before a paragraph only where it is a short line without an end mark, as the
    sub-headings of imported leaflets are.
    """
    if block.kind != "paragraph" or following.section != block.section or not block.units:
        return False
    last = document.words(block.units[-1])
    if following.kind != "paragraph" or last.endswith(":"):
        return True
    return len(block.units) == 1 and len(last) <= LONGEST_HEADING and not _ENDED.search(last)


def leading_sentence(document: Document, previous: Block | None, block: Block) -> Span | None:
    """The sentence that leads ``block`` in, if one does."""
    if previous is None or not leads_in(document, previous, block):
        return None
    return previous.units[-1]


def _whole(document: Document, block: Block) -> Span:
    """The block without the white space around it, its first bullet mark included."""
    return trim(document.text, block.span.start, block.span.end)


def _shown(document: Document, block: Block, lead: Span | None) -> Span:
    whole = _whole(document, block)
    return Span(lead.start, whole.end) if lead else whole


def sayings(document: Document, own: Sequence[Passage]) -> dict[str, Passage]:
    """What a sidecar can name by its words, and the passage that says it: each sentence and list
    item; each heading for the first list under it, else its first sentence."""
    first: dict[int, Passage] = {}
    lists: dict[int, Passage] = {}
    for one in own:
        first.setdefault(one.section, one)
        if one.kind == "list":
            lists.setdefault(one.section, one)
    found: dict[str, Passage] = {}
    for one in own:
        if one.kind != "list":
            found.setdefault(document.slice(one.mark), one)
            found.setdefault(document.words(one.mark), one)
    for section in document.sections:
        under = lists.get(section.index) or first.get(section.index)
        if under:
            found.setdefault(document.words(section.heading), under)
    return found
