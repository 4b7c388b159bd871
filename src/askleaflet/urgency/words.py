"""Cut a message into words that remember where they stood, less what it only says again.

Every word keeps its offsets in the untouched message, so a sign can be shown in the person's own
words. The patterns are possessive (`++`): nothing here can backtrack, whatever is typed.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

JOINER = "'"
# What people and phones put inside "can't": dropped, so "can't", "can’t" and "cant" are one word.
_FOLDED = (
    dict.fromkeys("'’‘ʼ`´＇′ʹ", JOINER)
    | dict.fromkeys("°º˚", "°")
    | dict.fromkeys("\r\v\f\x85", "\n")
    | {"℃": "c", "℉": "f", "ı": "i", "ł": "l", "ø": "o"}
)
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]++(?:'++[^\W\d_]++)*+)|(?P<number>[0-9]++(?:[.,/:·][0-9]++)*+)|(?P<mark>[^\s'])|\n"
)
_HARD = frozenset(".!?;…。！？¿¡\n|•")
_SOFT = frozenset(',()[]{}–—"“”«»،，、')
# "temp. 38.9" is one sentence, not two.
_ABBREVIATIONS = frozenset({"temp", "temps", "approx", "bp", "hr", "t", "sats", "vs"})


class Token(NamedTuple):
    """One word or number of the message: folded `text`, and `start` and `end` in the message.

    `mark` is the sign that follows a number at once ("°", "%", "½") or "".
    """

    text: str
    start: int
    end: int
    number: bool
    mark: str = ""


class Sentence(NamedTuple):
    """The words between two full stops (or line ends); `breaks`: does a comma stand before each?"""

    tokens: tuple[Token, ...]
    breaks: tuple[bool, ...]
    asked: bool


def _fold_character(character: str) -> str:
    """One character for one character: offsets must not move."""
    category = unicodedata.category(character)
    folded = character
    if character in _FOLDED:
        folded = _FOLDED[character]
    elif category in {"Mn", "Cf", "Me"}:
        # Accents typed apart, soft hyphens, zero-width marks stand inside a word, not between two.
        folded = JOINER
    elif category == "Nd":
        folded = str(unicodedata.decimal(character))
    elif category in {"Zl", "Zp"}:
        folded = "\n"
    elif category.startswith("L"):
        folded = unicodedata.normalize("NFKD", character)[0].lower()[0]
    return folded


_ASCII = {ord("`"): JOINER, ord("\r"): "\n", ord("\v"): "\n", ord("\f"): "\n"}


def fold(text: str) -> str:
    """The message in small letters without accents, the same length as the message."""
    # Not analysis.fold, which may make several letters of one and so needs a table of offsets, too
    # much for a megabyte; here "don't" and "dont" are one word, too, and every line end is "\n".
    if text.isascii():
        return text.lower().translate(_ASCII)
    # For this text alone: what a person typed is not kept for the next one.
    folded = {character: _fold_character(character) for character in set(text)}
    return "".join([folded[character] for character in text])


def _is_dash(folded: str, at: int) -> bool:
    """A hyphen with space around it parts clauses; "x-ray" and "2-8" it does not."""
    return folded[at - 1 : at] in {" ", ""} and folded[at + 1 : at + 2] in {" ", ""}


def _abbreviates(folded: str, at: int, tokens: list[Token]) -> bool:
    """True for the point of "temp. 38.9"; only before a number, or a real sentence end is lost."""
    if not tokens or tokens[-1].text not in _ABBREVIATIONS:
        return False
    return folded[at + 1 : at + 3].strip()[:1].isdigit()


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `text` in order; every word is in exactly one of them."""
    folded = fold(text)
    tokens: list[Token] = []
    breaks: list[bool] = []
    broken = False
    for piece in _PIECE.finditer(folded):
        start, end = piece.span()
        kind = piece.lastgroup
        if kind in {"word", "number"}:
            mark = folded[end : end + 1] if kind == "number" else ""
            if mark == " ":
                mark = folded[end + 1 : end + 2]
            word = piece.group() if kind == "number" else piece.group().replace(JOINER, "")
            tokens.append(
                Token(word, start, end, kind == "number", mark if mark in {"°", "%", "½"} else "")
            )
            breaks.append(broken)
            broken = False
            continue
        sign = piece.group()
        if sign in _HARD and not (sign == "." and _abbreviates(folded, start, tokens)):
            if tokens:
                yield Sentence(tuple(tokens), tuple(breaks), sign == "?")
            tokens, breaks, broken = [], [], False
        elif sign in _SOFT or (sign == "-" and _is_dash(folded, start)):
            broken = True
    if tokens:
        yield Sentence(tuple(tokens), tuple(breaks), False)


# Shorter messages are read as they are.
LONG = 20_000
# A part after the same part is read so many times.
TIMES = 2
# A part is a sentence; one that goes on and on, so many words of it.
_SENTENCE = re.compile(r"[^.!?\n]++[.!?\n]*+|[.!?\n]++")
_WORDS = re.compile(r"\s*+(?:\S++\s*+){1,40}+|\s++")
_ENDS = (".", "!", "?", "\n")


class Shortened(NamedTuple):
    """What is left of a text, and where each stretch of it came from."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, at: int) -> int:
        """The offset in the whole message of offset ``at`` in what is left."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]


def without_repeats(text: str) -> Shortened:
    """``text`` less every part that was read ``TIMES`` times after the same part."""
    if len(text) <= LONG:
        return Shortened(text)
    seen: dict[tuple[str, str], int] = {}
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    length, before, read_on = 0, "", False
    for start, part in _parts(text):
        pair = (before, part)
        seen[pair] = seen.get(pair, 0) + 1
        if seen[pair] > TIMES:
            read_on = False
        else:
            # What begins amid a sentence is read with what stands before it.
            amid = "" if read_on or before.endswith(_ENDS) else before
            if not read_on:
                starts.append(length)
                shifts.append(start - len(amid) - length)
            kept += [amid, part]
            length += len(amid) + len(part)
            read_on = True
        before = part
    return Shortened("".join(kept), tuple(starts), tuple(shifts))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Sentences and stretches of long ones, each with its place; together they are ``text``."""
    for sentence in _SENTENCE.finditer(text):
        for words in _WORDS.finditer(text, *sentence.span()):
            yield words.start(), words.group()
