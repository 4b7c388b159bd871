"""The lines of a leaflet, each with what it is: heading, list item, row, text, or nothing to read.

A leaflet is Markdown as people write it, or plain text as a PDF leaves it. Both are read by rules
over whole lines, in time linear in the text: a parser of Markdown knows neither the bullets of
leaflets nor where in a line a word stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from askleaflet.headings import hangs, heading_at
from askleaflet.layout import END_MARK, ITEM, LETTER, LONGEST_HEADING, SIGNS, Layout, LineKind
from askleaflet.records import Span

LONE = re.compile(rf"[{SIGNS}*+–—-]|[olx]")
_NUMBER = re.compile(r"(\d{1,2})[.)][ \t]")
_UNDERLINE = re.compile(r"={2,}|-{3,}")
_RULE = re.compile(r"[-*_=](?:[ \t]*[-*_=]){2,}")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,150})(?<=\S)\1")
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end, classified; of a line that opens with a heading, either part.

    ``inner`` is what is to be read of it: a heading's words, an item without its bullet.
    """

    kind: LineKind
    start: int
    end: int
    text: str
    level: int = 0
    inner: Span = NOWHERE


def lines_of(text: str, markdown: bool) -> list[Line]:
    """Every line of ``text``, in order, classified; joined again they are the text."""
    return _Reader(text, markdown).read()


