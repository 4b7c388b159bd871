"""The lines of a leaflet, each with what it is: heading, list item, row, text, or nothing to read.

A leaflet is Markdown as people write it, or plain text as a PDF leaves it. Both are read by rules
over whole lines, in time linear in the text: a parser of Markdown knows neither the bullets of
leaflets nor where in a line a word stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from askleaflet.headings import hangs, heading_at, headings_within
from askleaflet.layout import END_MARK, ITEM, LETTER, LONGEST_HEADING, SIGNS, Layout, LineKind
from askleaflet.records import Span

LONE = re.compile(rf"[{SIGNS}*+–—-]|[olx]")
_NUMBER = re.compile(r"(\d{1,2})[.)][ \t]+")
# What may stand between a heading and the text that runs on behind it.
_BETWEEN = re.compile(r":?(?:\*\*|__|</(?:b|strong)>)?[ \t:]*", re.IGNORECASE)
_UNDERLINE = re.compile(r"={2,}|-{3,}")
_RULE = re.compile(r"[-*_=](?:[ \t]*[-*_=]){2,}")
_BOLD = re.compile(
    r"(?:(\*\*|__)|<(b|strong)>)(?=\S)(?P<words>.{1,150}?)(?<=\S)(?(1)\1|</\2>)", re.IGNORECASE
)
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
            return self._opened(Line("heading", start, end, self.pieces[at], level, words), at)
        if self._is_nothing(at):
            return [Line("nothing", start, end, self.pieces[at], inner=inner)]
        if length := self._bullet(at):
            inner = Span(min(start + length, inner.end), inner.end)
            kind = "item"
        return self._cut(Line(kind, start, end, self.pieces[at], inner=inner), at)

    def _opened(self, line: Line, at: int) -> list[Line]:
        """The heading, and what runs on behind it in the same line."""
        rest = self.text[line.inner.end : line.end]
        between = _BETWEEN.match(rest)
        if not between or not any(one.isalnum() for one in rest):
            return [line]
        cut = line.inner.end + between.end()
        head = Line("heading", line.start, cut, self.text[line.start : cut], line.level, line.inner)
        return [head, *self._cut(self._text(cut, line.end), at)]

    def _text(self, start: int, end: int) -> Line:
        piece = self.text[start:end]
        return Line("text", start, end, piece, inner=Span(start, start + len(piece.rstrip())))

    def _cut(self, line: Line, at: int) -> list[Line]:
        """``line``, parted where headings of templates stand amid its sentences."""
        found: list[Line] = []
        rest = line
        for first, last in headings_within(self.text[line.inner.start : line.inner.end]):
            words = Span(line.inner.start + first, line.inner.start + last)
            ends = words.end == line.inner.end
            if ends and at == self.last:
                break
            numbered = _NUMBER.match(self.text, words.start, words.end)
            self.over = 2 if numbered else self.over
            between = _BETWEEN.match(self.text, words.end, line.end)
            cut = between.end() if between and not ends else line.end
            level = 2 if numbered else self._under()
            found.append(self._part(rest, words.start))
            found.append(
                Line("heading", words.start, cut, self.text[words.start : cut], level, words)
            )
            rest = self._text(cut, line.end)
        return [*found, rest] if rest.start < rest.end else found

    def _part(self, line: Line, end: int) -> Line:
        """``line`` up to ``end``."""
        inner = Span(line.inner.start, end)
        return replace(line, end=end, text=self.text[line.start : end], inner=inner)

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
        length = len(self.said[at]) if self._underlined(at) else self._section(at)
        if length and (at < self.last or length < len(self.said[at])):
            self.over = 1 if at < self.last and self.said[at + 1][:1] == "=" else 2
            return self.over, Span(whole.start, whole.start + length)
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
        bold = _BOLD.match(said)
        if not bold or not self._is_bold_heading(at, bold):
            return None
        first = whole.start + bold.start("words")
        return self._under(), Span(first, first + len(bold["words"].rstrip(": ")))

    def _is_bold_heading(self, at: int, bold: re.Match[str]) -> bool:
        """Whether what is bold at the beginning of a line heads its paragraph: known to a template
        where text runs on behind it, else alone and no sentence."""
        words = bold["words"].rstrip(": ")
        if bold.end() < len(self.said[at]):
            rest = self.said[at][bold.end() :].lstrip(" :")
            return 0 < heading_at(f"{words} {rest}") == len(words)
        return self.is_alone(at) and not END_MARK.search(bold["words"]) and not hangs(bold["words"])

    def _under(self) -> int:
        if self.markdown:
            return min(self.over + 1, 6)
        return 3 if self._numbered else 2

    def _opens(self, at: int) -> bool:
        """Whether a line opens a paragraph, or follows a sentence as a heading of a template."""
        before = at == 0 or not self.said[at - 1] or self.kinds.get(at - 1) == "nothing"
        if before or self.hashed(at - 1):
            return True
        number = _NUMBER.match(self.said[at])
        words = self.said[at][number.end() if number else 0 :]
        return self.said[at - 1].endswith((".", "!", ".)")) and heading_at(words) > 0

    def _underlined(self, at: int) -> bool:
        under = self.said[at + 1] if at + 1 < len(self.said) else ""
        return bool(_UNDERLINE.fullmatch(under)) and len(self.said[at]) <= LONGEST_HEADING

    def _section(self, at: int) -> int:
        """How much of a line is the heading of a numbered section: "5. How to store X", which is no
        item of a list of such lines. In Markdown only where a template knows it."""
        said = self.said[at]
        number = _NUMBER.match(said)
        if not number or not self._opens(at):
            return 0
        after, before = self.nexts[at + 1], self.befores[at]
        among = (one for one in (before, after) if 0 <= one < len(self.said))
        beside = {one: int(n[1]) for one in among if (n := _NUMBER.match(self.said[one]))}
        # The first section stands right behind the list of contents: "6. ...", then "1. ...".
        if beside and (after in beside or not int(number[1]) == 1 < beside[before]):
            return 0
        if known := heading_at(said[number.end() :]):
            return number.end() + known
        return len(said) if not self.markdown and self._plain_heading(at, number.end()) else 0

    def _plain_heading(self, at: int, start: int = 0) -> bool:
        """Whether a line that opens a paragraph of plain text is a heading: short, no sentence, and
        not as long as a line that was wrapped."""
        line = self.said[at][start:]
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
