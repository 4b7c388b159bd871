"""Cut a message into words that remember where they stood.

Every word keeps its offsets in the untouched message, so a sign can be shown in the person's own words. One pass, one
character at a time or one possessive pattern at a time: nothing here can backtrack, whatever is typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

JOINER = "'"
# What people and phones put inside "can't": all of it is dropped, so "can't", "can’t" and "cant" are one word.
_APOSTROPHES = "'’‘ʼ`´＇′ʹ"
_DEGREE = "°º˚"
_SPECIAL = {"℃": "c", "℉": "f", "ı": "i", "ł": "l", "ø": "o"}
_PIECE = re.compile(r"(?P<word>[^\W\d_]++(?:'++[^\W\d_]++)*+)|(?P<number>[0-9]++(?:[.,/:·][0-9]++)*+)|(?P<mark>[^\s'])|\n")
_HARD = frozenset(".!?;…。！？¿¡\n|•")
_SOFT = frozenset(",()[]{}–—\"“”«»،，、")
# "temp. 38.9" is one sentence, not two.
_ABBREVIATIONS = frozenset({"temp", "temps", "dr", "mr", "mrs", "ms", "approx", "bp", "hr", "pt", "t", "st", "vs", "eg", "ie"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number of the message: folded text, `start` and `end` in the message, and what stands around it.

    `mark` is the sign that follows a number at once ("°", "%", "½") or "".
    """

    text: str
    start: int
    end: int
    number: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words between two full stops (or line ends), and whether a comma or dash stands before each of them."""

    tokens: tuple[Token, ...]
    breaks: tuple[bool, ...]
    asked: bool


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """One character for one character: offsets must not move."""
    if character in _APOSTROPHES:
        return JOINER
    if character in _DEGREE:
        return "°"
    if character in _SPECIAL:
        return _SPECIAL[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Cf", "Me"}:  # accents typed apart, soft hyphens, zero-width marks: inside a word, not between two
        return JOINER
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zl" or category == "Zp" or character in "\r\v\f\x85":
        return "\n"
    if category[0] != "L":
        return character
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else base[0]


def fold(text: str) -> str:
    """The message in small letters without accents, the same length as the message."""
    if text.isascii():
        return text.lower().replace("`", JOINER).replace("\r", "\n")
    return "".join([_fold_character(character) for character in text])


def _is_dash(folded: str, at: int) -> bool:
    """A hyphen with space around it parts clauses; "x-ray" and "2-8" it does not."""
    return folded[at - 1 : at] in {" ", ""} and folded[at + 1 : at + 2] in {" ", ""}


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `text` in order; every word of the message is in exactly one of them."""
    folded = fold(text)
    tokens: list[Token] = []
    breaks: list[bool] = []
    broken = False
    for piece in _PIECE.finditer(folded):
        start, end = piece.span()
        kind = piece.lastgroup
        if kind == "word" or kind == "number":
            mark = folded[end : end + 1] if kind == "number" else ""
            if mark == " ":
                mark = folded[end + 1 : end + 2]
            word = piece.group() if kind == "number" else piece.group().replace(JOINER, "")
            tokens.append(Token(word, start, end, kind == "number", mark if mark in {"°", "%", "½"} else ""))
            breaks.append(broken)
            broken = False
            continue
        sign = piece.group()
        if sign in _HARD and not (sign == "." and tokens and tokens[-1].text in _ABBREVIATIONS):
            if tokens:
                yield Sentence(tuple(tokens), tuple(breaks), sign == "?")
            tokens, breaks, broken = [], [], False
        elif sign in _SOFT or (sign == "-" and _is_dash(folded, start)):
            broken = True
    if tokens:
        yield Sentence(tuple(tokens), tuple(breaks), False)
