"""What many lines of a text together tell: comments, fences, tables, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import accumulate
from typing import Literal

from askleaflet.records import Span

# "nothing": page numbers, rules, fences, comments; there to be kept, not to be read.
LineKind = Literal["blank", "heading", "item", "row", "code", "text", "nothing"]

# Shorter than a sentence, longer than a word or two: what a heading is in plain text.
LONGEST_HEADING = 90
# Signs that are bullets wherever they open a line: dots, squares, arrows, ticks, and the private
# use area, where the signs of Symbol and Wingdings end up.
SIGNS = "•·∙▪▫■□◆◇♦◊●○◦‣⁃➢➤►▶→⇒➔✓✔✗❖※\uf000-\uf0ff"
_GAP = r"[ \t\u00a0]"
ITEM = re.compile(
    rf"{_GAP}*(?:[{SIGNS}]{_GAP}*|[-*+–—]{_GAP}+|\d{{1,2}}[.)]{_GAP}+|\(?[a-z]\){_GAP}+)(?=\S)"
)
# The letters that bullets of Wingdings turn into: "o Maria" is no list, "o have / o are" is one.
LETTER = re.compile(rf"{_GAP}*([olxv§¨Ø]){_GAP}+(?=\S)")
# Its end is found by hand: one pattern for both ends took a minute for 3,000 spaces.
HASHES = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
END_MARK = re.compile(r"[.!?:;,…][\"')\]»”’*_]*$")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
# "V8", "21", "- 3 -", "Page 2", "1 de 5", "2/6", "[3]", alone between empty lines.
_PAGE = re.compile(
    r"(?:page|seite|página|side|sida|pagina|p\.)?\s*[-–—]?\s*\d{1,3}\s*[-–—]?"
    r"(?:\s*(?:of|de|von|sur|di|af|av|van|z|/)\s*\d{1,3})?|\[\d{1,3}\]|v\.?\d{1,2}(?:\.\d{1,2})?",
    re.IGNORECASE,
)


def comments(text: str) -> list[Span]:
    """The comments of a Markdown text, which a page does not show."""
    found, at = [], text.find("<!--")
    while at >= 0 and (end := text.find("-->", at + 4)) >= 0:
        found.append(Span(at, end + 3))
        at = text.find("<!--", end + 3)
    return found


class Layout:
    """The lines of a text: ``pieces`` with their ends, ``bare`` without, ``said`` without white
    space, where each ``starts``, and the ``kinds`` of those that others beside them tell."""

    def __init__(self, text: str, markdown: bool) -> None:
        self.text, self.markdown = text, markdown
        self.pieces = text.splitlines(keepends=True)
        self.bare = text.splitlines()
        self.said = [bare.strip() for bare in self.bare]
        self.starts = list(accumulate(map(len, self.pieces), initial=0))[:-1]
        self.kinds: dict[int, LineKind] = {}
        if markdown:
            self._find_comments()
            self._find_fences()
            self._find_tables()
        self._find_pages()

    def is_alone(self, at: int) -> bool:
        """Whether nothing follows a line in its paragraph."""
        return at + 1 >= len(self.said) or not self.said[at + 1]

    def hashed(self, at: int) -> re.Match[str] | None:
        """The hashes that make a line a heading of Markdown."""
        return HASHES.match(self.bare[at]) if self.markdown and at >= 0 else None

    def _find_comments(self) -> None:
        """Lines of which comments leave nothing."""
        left, at = [], 0
        for start, end in comments(self.text):
            left += [self.text[at:start], " " * (end - start)]
            at = end
        shown = "".join((*left, self.text[at:]))
        for number, start in enumerate(self.starts):
            if self.said[number] and not shown[start : start + len(self.bare[number])].strip():
                self.kinds[number] = "nothing"

    def _find_fences(self) -> None:
        """Fences, and what stands between them; one that never closes is only left out."""
        opened, mark = -1, ""
        for at, bare in enumerate(self.bare):
            found = _FENCE.match(bare)
            if not found or at in self.kinds:
                continue
            self.kinds[at] = "nothing"
            if opened < 0:
                opened, mark = at, found[1]
            elif found[1].startswith(mark) and not bare[found.end() :].strip():
                for inside in range(opened + 1, at):
                    self.kinds[inside] = "code" if self.said[inside] else "blank"
                opened = -1

    def _find_tables(self) -> None:
        """Tables with a rule under the heads of their columns."""
        open_ = False
        for at, said in enumerate(self.said):
            barred = "|" in said and at not in self.kinds
            rule = barred and "-" in said and not set(said) - set("|:- \t")
            if rule and at and "|" in self.said[at - 1] and not open_:
                self.kinds[at - 1], self.kinds[at], open_ = "row", "nothing", True
            elif open_ and barred:
                self.kinds[at] = "row"
            else:
                open_ = False

    def _find_pages(self) -> None:
        """Page numbers that stand alone, and what is printed beside each of them again."""
        lone = [
            at
            for at, said in enumerate(self.said)
            if said and at not in self.kinds and self._is_lone(at)
        ]
        pages = {at for at in lone if _PAGE.fullmatch(self.said[at])}
        # Numbers under each other are a table that lost its lines.
        pages = {at for at in pages if not pages & {self.befores[at], self.nexts[at + 1]}}
        beside = {one for at in pages for one in (self.befores[at], self.nexts[at + 1])}
        short = [at for at in lone if at in beside and len(self.said[at]) <= LONGEST_HEADING]
        often = Counter(self.said[at] for at in short)
        heads = {at for at in short if often[self.said[at]] > 1 and not self._is_sentence(at)}
        self.kinds.update((at, "nothing") for at in pages | heads)

    def _is_lone(self, at: int) -> bool:
        return (at == 0 or not self.said[at - 1]) and self.is_alone(at)

    def _is_sentence(self, at: int) -> bool:
        ends = END_MARK.search(self.said[at]) or ITEM.match(self.bare[at]) or self.hashed(at)
        return bool(ends)

    @cached_property
    def last(self) -> int:
        """The number of the last line that says anything."""
        return max((at for at, said in enumerate(self.said) if said), default=0)

    @cached_property
    def nexts(self) -> list[int]:
        """For each line the first from it on that is not blank; the number of lines where none."""
        found = [len(self.said)] * (len(self.said) + 2)
        for at in range(len(self.said) - 1, -1, -1):
            found[at] = at if self.said[at] else found[at + 1]
        return found

    @cached_property
    def befores(self) -> list[int]:
        """For each line the last one before it that is not blank (-1: none)."""
        found, before = [], -1
        for at, said in enumerate(self.said):
            found.append(before)
            before = at if said else before
        return found

    @cached_property
    def widths(self) -> list[int]:
        """For each line the longest from it to the end of its paragraph."""
        found = [0] * (len(self.said) + 1)
        for at in range(len(self.said) - 1, -1, -1):
            found[at] = max(len(self.said[at]), found[at + 1]) if self.said[at] else 0
        return found
