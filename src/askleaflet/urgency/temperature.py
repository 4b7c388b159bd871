"""Readings: body temperature first of all, then low blood pressure, a very fast pulse, low oxygen.

A number is a body temperature only if it could be one and something says so: a unit, or a word such as "temp" or
"thermometer" close by. Weights, doses, ages, dates, fridge and room temperatures are left alone.
"""

from collections.abc import Iterator

from .matching import Labelled, Match
from .spoken import Amount, amount_at
from .vocabulary import Limits, Phrase, Vocabulary
from .words import Token

_CELSIUS = (30.0, 43.5)
_FAHRENHEIT = (86.0, 112.0)
_UNITS_C = frozenset({"c", "celsius", "centigrade", "celcius", "centigrados", "celsuis"})
_UNITS_F = frozenset({"f", "fahrenheit", "farenheit", "farenheight", "fahrenhiet"})
_OVER = frozenset({"over", "sobre"})
_DEGREES = frozenset({"degrees", "degree", "deg", "degs", "grados", "grado"})
# How far a word such as "temp" may stand from its number.
_WORDS_BEFORE, _WORDS_AFTER = 9, 7


def readings(labelled: Labelled, vocabulary: Vocabulary, topic: bool) -> Iterator[Match]:
    """Yield the alarming readings of the sentence. `topic`: the talk is of temperature, so a bare number counts."""
    tokens, taken = labelled.sentence.tokens, 0
    for place, token in enumerate(tokens):
        if place < taken:
            continue
        pressure = _low_pressure(labelled, place, vocabulary.limits)
        if pressure:
            yield Match(vocabulary.readings_of["pressure"], place, pressure)
            continue
        amount = amount_at(tokens, place)
        if amount is None:
            continue
        taken = amount.end
        vital = _vital(labelled, amount, vocabulary)
        if vital:
            yield Match(vital, amount.start, amount.end)
        elif _is_body_temperature(labelled, amount, topic) and _alarming(amount.value, _unit(tokens, amount.end), vocabulary.limits):
            end = amount.end
            while end < len(tokens) and tokens[end].text in _DEGREES | _UNITS_C | _UNITS_F:
                end += 1
            yield Match(vocabulary.readings_of["temperature"], amount.start, end)


def speaks_of_temperature(labelled: Labelled) -> bool:
    """True when the sentence is about body temperature, in words or by a number such as 37: a bare number may follow."""
    if any("@temperature" in spans for spans in labelled.at):
        return True
    tokens = labelled.sentence.tokens
    numbers = [token.text.replace(",", ".") for token in tokens if token.number] if len(tokens) <= 8 else []
    return any(number.partition(".")[0] in {"35", "36", "37"} for number in numbers)


def _unit(tokens: tuple[Token, ...], place: int) -> str:
    """ "c" or "f" when the number's unit says so, "d" for degrees of an unknown kind, "" for none."""
    degrees = tokens[place - 1].mark == "°"
    for token in tokens[place : place + 2]:
        if token.text in _UNITS_C:
            return "c"
        if token.text in _UNITS_F:
            return "f"
        if token.text not in _DEGREES:
            break
        degrees = True
    return "d" if degrees else ""


def _alarming(value: float, unit: str, limits: Limits) -> bool:
    if unit != "f" and _CELSIUS[0] <= value <= _CELSIUS[1]:
        return value >= limits.high_c or value <= limits.low_c
    if unit != "c" and _FAHRENHEIT[0] <= value <= _FAHRENHEIT[1]:
        return value >= limits.high_f or value <= limits.low_f
    return False


def _near(labelled: Labelled, key: str, start: int, end: int) -> bool:
    return any(labelled.has(place, key) for place in range(max(start, 0), min(end, len(labelled.at))))


def _is_body_temperature(labelled: Labelled, amount: Amount, topic: bool) -> bool:
    """True when the number is told apart from weights, doses, ages and fridges, and something says it is a temperature."""
    tokens, start, end = labelled.sentence.tokens, amount.start, amount.end
    if tokens[end - 1].mark == "%" or labelled.has(end, "@other_unit") or _near(labelled, "@counts", start - 3, start):
        return False
    if _near(labelled, "@storage", start - 8, end + 5):
        return False
    threshold = _near(labelled, "@threshold", start - 3, start)
    if threshold and _near(labelled, "@asking", start - 12, start):
        return False
    if _unit(tokens, end):
        return True
    if _near(labelled, "@temperature", start - _WORDS_BEFORE, start):
        return True
    # "I am 38, does it give fever": a whole number needs the word right after it ("39 fever").
    after = _WORDS_AFTER if amount.exact else 3
    if _near(labelled, "@temperature", end, end + after) and not (not amount.exact and labelled.sentence.breaks[end : end + 1] == (True,)):
        return True
    return topic and (amount.exact or len(tokens) <= 8)


def _low_pressure(labelled: Labelled, place: int, limits: Limits) -> int:
    """Where a low blood pressure reading ("82/45", "82 over 45", "bp 80") ends, or 0."""
    tokens = labelled.sentence.tokens
    token = tokens[place]
    if not token.number:
        return 0
    upper, slash, lower = token.text.partition("/")
    end = place + 1
    spoken = False
    if not slash and end + 1 < len(tokens) and tokens[end].text in _OVER and tokens[end + 1].number:
        lower, end, spoken = tokens[end + 1].text, end + 2, True
    if not (upper.isdigit() and len(upper) in {2, 3}) or (lower and not (lower.isdigit() and len(lower) == 2)):
        return 0
    told = _near(labelled, "@pressure", place - 6, place + 6)
    if not lower:
        if (place and tokens[place - 1].text in _OVER) or (end < len(tokens) and tokens[end].text in _OVER):
            return 0
        right_before = _near(labelled, "@pressure", place - 4, place) and not labelled.has(end, "@other_unit")
        return end if right_before and 40 <= int(upper) < limits.pressure else 0
    low = 40 <= int(upper) < limits.pressure and 20 <= int(lower) < int(upper)
    return end if low and (told or spoken) else 0


def _vital(labelled: Labelled, amount: Amount, vocabulary: Vocabulary) -> Phrase | None:
    """A pulse above, or an oxygen reading below, the limits of the file."""
    limits = vocabulary.limits
    if _near(labelled, "@pulse", amount.start - 4, amount.start) and limits.pulse <= amount.value <= 260:
        return vocabulary.readings_of["pulse"]
    if _near(labelled, "@oxygen", amount.start - 5, amount.start) and 50 <= amount.value <= limits.oxygen:
        return vocabulary.readings_of["oxygen"]
    return None
