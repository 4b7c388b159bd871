"""What opens a list item, in any font, and which lines are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from askleaflet.layout import SIGNS

_SIGNS = f"{SIGNS}–—"
_BULLET = re.compile(
    rf"(?:[{_SIGNS}]\s*|[-*+]\s+|-(?=[A-ZÁÉÍÓÚÅÆØÄÖÜÑ¿])|[olxv§]\s+(?=[A-ZÁÉÍÓÚÅÆØÄÖÜ]))(?=\S)"
)
_NUMBER = re.compile(r"(\d{1,2})([.)])\s+(?=\S)")
# The end of a sentence, or of what leads a list in.
_END = re.compile(r"[.!?:;…][\"')\]»”’]*$")
LONE = re.compile(rf"[{_SIGNS}*-]")


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
