"""Text of files as it is: decoded, and cleaned of what nobody sees."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from askleaflet.importing.blocks import Block, ImportingError

# What is not seen: soft hyphens, joiners and marks.
SOFT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_INLINE_BULLET = re.compile(r"\s+[•●▪■\uf0b7](?=\s)\s*")
_LIGATURES = {chr(0xFB00 + at): text for at, text in enumerate("ff fi fl ffi ffl st st".split())}
_CLEAN = str.maketrans(
    {**dict.fromkeys(SOFT), **_LIGATURES, "\u2028": " ", "\u2029": " ", "\u0085": " "}
)
# Signs of the Symbol font that PDF and Word keep in the private use area.
_SYMBOLS = {
    0xF0B3: "≥", 0xF0A3: "≤", 0xF0B0: "°", 0xF0B1: "±", 0xF0B4: "×", 0xF06D: "µ", 0xF061: "α",
    0xF062: "β", 0xF0AE: "→", 0xF0E0: "→", 0xF03C: "<", 0xF03E: ">", 0xF0D2: "®",
}  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decoded(raw: bytes, declared: str = "") -> str:
    """The text of a file: by its mark, else UTF-8, else as it says, else Windows' own."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _whole(raw, encoding)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _whole(raw, declared or "cp1252")


def _whole(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportingError(
            "its characters cannot be told. Save it again as UTF-8 text."
        ) from error


def clean(text: str) -> str:
    """``text`` without soft hyphens and ligatures, the signs of the Symbol font as themselves."""
    return _CONTROLS.sub(" ", text.translate(_CLEAN).translate(_SYMBOLS))


def cleaned(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks with clean texts, a list that was written into one line as its items; without blocks
    that hold no letter or digit."""
    new = (Block(each.kind, " ".join(clean(each.text).split()), each.level, each.mark)
           for one in blocks for each in _parted(one))  # fmt: skip
    return tuple(one for one in new if any(character.isalnum() for character in one.text))


def _parted(block: Block) -> Iterator[Block]:
    first, *others = _INLINE_BULLET.split(block.text)
    yield replace(block, text=first)
    level = block.level if block.kind == "item" else 0
    yield from (Block("item", one, level) for one in others)
