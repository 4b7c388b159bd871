"""What a line is by its look: a list item, in any font, or a heading; and which lines are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from askleaflet.importing.blocks import Block
from askleaflet.layout import SIGNS

_SIGNS = f"{SIGNS}–—"
_BULLET = re.compile(
    rf"(?:[{_SIGNS}]\s*|[-*+]\s+|-(?=[A-ZÁÉÍÓÚÅÆØÄÖÜÑ¿])|[olxv§]\s+(?=[A-ZÁÉÍÓÚÅÆØÄÖÜ]))(?=\S)"
)
_NUMBER = re.compile(r"(\d{1,2})([.)])\s+(?=\S)")
# The end of a sentence, or of what leads a list in.
_END = re.compile(r"[.!?:;…][\"')\]»”’]*$")
LONE = re.compile(rf"[{_SIGNS}*-]")
LONGEST_HEADING = 150
_SENTENCE = re.compile(r"[.!;,…][\"')\]»”’]*$")
_SECTION = re.compile(r"\d{1,2}\.\s+\S")
# What is bold to be seen and heads nothing: references and the names of pictures.
_NO_HEADING = re.compile(
    r"see\s|fig(?:ure|ura|ur)?\.?\s*\w{1,3}$|abbildung\s*\w{1,3}$", re.IGNORECASE
)
_ABOUT = re.compile(r"[^\W\d_]")


class Bullet(NamedTuple):
    """What opened an item, as Markdown writes it, and the text after it."""

    mark: str
    rest: str


def bullet(text: str, numbers: bool = False) -> Bullet | None:
    """How ``text`` opens as a list item; None where it does not. ``numbers``: 1. opens one, too."""
    if found := _BULLET.match(text):
        return Bullet("-", text[found.end() :])
    if numbers and (found := _NUMBER.match(text)):
        return Bullet(f"{found[1]}{found[2]}", text[found.end() :])
    return None


def join_lines(lines: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Lines (text, whether bold) with those made one that a line break has parted: the one before
    ends no sentence and the next goes on with a small letter, as bold as it or not."""
    joined: list[tuple[str, bool]] = []
    for text, bold in lines:
        alike = bool(joined) and joined[-1][1] == bold
        if alike and text[:1].islower() and not _END.search(joined[-1][0]) and not bullet(text):
            before, was = joined[-1]
            joined[-1] = (f"{before} {text}", was and bold)
        else:
            joined.append((text, bold))
    return joined


def bold_heading(text: str) -> bool:
    """Whether a line that is bold as a whole is a heading: short, with a letter, no sentence."""
    whole = len(text) <= LONGEST_HEADING and bool(_ABOUT.search(text))
    return whole and not _SENTENCE.search(text) and not _NO_HEADING.match(text)


def is_section(text: str) -> bool:
    """Whether a heading opens one of a leaflet's numbered sections: "4. Possible side effects"."""
    return bool(_SECTION.match(text))


def line_of(pieces: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
    """The line that pieces of text make, with single spaces, and whether all of it is bold."""
    text = " ".join("".join(one for one, _ in pieces).split())
    return text, bool(text) and all(bold for one, bold in pieces if one.strip())


def as_blocks(lines: Sequence[tuple[str, bool]], above: int, depth: int = 0) -> Iterator[Block]:
    """Lines under a heading of level ``above`` as items, bold headings and paragraphs."""
    for text, bold in lines:
        if found := bullet(text, numbers=not bold):
            yield Block("item", found.rest, depth, found.mark)
        elif bold and bold_heading(text):
            yield Block("heading", text, min(above + 1, 6))
        else:
            yield Block("paragraph", text)
