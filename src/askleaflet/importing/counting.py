"""Words lost and added: what was written, counted against the plain text of the original."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from askleaflet.importing.blocks import Imported
from askleaflet.importing.markdown import shown
from askleaflet.importing.texts import clean

_BROKEN = re.compile(r"(?<=\w)[-\u2010\u2011\u0002\ufffe][ \t]*\r?\n\s*(?=\w)")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u0002\ufffe](?=\w)")
# A number with its decimals is one word, and what compares two is a word, too. Marks that open a
# list item, and other marks of punctuation, are none.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[<>\u2264\u2265\u00b1%\u00b0\u00d7=+]")


@dataclass(frozen=True, slots=True)
class Count:
    """How many words the original has, and which were lost or added in what was written of it."""

    words: int
    lost: tuple[str, ...]
    added: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]


def words(text: str) -> Counter[str]:
    """How often each word is in ``text``. A word is the same with a hyphen or without, as nobody
    can tell which one the end of a line has broken."""
    text = _HYPHEN.sub("", clean(_BROKEN.sub("", text)))
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text)))


def count(leaflet: Imported, markdown: str) -> Count:
    """What ``markdown``, written of ``leaflet``, lost and added."""
    original, written = words(leaflet.original), words(shown(markdown))
    if leaflet.verbatim:
        # It is compared as a reader sees it, too: marks are no words.
        original = words(shown(leaflet.original))
    parts = [(one.what, words(one.text)) for one in leaflet.left_out]
    without = sum((one for _, one in parts), Counter[str]())
    return Count(
        original.total(),
        tuple((original - written - without).elements()),
        tuple(((written + without) - original).elements()),
        tuple((what, found.total()) for what, found in parts),
    )
