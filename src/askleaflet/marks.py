"""The marks in a Markdown text that a page shows as what they mean: nothing is taken out, each mark
is a span that stands for other signs or for none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from askleaflet.layout import comments
from askleaflet.lines import Line
from askleaflet.records import Mark, Span

# Between the cells of a row.
CELL = " – "
# Digits and signs that stand higher or lower; what else does is shown in the line.
RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
LOWERED = str.maketrans("0123456789+-−–", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋")
INDEX = re.compile(r"[0-9+−–-]{1,3}")
# Blanks are looked at from their first one on only, so that many of them cost no more than once.
_BAR = re.compile(r"(?:(?<![ \t])[ \t]++)?(?<!\\)\|[ \t]*+")
_INDICES = {"sup": RAISED, "sub": LOWERED}
_TOKEN = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`+)"
    r"|(?P<link>\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\))"
    r"|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<auto><(?=https?://[^\s<>]{1,500}>))"
    r"|(?P<tag><(?P<ends>/?)(?P<name>br|b|strong|i|em|u|span|sub|sup)"
    r"(?:\s[a-z-]{1,30}=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')){0,5}[ ]?/?>)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}\d{0,2}|\#\d{1,6}|\#x[0-9a-fA-F]{1,5});)"
    r"|(?P<star>\*+|_+)",
    re.IGNORECASE,
)


def marks_of(text: str, lines: Sequence[Line], markdown: bool) -> tuple[Mark, ...]:
    """Every mark of a text, in order, none over another. Plain text has none but the lines that
    say nothing."""
    found = [Mark(one.start, one.start + len(one.text)) for one in lines if one.kind == "nothing"]
    if markdown:
        found += (Mark(one.start, one.end) for one in comments(text))
        for group in _groups(lines):
            if group[0].kind != "code":
                found += _Inline(text, group[0].inner.start, group[-1].inner.end).marks()
            if group[0].kind == "row":
                found += (mark for line in group for mark in _bars(text, line.inner))
    return _apart(found)


def _apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """In order, without those that begin inside another."""
    apart: list[Mark] = []
    for one in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


def _groups(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """The lines that marks may pair in: a heading, an item, a row, a paragraph."""
    group: list[Line] = []
    for line in lines:
        apart = line.kind != "text" or bool(group and group[-1].kind in {"heading", "row", "code"})
        if apart and group:
            yield group
            group = []
        if line.kind not in {"blank", "nothing"}:
            group.append(line)
    if group:
        yield group


def _bars(text: str, row: Span) -> Iterable[Mark]:
    """The bars of a row: at its ends nothing, else what parts two cells."""
    for found in _BAR.finditer(text, row.start, row.end):
        outer = found.start() == row.start or found.end() == row.end
        yield Mark(*found.span(), "" if outer else CELL)


class _Inline:
    """The marks of one paragraph, heading, item or row."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._found: list[Mark] = []
        self._brackets: list[tuple[int, int]] = []
        self._stars: dict[str, tuple[int, int]] = {}
        self._code: dict[str, int] = {}
        self._tags: dict[str, list[Mark]] = {}

    def marks(self) -> list[Mark]:
        """In order."""
        at = self._start
        while found := _TOKEN.search(self._text, at, self._end):
            at = found.end()
            if found["escape"]:
                self._found.append(Mark(found.start(), at))
                at += 1
            elif found["code"]:
                at = self._after_code(found.start(), at)
            else:
                self._take(found)
        # Tags that nothing ends.
        self._found += (one for name in {*self._tags} - {*_INDICES} for one in self._tags[name])
        inside, told = 0, []
        for mark in sorted(self._found):
            inside += mark.strong
            told.append(mark._replace(strong=inside))
        return told

    def _take(self, found: re.Match[str]) -> None:
        start, end = found.span()
        if found["open"]:
            self._brackets.append((start, end))
        elif found["link"] and self._brackets:
            self._found += (Mark(*self._brackets.pop()), Mark(start, end))
        elif found["close"] and self._brackets:
            self._brackets.pop()
        elif found["auto"]:
            close = self._text.index(">", end)
            self._found += (Mark(start, end), Mark(close, close + 1))
        elif found["tag"]:
            self._tag(found["name"].lower(), Mark(start, end), bool(found["ends"]))
        elif found["entity"] and (says := unescape(found[0])) != found[0]:
            self._found.append(Mark(start, end, says))
        elif found["star"]:
            self._emphasis(found[0], start, end)

    def _tag(self, name: str, tag: Mark, ends: bool) -> None:
        """A tag of HTML that says how its words look, not which they are; strong only in pairs."""
        opened = self._tags.setdefault(name, [])
        if name == "br":
            self._found.append(tag._replace(says="\n"))
        elif not ends:
            opened.append(tag)
        elif name in _INDICES:
            self._found += self._index(opened.pop(), tag, name) if opened else ()
        else:
            strong = int(name in {"b", "strong"} and bool(opened))
            self._found += (one._replace(strong=strong) for one in opened[-1:])
            self._found.append(tag._replace(strong=-strong))
            del opened[-1:]

    def _index(self, before: Mark, after: Mark, name: str) -> tuple[Mark, ...]:
        """What stands higher or lower between two tags. Where it has a digit and cannot be shown so
        ("10 to the 6 or 7"), the tags are shown."""
        inside = self._text[before.end : after.start]
        if INDEX.fullmatch(inside):
            return (Mark(before.start, after.end, inside.translate(_INDICES[name])),)
        return () if any(one.isdigit() for one in inside) else (before, after)

    def _after_code(self, start: int, end: int) -> int:
        """The end of the code that opens here, its marks taken; of the sign where none ends it."""
        sign = self._text[start:end]
        if self._code.get(sign, start) > start:
            return end
        close = self._text.find(sign, end, self._end)
        if close < 0:
            # None of them closes in the rest, either.
            self._code[sign] = self._end
            return end
        self._found += (Mark(start, end), Mark(close, close + len(sign)))
        return close + len(sign)

    def _emphasis(self, sign: str, start: int, end: int) -> None:
        """A run of stars closes the same run before it, or opens one; a lone star says itself."""
        before = self._text[start - 1] if start > self._start else " "
        after = self._text[end] if end < self._end else " "
        inside = sign[0] == "_" and before.isalnum() and after.isalnum()
        if sign in self._stars and not before.isspace() and not inside:
            opened, strong = self._stars.pop(sign), int(len(sign) > 1)
            self._found += (Mark(*opened, strong=strong), Mark(start, end, strong=-strong))
        elif not after.isspace() and not inside and not (sign[0] == "_" and before.isalnum()):
            self._stars[sign] = (start, end)
