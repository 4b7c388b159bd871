"""The characters of a PDF page as pieces of lines, with where they stand and how they look."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pypdfium2 as pdfium
from pypdfium2 import raw

# pdfium's own sign for a hyphen at the end of a line.
HYPHENS = "\x02\ufffe\u00ad"
_SIGNS = ("symbol", "wingding", "webding", "dingbat", "bullet", "marlett")
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
# A gap this many times the height of a letter parts columns, or a bullet from its text.
WIDEST_GAP = 1.3


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page shows, in points from its lower left corner. ``bold``: all of it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Glyph(Drawn):
    """One character."""

    sign: bool
    font: str


@dataclass(frozen=True, slots=True)
class Piece(Drawn):
    """A line, or what one column holds of it. ``bullet``: it opens with a sign of another font,
    which is the letter ``letter`` there where it is one; ``gaps``: it was joined over gaps like a
    table's."""

    bullet: bool = False
    gaps: bool = False
    letter: str = ""
    page: int = 0


def text_of(page: pdfium.PdfPage) -> str:
    """All text of a page, as the library gives it, to count words against."""
    text = page.get_textpage().get_text_range()
    for sign in HYPHENS[:2]:
        text = text.replace(sign, "-")
    return text


def pieces(page: pdfium.PdfPage, number: int) -> list[Piece]:
    """The pieces of lines of a page, in the order in which they were drawn."""
    found: list[Piece] = []
    run: list[Glyph] = []
    for one in _glyphs(page.get_textpage()):
        if one is None or (run and _apart(run, one)):
            found += _piece(run, number)
            run = []
        if one is not None:
            run.append(one)
    return [*found, *_piece(run, number)]


def _apart(run: list[Glyph], one: Glyph) -> bool:
    before = run[-1]
    if abs(one.base - before.base) > 0.6 * max(one.size, before.size):
        return True
    solid = next((each for each in reversed(run) if each.text.strip()), before)
    gap = one.left - solid.right if one.text.strip() else 0.0
    return gap > WIDEST_GAP * max(one.size, 6.0) or gap < -4 * max(one.size, 6.0)


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph | None]:
    """Every character; None where a line ends."""
    buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in {10, 13}:
            yield None
            continue
        raw.FPDFText_GetFontInfo(text, at, buffer, 256, flags)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        bold, sign, font = _look(buffer.value)
        heavy = bold or raw.FPDFText_GetFontWeight(text, at) >= 600
        size = max(box.top - box.bottom, 1.0)
        yield Glyph(
            chr(code) if code else "\ufffd", box.left, box.right, y.value, size, heavy, sign, font
        )


@cache
def _look(name: bytes) -> tuple[bool, bool, str]:
    font = name.decode("latin-1").rpartition("+")[2].lower()
    return any(one in font for one in _BOLD), any(one in font for one in _SIGNS), font


def _piece(run: list[Glyph], page: int) -> Iterator[Piece]:
    solid = [one for one in run if one.text.strip()]
    if not solid:
        return
    first = solid[0]
    others = solid[1:]
    sign = not first.text.isalnum() or first.sign or "courier" in first.font
    bullet = bool(others) and sign and first.font != others[0].font and not others[0].sign
    bullet = bullet and (first.sign or others[0].left - first.right > 0.15 * first.size)
    alone = not others and first.sign
    letters = [one for one in solid[bullet:] if one.text.isalpha()]
    text = "".join(one.text for one in run).strip()
    if bullet or alone:
        text = f"• {text[1:].strip()}".strip()
    bold = bool(letters) and all(one.bold for one in letters)
    letter = first.text if (bullet or alone) and first.text.isalnum() else ""
    size = sorted(one.size for one in solid)[len(solid) // 2]
    base = sorted(one.base for one in solid)[len(solid) // 2]
    right = max(one.right for one in solid)
    yield Piece(
        text, first.left, right, base, size, bold, bullet or alone, letter=letter, page=page
    )
