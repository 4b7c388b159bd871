"""Plain text with hard line ends, and Markdown as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError
from askleaflet.importing.bullets import LONE, bullet, is_section
from askleaflet.importing.hyphens import compounds, joined
from askleaflet.importing.parts import leaflets, names_in
from askleaflet.importing.texts import cleaned, decoded
from askleaflet.languages import language_of

LONGEST_HEADING = 90
_END = re.compile(r"[.!?:;,…][\"')\]»”’]*$")
_MARKDOWN_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_WORDS = re.compile(r"[^\W\d_]+")


def read_plain(raw: bytes, name: str) -> list[Imported]:
    """The leaflets of a text whose lines are wrapped. Raises ImportingError."""
    text = _text(raw).replace("\r\n", "\n").replace("\r", "\n")
    blocks = cleaned(list(_blocks(text)))
    return leaflets(Facts(source=name), blocks, text, [])


def read_markdown(raw: bytes, name: str) -> list[Imported]:
    """A leaflet that is Markdown already: not a character of it is changed."""
    text = _text(raw)
    blocks = tuple(_line(line) for line in text.splitlines() if line.strip())
    brand, substance, revised = names_in(blocks)
    names = tuple(filter(None, (brand, substance)))
    facts = Facts(brand, names, language_of(text), name, revised=revised)
    return [Imported(facts, blocks, text, verbatim=text)]


def _line(line: str) -> Block:
    """A line of Markdown as a block, to be counted and to look for names in; it is not written."""
    if heading := _MARKDOWN_HEADING.match(line):
        return Block("heading", heading[2], len(heading[1]))
    found = bullet(line.strip(), numbers=True)
    return Block("item", found.rest) if found else Block("paragraph", line.strip())


def _text(raw: bytes) -> str:
    text = decoded(raw)
    if "\0" in text:
        raise ImportingError("it holds NUL bytes, so it is not text. Save it as text.")
    if not text.strip():
        raise ImportingError("it is empty. Fetch it again.")
    return text


def sections_of(text: str, level: int) -> Iterator[Block]:
    """Text without line ends as paragraphs; with them as read_plain does."""
    for block in _blocks(text):
        lower = block.kind == "heading" and block.level < level
        yield Block("heading", block.text, level) if lower else block


def _blocks(text: str) -> Iterator[Block]:
    """Blocks of hard-wrapped text: an empty line, a bullet, a heading or a short line after which
    the next word would have fitted ends one."""
    known = compounds(text)
    again = _repeated(text)
    groups = [group.splitlines() for group in re.split(r"\n[ \t]*\n", text) if group.strip()]
    before: list[str] = []
    for number, group in enumerate(groups):
        lines = before + [line for line in group if line.strip()]
        before = []
        if len(lines) == 1 and LONE.fullmatch(lines[0].strip()):
            # A bullet that stands alone belongs to what follows it.
            before = lines
            continue
        yield from _group(lines, number == len(groups) - 1, known, again)
    if before:
        yield Block("paragraph", before[0].strip())


def _repeated(text: str) -> frozenset[str]:
    """The numbered lines that stand in a text more than once: in its contents, and as headings."""
    numbered = Counter(line.strip() for line in text.splitlines() if is_section(line.strip()))
    return frozenset(line for line, times in numbered.items() if times > 1)


def _group(
    lines: list[str], last: bool, known: frozenset[str], again: frozenset[str]
) -> Iterator[Block]:
    first = lines[0].strip()
    if len(lines) == 1 and not last and _is_heading(first):
        yield Block("heading", first, 2 if is_section(first) else 3)
        return
    opens = len(lines) > 1 and is_section(first) and _is_heading(first)
    alone = opens and not is_section(lines[1].strip())
    if alone and (first in again or not _wraps(first, lines)):
        yield Block("heading", first, 2)
        lines = lines[1:]
    yield from _items_and_text(lines, known)


def _wraps(line: str, lines: list[str]) -> bool:
    """Whether ``line`` is as long as its group's others, so that it may go on in the next."""
    return len(line) > 0.75 * max(len(one.strip()) for one in lines[1:])


def _is_heading(line: str) -> bool:
    short = len(line) <= LONGEST_HEADING and bool(_WORDS.search(line))
    return short and not _END.search(line) and not bullet(line)


def _items_and_text(lines: list[str], known: frozenset[str]) -> Iterator[Block]:
    open_: Block | None = None
    pending = ""
    width = max(len(one.rstrip()) for one in lines) if lines else 0
    before = ""
    for line in lines:
        text = line.strip()
        if pending and not bullet(text):
            text = f"{pending} {text}"
        pending = ""
        if LONE.fullmatch(text):
            pending = text
            continue
        found = bullet(text, numbers=True)
        if found:
            if open_:
                yield open_
            indent = len(line) - len(line.lstrip())
            inner = indent >= 4 and open_ is not None and open_.kind == "item"
            open_ = Block("item", found.rest, int(inner), found.mark)
        elif open_ is None or _is_apart(before, line, width):
            if open_:
                yield open_
            open_ = Block("paragraph", text)
        else:
            open_ = Block(open_.kind, joined(open_.text, text, known), open_.level, open_.mark)
        before = line.rstrip()
    if open_:
        yield open_


def _is_apart(before: str, line: str, width: int) -> bool:
    """Whether ``line`` begins a paragraph: the one before ends a sentence, and the line's first
    word would have fitted behind it."""
    room = width - len(before) - 1
    first = line.split(maxsplit=1)[0]
    ends = bool(re.search(r"[.!?:]$", before))
    return ends and room >= len(first) and width - len(before) > 15
