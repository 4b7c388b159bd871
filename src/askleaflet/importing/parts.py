"""Taking the patient's part out of a long document, and what its first lines say of a leaflet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askleaflet.headings import fixed_lines, is_heading
from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError, LeftOut, plain
from askleaflet.importing.dates import day_of, month_of
from askleaflet.languages import language_of

LONGEST_LINE = 120
# So many words before the leaflet's first line are no cover line.
MOST_WORDS_BEFORE = 120
PACKAGE_LEAFLET = "package leaflet (annex III B)"
_PARENTHESES = re.compile(r"^\((.*)\)$")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s*(.+)")
_STRENGTH = re.compile(r"\s+(?=\d)|\s*[®™©]|\s+\(")
# Lines that leaflets of all makers share, as the templates of the EMA and the FDA word them.
_ANNEX = fixed_lines("annex")
# "B. PACKAGE LEAFLET" is the title of the part, not yet the line that a leaflet opens with.
LEAFLET = re.compile(rf"(?:{fixed_lines('openings')})", re.IGNORECASE)
PROFESSIONAL_DOCUMENT = re.compile(
    rf"(?:(?:{_ANNEX})\s+[I1]$|{fixed_lines('professional')})", re.IGNORECASE
)
ANNEX_END = re.compile(rf"(?:{_ANNEX})\s+(?:II|III|IV|V|[2-5])")
ANNEX_B = re.compile(rf"B\.\s*(?:{fixed_lines('part_b')})")
FOR_PROFESSIONALS = re.compile(rf"(?:{fixed_lines('to_professionals')})", re.IGNORECASE)
US_DOCUMENT = re.compile(rf"(?:{fixed_lines('us_document')})", re.IGNORECASE)
US_PARTS = re.compile(fixed_lines("us_parts"), re.IGNORECASE)
READ_ALL = re.compile(rf"(?:{fixed_lines('read_all')})", re.IGNORECASE)
REVISED = re.compile(rf"(?:{fixed_lines('revised')})\s*:?", re.IGNORECASE)


def says_leaflet(text: str) -> bool:
    """Whether a line is the one that every package leaflet opens with, in any language we know."""
    return bool(LEAFLET.search(text))


def opens_leaflet(line: str) -> bool:
    """Whether a line is that one and nothing else."""
    return len(line) < LONGEST_LINE and bool(LEAFLET.match(line.strip()))


def leaflets(
    facts: Facts, blocks: tuple[Block, ...], original: str, left: Sequence[LeftOut]
) -> list[Imported]:
    """The patient's leaflets in ``blocks``, of which a long product information has several.
    Raises ImportingError where the document is for professionals alone."""
    if not blocks:
        raise ImportingError("there is no text in it. Check that it is the right file.")
    blocks = with_headings(blocks)
    starts = [at for at, one in enumerate(blocks) if _opens(one)]
    long = any(PROFESSIONAL_DOCUMENT.search(one.text) for one in blocks if _is_line(one))
    part = PACKAGE_LEAFLET if long else ""
    american = not starts and any(US_DOCUMENT.search(one.text) for one in blocks if _is_line(one))
    if american:
        starts = [at for at, one in enumerate(blocks) if US_PARTS.fullmatch(one.text.strip(" :"))]
        starts, part, long = starts[:1], "Medication Guide or Patient Information", True
    if long and not starts:
        raise ImportingError(
            "it is for professionals, and no patient's part was found in it. "
            "Fetch the package leaflet or Medication Guide."
        )
    if not starts or (len(starts) == 1 and not long and _is_cover(blocks[: starts[0]])):
        starts = [0]
    ends = [*starts[1:], len(blocks)]
    return [
        _taken(facts, blocks, start, end, original, list(left), part)
        for start, end in zip(starts, ends, strict=True)
    ]


def with_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks with the headings that templates and the list of contents tell: the line that a
    leaflet opens with, and the second time that a line of the contents stands there."""
    seen: set[tuple[str, str]] = set()
    found: list[Block] = []
    for one in blocks:
        numbered = _NUMBERED.match(f"{one.mark} {one.text}" if one.kind == "item" else one.text)
        key = (numbered[1], _key(numbered[2])) if numbered else None
        if one.kind != "heading" and key in seen and numbered:
            one = Block("heading", numbered[0], 2)  # noqa: PLW2901
        elif one.kind != "item" and _opens(one):
            # Beside the sections and not over them: it would stand with every quote.
            one = Block("heading", one.text, 2)  # noqa: PLW2901
        if key:
            seen.add(key)
        found.append(one)
    return tuple(found)


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:?")


def _is_line(block: Block) -> bool:
    return len(block.text) < LONGEST_LINE


def _opens(block: Block) -> bool:
    return opens_leaflet(block.text)


def _is_cover(blocks: Sequence[Block]) -> bool:
    return sum(len(one.text.split()) for one in blocks) < MOST_WORDS_BEFORE


def _taken(
    facts: Facts, blocks: tuple[Block, ...], start: int, end: int, original: str,
    left: list[LeftOut], part: str,
) -> Imported:  # fmt: skip
    stop = next(
        (at for at in range(start + 1, end) if _is_line(blocks[at]) and _ends(blocks[at])), end
    )
    taken = blocks[start:stop]
    apart = {
        "the part for healthcare professionals": blocks[stop:end],
        "what stands before and after this leaflet": blocks[:start] + blocks[end:],
    }
    left += [LeftOut(what, plain(one)) for what, one in apart.items() if one]
    brand, substance, revised = names_in(taken)
    title = brand or facts.title
    names = facts.names or tuple(filter(None, (brand, substance)))
    language = facts.language or language_of(plain(taken))
    new = replace(
        facts, title=title, names=names, language=language, revised=facts.revised or revised
    )
    return Imported(new, taken, original, tuple(left), part)


def _ends(block: Block) -> bool:
    return bool(
        ANNEX_END.fullmatch(block.text)
        or FOR_PROFESSIONALS.match(block.text)
        or ANNEX_B.fullmatch(block.text)
    )


def names_in(blocks: Sequence[Block]) -> tuple[str, str, str]:
    """Brand, substance and revision date as a package leaflet's first and last lines give them;
    empty where they do not."""
    start = next((at for at, one in enumerate(blocks) if _opens(one)), None)
    brand = substance = ""
    if start is not None:
        # A Composition's title and the leaflet's own first line say the same.
        while any(_opens(one) for one in blocks[start + 1 : start + 3]):
            start += 1
        head: list[str] = []
        for one in blocks[start + 1 : start + 8]:
            if READ_ALL.match(one.text) or len(one.text) > LONGEST_NAME or is_heading(one.text):
                break
            head.append(one.text)
        if head:
            brand = _STRENGTH.split(head[0])[0].strip(" ,")
        if len(head) > 1 and len(head[-1].split()) <= MOST_WORDS_OF_SUBSTANCE:
            substance = _PARENTHESES.sub(r"\1", head[-1]).strip()
    return brand[:100], substance[:100], _revised(blocks)


LONGEST_NAME = 200
MOST_WORDS_OF_SUBSTANCE = 6


def _revised(blocks: Sequence[Block]) -> str:
    for at, one in enumerate(blocks):
        if found := REVISED.search(one.text):
            after = one.text[found.end() :].strip(" :.")
            if not after and at + 1 < len(blocks):
                after = blocks[at + 1].text
            return month_of(after) or day_of(after)
    return ""
