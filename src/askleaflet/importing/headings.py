"""Which lines are headings, by how they look and by the templates that leaflets follow."""

from __future__ import annotations

import re

LONGEST_HEADING = 150
_SENTENCE = re.compile(r"[.!;,…][\"')\]»”’]*$")
_SECTION = re.compile(r"\d{1,2}\.\s+\S")
# What is bold to be seen and heads nothing: references and the names of pictures.
_NO_HEADING = re.compile(
    r"see\s|fig(?:ure|ura|ur)?\.?\s*\w{1,3}$|abbildung\s*\w{1,3}$", re.IGNORECASE
)
_ABOUT = re.compile(r"[^\W\d_]")


def bold_heading(text: str) -> bool:
    """Whether a line that is bold as a whole is a heading: short, with a letter, no sentence."""
    whole = len(text) <= LONGEST_HEADING and bool(_ABOUT.search(text))
    return whole and not _SENTENCE.search(text) and not _NO_HEADING.match(text)


def is_section(text: str) -> bool:
    """Whether a heading opens one of a leaflet's numbered sections: "4. Possible side effects"."""
    return bool(_SECTION.match(text))
