"""The order in which a page is read: columns, lines put together again, furniture set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from askleaflet.importing.bullets import LONE, bullet
from askleaflet.importing.pdfpage import Piece

# A page is set in columns where so many pieces stand on each side of a gutter and few cross it.
FEWEST_IN_COLUMN = 6
MOST_CROSSING = 0.25
# Lines of a column fill it; cells of a table do not.
FILLED = 0.5
# So many of a page's first and last lines may be furniture.
DEEPEST_FURNITURE = 3
_NUMBER = re.compile(
    r"\W*(?:(?:page|pagina|página|seite|side|sida|sivu|strona|p\.)\s*)?\d{1,4}"
    r"(?:\s*(?:/|of|de|von|af|av|di|van|sur|z)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ITEM_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])[.)]")


def ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of one page in the order in which they are read."""
    pieces = [one for one in pieces if one.text]
    gutter = _gutter(pieces)
    if gutter is None:
        return _lines(pieces)
    found: list[Piece] = []
    band: list[Piece] = []
    for one in sorted(pieces, key=lambda one: -one.base):
        if one.left < gutter < one.right:
            found += _columns(band, gutter)
            band = []
            found.append(one)
        else:
            band.append(one)
    return found + _columns(band, gutter)


def _columns(band: list[Piece], gutter: float) -> list[Piece]:
    left = [one for one in band if one.right <= gutter]
    right = [one for one in band if one.left >= gutter]
    return ordered(left) + ordered(right)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the gap between two columns, or None where the page has one column."""
    best: tuple[int, float] | None = None
    for x in sorted({one.left - 1.0 for one in pieces}):
        left = [one for one in pieces if one.right <= x]
        right = [one for one in pieces if one.left >= x]
        crossing = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) < FEWEST_IN_COLUMN or crossing > MOST_CROSSING * len(pieces):
            continue
        if _fills(left) and _fills(right) and (best is None or crossing < best[0]):
            best = crossing, x
    return best[1] if best else None


def _fills(side: list[Piece]) -> bool:
    """Whether the lines of one side are set as running text: most as wide as the widest."""
    lines = _lines(side)
    width = max(one.right for one in lines) - min(one.left for one in lines)
    long = sum(one.right - one.left > FILLED * width for one in lines)
    return width > 60 and long >= 0.5 * len(lines) and len(lines) >= FEWEST_IN_COLUMN


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that stand on one line made one, from top to bottom."""
    rows: list[list[Piece]] = []
    for one in sorted(pieces, key=lambda one: (-one.base, one.left)):
        if rows and abs(rows[-1][0].base - one.base) < 0.4 * min(rows[-1][0].size, one.size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_joined(sorted(row, key=lambda one: one.left)) for row in rows]


def _joined(row: list[Piece]) -> Piece:
    first, *others = row
    justified = len(row) > 4 and all(len(one.text.split()) < 3 for one in row)
    for other in others:
        opens = bool(LONE.fullmatch(first.text) or _ITEM_NUMBER.fullmatch(first.text))
        # A gap of less than a letter is one word: raised signs are pieces of their own.
        close = other.left - first.right < 0.15 * first.size
        apart = not (opens or justified) and _far(first, other)
        between = " | " if apart else "" if close else " "
        bullets = opens and not first.text[0].isalnum()
        first = replace(
            first,
            text=f"{first.text}{between}{other.text}",
            right=max(first.right, other.right),
            bold=other.bold if bullets else first.bold and other.bold,
            letter=first.letter or other.letter,
            bullet=first.bullet or (opens and bool(bullet(f"{first.text} x"))),
            gaps=first.gaps or apart,
        )
    return first


def _far(first: Piece, other: Piece) -> bool:
    """Whether two pieces are cells of a table, and not a justified line with wide spaces, which
    goes on with a small letter in the middle of a sentence."""
    gap = other.left - first.right
    sentence = other.text[:1].islower() and first.text[-1:].isalpha() and len(first.text) > 25
    return gap > (4.0 if sentence else 1.3) * max(first.size, 6.0)


def without_furniture(pages: list[list[Piece]]) -> tuple[list[list[Piece]], list[str]]:
    """Pages without page numbers and what is repeated at their heads and feet; and that."""
    edges = [_ends(sorted(page, key=lambda one: -one.base), DEEPEST_FURNITURE) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(one) for one in edge})
    repeated = {key for key, times in seen.items() if times >= max(2, 0.4 * len(pages))}
    kept, removed = [], []
    for page, edge in zip(pages, edges, strict=True):
        gone = {id(one) for one in edge if _key(one) in repeated and len(pages) > 1}
        outermost = _ends(sorted(page, key=lambda one: one.base), 2)
        gone |= {id(one) for one in outermost if _NUMBER.fullmatch(one.text)}
        removed += [one.text for one in page if id(one) in gone]
        kept.append([one for one in page if id(one) not in gone])
    return kept, removed


def _key(one: Piece) -> tuple[str, int]:
    """What is the same on two pages: the words, but for numbers, and the place."""
    return re.sub(r"\d+", "#", one.text.casefold()), round(one.base / 4)


def _ends(rows: list[Piece], deep: int) -> list[Piece]:
    """The first and last ``deep`` lines; of few lines the first and the last."""
    deep = deep if len(rows) > 2 * deep else 1
    return rows[:deep] + rows[-deep:]
