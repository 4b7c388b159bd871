"""Numbers as people write and say them: "38,5", "a hundred and two", "39 and a half"."""

from collections.abc import Sequence
from typing import NamedTuple

from askleaflet.urgency.words import Token

_ENGLISH = "zero one two three four five six seven eight nine"
_SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve"
ONES = {word: digit for names in (_ENGLISH, _SPANISH) for digit, word in enumerate(names.split())}
ONES |= {"oh": 0, "o": 0, "nought": 0, "una": 1}
TENS = {
    "thirty": 30, "forty": 40, "ninety": 90, "treinta": 30, "cuarenta": 40, "noventa": 90,
}  # fmt: skip
HUNDRED = frozenset({"hundred", "cien", "ciento"})
POINT = frozenset({"point", "punto", "coma", "dot", "comma"})
_AND = frozenset({"and", "y"})
# What a number in words begins with.
BEGINNINGS = HUNDRED | TENS.keys() | {"a", "one"}
_HALF = ("and a half", "and half", "y medio", "y media")


class Amount(NamedTuple):
    """A number in words `start` to `end` (not included); `exact` when it has a decimal part."""

    value: float
    start: int
    end: int
    exact: bool


def amount_at(tokens: Sequence[Token], place: int) -> Amount | None:
    """The number that begins at word `place`, or None. Either decimal sign will do."""
    token = tokens[place]
    whole = _digits(token.text) if token.number else _words(tokens, place)
    if whole is None:
        return None
    value, taken = whole if isinstance(whole, tuple) else (whole, 1)
    exact = token.number and any(sign in token.text for sign in ".,·")
    end = place + taken
    if exact:
        return Amount(value, place, end, True)
    if end < len(tokens) and tokens[end].text in _AND:
        tail = " ".join(one.text for one in tokens[end : end + 3])
        for half in _HALF:
            if tail.startswith(half):
                return Amount(value + 0.5, place, end + len(half.split()), True)
    if token.mark == "½":
        return Amount(value + 0.5, place, end, True)
    if end + 1 < len(tokens) and tokens[end].text in POINT:
        tenth = _digit(tokens[end + 1])
        if tenth is not None:
            return Amount(value + tenth / 10, place, end + 2, True)
    return Amount(value, place, end, False)


def _digits(text: str) -> float | None:
    """ "38,5", "38.5" and "38·5" alike; dates, clock times and "85/50" are no single number."""
    if len(text) > 8:
        return None
    if text.isdecimal():
        return float(text)
    if "/" in text or ":" in text:
        return None
    parts = text.replace(",", ".").replace("·", ".").split(".")
    if len(parts) > 2 or not all(parts):
        return None
    return float(".".join(parts))


def _digit(token: Token) -> int | None:
    if token.number:
        return int(token.text) if len(token.text) == 1 else None
    return ONES.get(token.text)


def _words(tokens: Sequence[Token], place: int) -> tuple[float, int] | None:
    """Spelled-out numbers as body temperatures need them: 30 to 49, 90 to 109."""

    def word(at: int) -> str:
        return tokens[at].text if at < len(tokens) else ""

    at = place + 1 if word(place) in {"a", "one"} and word(place + 1) in HUNDRED else place
    if word(at) in HUNDRED:
        at += 1
        at += word(at) in {"and", "y"} and word(at + 1) in ONES
        if word(at) in ONES:
            return 100.0 + ONES[word(at)], at + 1 - place
        return 100.0, at - place
    if word(at) == "one" and word(at + 1) in {"oh", "o"} and word(at + 2) in ONES:
        return 100.0 + ONES[word(at + 2)], 3
    if word(at) in TENS:
        value, at = float(TENS[word(at)]), at + 1
        step = at + 1 if word(at) == "y" else at
        if word(step) in ONES and word(step) not in {"o", "oh"}:
            return value + ONES[word(step)], step + 1 - place
        return value, at - place
    return None