class _Reader(Layout):
    """Tells what each line is."""

    # The level of the last heading that is marked as one.
    over = 1

    @cached_property
    def _numbered(self) -> bool:
        """Whether the text has numbered sections, so that other headings stand under them."""
        return any(self._section(at) for at in range(len(self.said)))

    def read(self) -> list[Line]:
        """Every line, classified."""
        found: list[Line] = []
        for at in range(len(self.pieces)):
            found.extend(self._line(at))
        return found

    def _line(self, at: int) -> list[Line]:
        start, bare, said = self.starts[at], self.bare[at], self.said[at]
        end = start + len(self.pieces[at])
        inner = Span(start + len(bare) - len(bare.lstrip()), start + len(bare.rstrip()))
        kind: LineKind = self.kinds.get(at) or ("text" if said else "blank")
        if kind != "text":
            return [Line(kind, start, end, self.pieces[at], inner=inner)]
        if heading := self._heading(at):
            level, words = heading
            words = Span(start + words.start, start + words.end)
            return self._opened(Line("heading", start, end, self.pieces[at], level, words))
        if self._is_nothing(at):
            return [Line("nothing", start, end, self.pieces[at], inner=inner)]
        if length := self._bullet(at):
            inner = Span(min(start + length, inner.end), inner.end)
            return [Line("item", start, end, self.pieces[at], inner=inner)]
        return [Line("text", start, end, self.pieces[at], inner=inner)]

    def _opened(self, line: Line) -> list[Line]:
        """The heading, and what runs on behind it in the same line."""
        rest = self.text[line.inner.end : line.end]
        cut = line.inner.end + len(rest) - len(rest.lstrip(" \t:"))
        if not any(one.isalnum() for one in rest):
            return [line]
        head = Line("heading", line.start, cut, self.text[line.start : cut], line.level, line.inner)
        rest = self.text[cut : line.end]
        inner = Span(cut, cut + len(rest.rstrip()))
        return [head, Line("text", cut, line.end, rest, inner=inner)]

    def _heading(self, at: int) -> tuple[int, Span] | None:
        """The level of a heading and where its words stand in the line; None where it is none."""
        bare = self.bare[at]
        if opened := self.hashed(at):
            words = bare[opened.end() :].rstrip(" \t").rstrip("#").rstrip(" \t")
            self.over = len(opened[1]) if words else self.over
            span = Span(opened.end(), opened.end() + len(words))
            return (self.over, span) if words else None
        if not self._opens(at) or self._is_nothing(at):
            return None
        whole = Span(len(bare) - len(bare.lstrip()), len(bare.rstrip()))
        if at < self.last and (self._underlined(at) or self._section(at)):
            self.over = 1 if self.said[at + 1][:1] == "=" else 2
            return self.over, whole
        return None if self._bullet(at) else self._lesser(at, whole)

    def _lesser(self, at: int, whole: Span) -> tuple[int, Span] | None:
        """A heading that nothing but its words or its look tells, under those that are marked."""
        said = self.said[at]
        length = heading_at(said)
        if at == self.last and length == len(said):
            # Nothing stands under it.
            return None
        if length:
            return self._under(), Span(whole.start, whole.start + length)
        if not self.markdown:
            return (self._under(), whole) if at < self.last and self._plain_heading(at) else None
        bold = _BOLD.fullmatch(said)
        if not bold or not self.is_alone(at) or END_MARK.search(bold[2]) or hangs(bold[2]):
            return None
        return self._under(), Span(whole.start + 2, whole.start + 2 + len(bold[2]))

    def _under(self) -> int:
        if self.markdown:
            return min(self.over + 1, 6)
        return 3 if self._numbered else 2

    def _opens(self, at: int) -> bool:
        """Whether a line opens a paragraph."""
        before = at == 0 or not self.said[at - 1] or self.kinds.get(at - 1) == "nothing"
        return before or bool(self.hashed(at - 1))

    def _underlined(self, at: int) -> bool:
        under = self.said[at + 1] if at + 1 < len(self.said) else ""
        return bool(_UNDERLINE.fullmatch(under)) and len(self.said[at]) <= LONGEST_HEADING

    def _section(self, at: int) -> bool:
        """Whether a line is the heading of a numbered section: "5. How to store X", which is no
        item of a list of such lines. In Markdown only where a template knows it."""
        said = self.said[at]
        number = _NUMBER.match(said)
        if not number or len(said) > LONGEST_HEADING or not self._opens(at):
            return False
        after, before = self.nexts[at + 1], self.befores[at]
        among = (one for one in (before, after) if 0 <= one < len(self.said))
        if any(_NUMBER.match(self.said[one]) for one in among):
            return False
        words = said[number.end() :].strip()
        known = heading_at(words) == len(words)
        return known or (not self.markdown and self._plain_heading(at, words))

    def _plain_heading(self, at: int, words: str = "") -> bool:
        """Whether a line that opens a paragraph of plain text is a heading: short, no sentence, and
        not as long as a line that was wrapped."""
        line = words or self.said[at]
        asks = line.endswith("?")
        if len(line) > LONGEST_HEADING or (END_MARK.search(line) and not asks) or hangs(line):
            return False
        if self.is_alone(at):
            return True
        if self._bullet(at + 1):
            return not asks
        following = self.said[at + 1]
        first = following.split(maxsplit=1)[0]
        room = self.widths[at + 1] - len(self.said[at])
        return not following[0].islower() and room > len(first) + 1

    def _bullet(self, at: int) -> int:
        """How long the bullet of a list item is; 0 where a line opens none."""
        bare = self.bare[at]
        if found := ITEM.match(bare):
            return found.end()
        if (letter := LETTER.match(bare)) and (
            bare[letter.end()].isupper() or self._again(at, letter[1])
        ):
            return letter.end()
        # A bullet that stands alone belongs to what follows it.
        alone = LONE.fullmatch(self.said[at]) and self._leads(at)
        return len(bare) if alone else 0

    def _again(self, at: int, letter: str) -> bool:
        around = (self.befores[at], self.nexts[at + 1])
        said = (self.bare[one] for one in around if 0 <= one < len(self.bare))
        return any((found := LETTER.match(one)) and found[1] == letter for one in said)

    def _leads(self, at: int) -> bool:
        after = self.nexts[at + 1]
        if after >= len(self.said) or after in self.kinds or self.hashed(after):
            return False
        return not (LONE.fullmatch(self.said[after]) or ITEM.match(self.bare[after]))

    def _is_nothing(self, at: int) -> bool:
        said = self.said[at]
        if _RULE.fullmatch(said) and len(set(said) - {" ", "\t"}) == 1:
            return True
        return bool(LONE.fullmatch(said)) and not self._leads(at)
