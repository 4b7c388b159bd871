"""From a leaflet to the passages that can be found and quoted, each with the words around it
without which it could be misread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askleaflet.records import Block, Document, Passage, PassageKind, Span
from askleaflet.structure import LONGEST_HEADING, sentences, trim

_ENDED = re.compile(r"[.!?…][\"')\]»”’*_]*$")


def passages(document: Document) -> tuple[Passage, ...]:
    """Every sentence, list item and whole list of ``document``, in the order of the text.

    An item of several sentences is marked sentence by sentence, and shown whole.
    """
    found: list[Passage] = []

    def add(kind: PassageKind, mark: Span, block: Span, section: int, lead: Span | None) -> None:
        number = f"{document.id}:{len(found):05d}"
        found.append(Passage(number, document.id, section, kind, mark, block, lead))

    previous: Block | None = None
    for at, block in enumerate(document.blocks):
        following = document.blocks[at + 1] if at + 1 < len(document.blocks) else None
        lead = leading_sentence(document, previous, block)
        shown = _shown(document, block, lead)
        if block.kind == "list":
            if len(block.units) > 1:
                whole = Span(block.units[0].start, block.units[-1].end)
                add("list", whole, shown, block.section, lead)
            for unit in block.units:
                for sentence in sentences(document.text, unit.start, unit.end):
                    add("item", sentence, shown, block.section, lead)
        else:
            for number, unit in enumerate(block.units):
                last = number == len(block.units) - 1
                opens = last and following and leads_in(document, block, following)
                ahead = _whole(document, following) if opens and following else shown
                around = Span(min(shown.start, unit.start), max(shown.end, ahead.end))
                add("sentence", unit, around, block.section, lead)
        previous = block if block.units else previous
    return tuple(found)


def leads_in(document: Document, block: Block, following: Block) -> bool:
    """Whether the last sentence of ``block`` introduces ``following``.

    Always, where a list comes next (a sentence before a list governs it, with a colon or
    without); before a paragraph only where it is a short line without an end mark, as the
    sub-headings of imported leaflets are.
    """
    if block.kind != "paragraph" or following.section != block.section or not block.units:
        return False
    last = document.slice(block.units[-1])
    if following.kind == "list" or last.endswith(":"):
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
    for section in document.sections:
        under = lists.get(section.index) or first.get(section.index)
        if under:
            found.setdefault(document.slice(section.heading), under)
    return found
