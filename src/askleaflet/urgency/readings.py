"""Readings: body temperature first of all, then low blood pressure, a very fast pulse, low oxygen.

A number, written ("38,5") or spoken ("a hundred and two", "39 and a half"), is a body temperature
only if it could be one and something says so: a unit, or a word such as "temp" or "thermometer"
close by. Weights, doses, ages, dates, fridges and rooms are left alone.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from askleaflet.urgency.matching import Labelled, Match
from askleaflet.urgency.vocabulary import Limits, Phrase, Vocabulary
from askleaflet.urgency.words import Token

_CELSIUS = (30.0, 43.5)
_FAHRENHEIT = (86.0, 112.0)
_UNITS_C = frozenset({"c", "celsius", "centigrade", "celcius", "centigrados", "celsuis"})
_UNITS_F = frozenset({"f", "fahrenheit", "farenheit", "farenheight", "fahrenhiet"})
_OVER = frozenset({"over", "sobre"})
_DEGREES = frozenset({"degrees", "degree", "deg", "degs", "grados", "grado"})
# How far a word such as "temp" may stand from its number.
_WORDS_BEFORE, _WORDS_AFTER = 9, 7
# A number with a tenth is a temperature where so few words say nothing else.
_BARE = 8
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


def readings(labelled: Labelled, vocabulary: Vocabulary, topic: bool) -> Iterator[Match]:
    """Yield the alarming readings. `topic`: the talk is of temperature, so a bare number counts."""
    tokens, taken = labelled.sentence.tokens, 0
    least = min(_CELSIUS[0], vocabulary.limits.pulse)
    for place, token in enumerate(tokens):
        if place < taken or not (token.number or token.text in BEGINNINGS):
            continue
        pressure = _low_pressure(labelled, place, vocabulary.limits) if token.number else 0
        if pressure:
            yield Match(vocabulary.readings_of["pressure"], place, pressure)
            continue
        amount = amount_at(tokens, place)
        if amount is None:
            continue
        taken = amount.end
        if amount.value < least:
            continue
        vital = _vital(labelled, amount, vocabulary)
        if vital:
            yield Match(vital, amount.start, amount.end)
        elif _alarming(
            amount.value, _unit(tokens, amount.end), vocabulary.limits
        ) and _is_body_temperature(labelled, amount, topic):
            end = amount.end
            while end < len(tokens) and tokens[end].text in _DEGREES | _UNITS_C | _UNITS_F:
                end += 1
            yield Match(vocabulary.readings_of["temperature"], amount.start, end)


def speaks_of_temperature(labelled: Labelled, numbers: bool = True) -> bool:
    """True when it is about body temperature, in words or (with `numbers`) by one such as 37."""
    if "@temperature" in labelled.places:
        return True
    tokens = labelled.sentence.tokens
    if not numbers or len(tokens) > 8:
        return False
    return any(
        token.text.replace(",", ".").partition(".")[0] in {"35", "36", "37"}
        for token in tokens
        if token.number
    )


def _unit(tokens: tuple[Token, ...], place: int) -> str:
    """ "c" or "f" when the unit says so, "d" for degrees of an unknown kind, "" for no unit."""
    if tokens[place - 1].mark == "°":
        found = "d"
    else:
        found = "d" if place < len(tokens) and tokens[place].text in _DEGREES else ""
    follows = [token.text for token in tokens[place : place + 2]]
    for text in follows[: 2 if follows[:1] and follows[0] in _DEGREES else 1]:
        if text in _UNITS_C:
            found = "c"
        elif text in _UNITS_F:
            found = "f"
    return found


def _alarming(value: float, unit: str, limits: Limits) -> bool:
    if unit != "f" and _CELSIUS[0] <= value <= _CELSIUS[1]:
        return value >= limits.high_c or value <= limits.low_c
    if unit != "c" and _FAHRENHEIT[0] <= value <= _FAHRENHEIT[1]:
        return value >= limits.high_f or value <= limits.low_f
    return False


def is_normal(amount: Amount, tokens: tuple[Token, ...], limits: Limits) -> bool:
    """True for a temperature of the body in which nothing is alarming: "36.9", "98.4 f"."""
    likely = 34 <= amount.value <= 40 or 94 <= amount.value <= 104
    return likely and not _alarming(amount.value, _unit(tokens, amount.end), limits)


def _is_body_temperature(labelled: Labelled, amount: Amount, topic: bool) -> bool:
    """True when nothing says weight, dose, age or fridge, and something says temperature."""
    tokens, start, end = labelled.sentence.tokens, amount.start, amount.end
    other_unit = tokens[end - 1].mark == "%" or labelled.has(end, "@other_unit")
    if other_unit or labelled.any(start - 3, start, "@counts"):
        return False
    threshold = labelled.any(start - 3, start, "@threshold")
    asked = threshold and labelled.any(start - 12, start, "@asking")
    if asked or labelled.any(start - 8, end + 5, "@storage"):
        return False
    if _unit(tokens, end) or labelled.any(start - _WORDS_BEFORE, start, "@temperature"):
        return True
    if _named_after(labelled, amount) or (topic and (amount.exact or len(tokens) <= 8)):
        return True
    if len(tokens) == 1 and not amount.exact:
        # "103" and nothing else; "38" may be anything.
        return 100 < amount.value < 108
    # "38.1" and little else: nobody types anything else with a tenth.
    return amount.exact and _to_tenths(amount) and len(tokens) <= _BARE


def _named_after(labelled: Labelled, amount: Amount) -> bool:
    """True for "39 fever", "39.1 on her thermometer", "she's 38.1"."""
    if not amount.exact:
        # "I am 38, does it give fever": a whole number needs the word right after it.
        comma = labelled.sentence.breaks[amount.end : amount.end + 1] == (True,)
        return not comma and labelled.any(amount.end, amount.end + 3, "@temperature")
    if labelled.any(amount.end, amount.end + _WORDS_AFTER, "@temperature"):
        return True
    return _to_tenths(amount) and labelled.any(amount.start - 2, amount.start, "@reading_of")


def _to_tenths(amount: Amount) -> bool:
    tenths = amount.value * 10
    return abs(tenths - round(tenths)) < 1e-6


def _low_pressure(labelled: Labelled, place: int, limits: Limits) -> int:
    """Where a low blood pressure reading ("82/45", "82 over 45", "bp 80") ends, or 0."""
    tokens, end = labelled.sentence.tokens, place + 1
    upper, _, lower = tokens[place].text.partition("/")
    spoken = not lower and end + 1 < len(tokens) and tokens[end].text in _OVER
    if spoken:
        lower, end = tokens[end + 1].text, end + 2
    if not _reads(upper, 40, limits.pressure):
        return 0
    told = labelled.any(place - 6, place + 6, "@pressure")
    if lower:
        return end if _reads(lower, 20, float(upper)) and (told or spoken) else 0
    lower_value = place > 0 and tokens[place - 1].text in _OVER
    right_before = labelled.any(place - 4, place, "@pressure")
    return end if right_before and not lower_value and not labelled.has(end, "@other_unit") else 0


def _reads(text: str, least: float, below: float) -> bool:
    """True when `text` is a whole number of two or three digits from `least` to under `below`."""
    return text.isdigit() and len(text) in {2, 3} and least <= int(text) < below


def _vital(labelled: Labelled, amount: Amount, vocabulary: Vocabulary) -> Phrase | None:
    """A pulse above, or an oxygen reading below, the limits of the file."""
    limits, start, value = vocabulary.limits, amount.start, amount.value
    if labelled.any(start - 4, start, "@pulse") and limits.pulse <= value <= 260:
        return vocabulary.readings_of["pulse"]
    if labelled.any(start - 5, start, "@oxygen") and 50 <= value <= limits.oxygen:
        return vocabulary.readings_of["oxygen"]
    return None
