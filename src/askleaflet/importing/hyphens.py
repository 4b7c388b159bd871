"""Words that the end of a line has parted."""

from __future__ import annotations

import re

_HYPHENS = "-\u2010\u2011\u00ad"
_BROKEN = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
_FIRST = re.compile(r"[^\W\d_]+")


def compounds(text: str) -> frozenset[str]:
    """The words of a text that are written with a hyphen in the middle of a line."""
    return frozenset(one.casefold().replace("\u2010", "-") for one in _COMPOUND.findall(text))


def joined(before: str, after: str, known: frozenset[str] = frozenset()) -> str:
    """Two lines as one. A word that the line's end has parted is one word again; it keeps its
    hyphen where the text has it elsewhere (``known``), or a capital or digit follows."""
    broken, first = _BROKEN.search(before), _FIRST.match(after)
    if not broken:
        hyphen = bool(re.search(rf"\w[{_HYPHENS}]$", before)) and after[:1].isalnum()
        return f"{before}{after}" if hyphen else f"{before} {after}"
    if first and after[:1].islower():
        whole = f"{broken[1]}-{first[0]}".casefold()
        kept = before[-1] != "\u00ad" and whole in known
        return f"{before[:-1]}{'-' if kept else ''}{after}"
    return f"{before}{after}" if after[:1].isalnum() else f"{before} {after}"
