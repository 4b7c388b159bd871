"""Writing blocks as Markdown, and Markdown back to the words that a reader of it sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from askleaflet.importing.blocks import Block

_ALWAYS = re.compile(r"\\(?=[^\w\s])|`|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=\])(?=[(:\[])")
_AT_START = re.compile(r"(?:[-+*](?=\s|$)|#{1,6}(?=\s|$)|>|={2,}$|-{2,}$|~{3}|\|)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def as_markdown(blocks: Sequence[Block]) -> str:
    """Markdown that reads as ``blocks`` do: every mark in their text is text again."""
    lines: list[str] = []
    before: Block | None = None
    widths: list[int] = []
    for block in blocks:
        if before is not None and (block.kind != "item" or before.kind != "item"):
            lines.append("")
        if block.kind == "item":
            widths = [*widths, *[2] * block.level][: block.level]
            mark = block.mark or "-"
            lines.append(f"{' ' * sum(widths)}{mark} {escaped(block.text)}")
            widths.append(len(mark) + 1)
        else:
            widths = []
            opening = f"{'#' * block.level} " if block.kind == "heading" else ""
            lines.append(opening + escaped(block.text, starts=not opening))
        before = block
    return "\n".join(lines) + "\n"


def escaped(text: str, starts: bool = True) -> str:
    """``text``, one line, so that Markdown shows every character of it. ``starts``: it opens a
    block of its own, so that what it begins with could be taken for a mark."""
    line = " ".join(text.split())
    line = _ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    for mark in "*_":
        if line.count(mark) > 1:
            line = line.replace(mark, f"\\{mark}")
    if line.count("~~") > 1:
        line = line.replace("~~", "\\~~")
    line = re.sub(r"(?<=\s)(#+)$", r"\\\1", line)
    if not starts:
        return line
    if _AT_START.match(line):
        return f"\\{line}"
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def shown(markdown: str) -> str:
    """The words that a reader of ``markdown`` sees, by a CommonMark parser: a block a line, with
    the numbers of numbered items."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    lines: list[str] = []
    number = ""
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            number = f"{token.info}{token.markup} "
        elif token.type in {"inline", "code_block", "fence", "html_block"}:
            text = "".join(_inline(token)) if token.type == "inline" else token.content
            lines.append(number + text)
            number = ""
    return "\n".join(lines)


def _inline(token: Token) -> Iterator[str]:
    for one in token.children or ():
        if one.type in {"text", "code_inline", "html_inline"}:
            yield one.content
        elif one.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif one.type == "image":
            yield one.content
