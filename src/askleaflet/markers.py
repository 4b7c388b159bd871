"""Whether somebody has what a medicine is for those without: "Philadelphia chromosome-negative" in
a leaflet, "I am Ph positive" in a question. What is said of the one is never shown to the other."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from askleaflet.data import read_lines

FILE = "markers.txt"
# In a leaflet's words in small letters.
_WITHOUT = re.compile(r"(?:(\w+)[ -])?(\w+)[ -]negative\b")
_YOU = re.compile(r"\byou\b")
# What is said of many of them: the word before it is the name.
_KINDS = "chromosome|gene|mutation|receptor"
_POSITIVE = rf"(?: *(?:{_KINDS}|sort|status|thing|type))?[ -]*(?:\+|plus\b|pos\b|positiv)"
_HAS = (
    r"\b(?:am|are|carr(?:y|ies)|for|got|had|has|have|having|im|is|mine|with|ve)\W+(?:\w+\W+){0,2}?"
)
_NONE = r"(?:\b(?:cannot|dont|doesnt|hasnt|havent|isnt|lack(?:s|ing)?|never|no|not|without)|n['’]t)"
_NEGATIVE = r"\b(?:minus|neg|negativ\w*)\b"


def is_for_those_without(said: str, asked: str) -> bool:
    """Whether ``said`` is about those without something that ``asked`` says somebody has.

    What says "you" is none ("You must be HIV-negative before you start"): that is for both.
    """
    return any(_claims(name, asked) for name in _names(said))


@lru_cache(1024)
def _names(said: str) -> frozenset[str]:
    """What those whom ``said`` is about do not have."""
    said = said.lower()
    found = [] if _YOU.search(said) else _WITHOUT.findall(said)
    # "Gene-negative" alone names nothing.
    names = (before if re.fullmatch(_KINDS, last) else last for before, last in found)
    return frozenset(filter(None, names))


def _claims(name: str, asked: str) -> bool:
    has, lacks = _patterns(name)
    return bool(has.search(asked)) and not lacks.search(asked)


@lru_cache(256)
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is found in a question of somebody who has it, and in one of somebody who has not."""
    ways = "|".join(map(re.escape, (name, *_others().get(name, ()))))
    named = rf"\b(?:{ways})(?!\w)"
    has = rf"{named}{_POSITIVE}|{_HAS}{named}"
    lacks = rf"{_NEGATIVE}|{named}-(?!\w)|{_NONE}\W+(?:\w+\W+){{0,3}}?{named}"
    return re.compile(has, re.IGNORECASE), re.compile(lacks, re.IGNORECASE)


@cache
def _others() -> dict[str, tuple[str, ...]]:
    lines = (one.partition("=") for one in read_lines(FILE))
    return {name.strip(): tuple(map(str.strip, ways.split(";"))) for name, _, ways in lines}
