"""What a file is turned into, whatever its format: a few frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from askleaflet.errors import AskLeafletError

BlockKind = Literal["heading", "paragraph", "item"]
# The largest file, the most pages and the longest that one file may take.
LARGEST_FILE = 200_000_000
MOST_PAGES = 1_000
MOST_SECONDS = 60
# What one file may unfold to, as characters.
MOST_TEXT = 20_000_000
BROKEN = (
    "reading it broke off, so it is damaged or too large. Fetch it again, or in another format."
)


class ImportingError(AskLeafletError):
    """One file cannot be imported. The message goes on from the file's name."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item, on one line.

    ``level``: 1 to 6 of a heading, 0 and up for how deep an item stands. ``mark``: "-" or "1.".
    """

    kind: BlockKind
    text: str
    level: int = 0
    mark: str = "-"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was left out on purpose, and its text."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself; empty where it says nothing.

    ``revised`` is 2026-01-31 or 2026-01, or the file's own words.
    """

    title: str = ""
    names: tuple[str, ...] = ()
    language: str = ""
    source: str = ""
    version: str = ""
    revised: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """One leaflet of a file: what was taken, what was left out, and the plain text of the whole.

    ``verbatim``: the text is Markdown already and is written as it is. ``part``: which part of a
    longer document was taken; empty where it is all of it.
    """

    facts: Facts
    blocks: tuple[Block, ...]
    original: str
    left_out: tuple[LeftOut, ...] = ()
    part: str = ""
    verbatim: str = ""


def plain(blocks: tuple[Block, ...]) -> str:
    """The words of ``blocks``, one block a line, with the numbers of numbered items."""
    return "\n".join(
        f"{one.mark} {one.text}" if one.kind == "item" and one.mark != "-" else one.text
        for one in blocks
    )


@dataclass(frozen=True, slots=True)
class Understood:
    """One leaflet of a file as Markdown, and what was counted: the words of the whole file, those
    lost and added, and how many each part left out on purpose has."""

    facts: Facts
    markdown: str
    part: str
    words: int
    lost: tuple[str, ...]
    added: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    headings: int
    items: int
    # The leaflet without its blocks, for who reviews it.
    record: Imported | None = None
