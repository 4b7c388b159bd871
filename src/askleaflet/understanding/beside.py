"""Whether a name in a question takes the place of the medicine that is talked about, or stands
beside it: "is it ok with metformin" asks about this one, "what is metformin for" about another.
"""

from __future__ import annotations

import re
from enum import Enum

from askleaflet.analysis import words

# What stands between such a word and a name: "with my usual", "on top of the".
_BETWEEN = frozenset(
    "my your his her our their the a an some any other as well usual daily old taking take using "
    "top of mi mis su el la los las".split()
)
_WITH = frozenset("with plus alongside also like than versus vs instead con junto como".split())
_TAKES = frozenset(
    "take takes taking taken use uses using used have has having had got gets getting tomo toma "
    "tomando uso usa".split()
)
# "Im on", "shes on", "he is already on".
_IS_ON = frozenset(
    "im am is are was were be been being hes shes theyre already still now also both".split()
)
# "Can i take X" asks, "i take X" tells.
_ASKING = frozenset(
    "can could may might should must shall will would do does did to not if when why how what ok "
    "okay safe puedo puede debo".split()
)
_THIS = frozenset("it this these them".split())
_TIMES = frozenset("morning afternoon evening week weekend month year time day".split())
# "Is it safe to", "is it ok if": this "it" is nothing.
_NOBODY = re.compile(
    r"\bit(?:\s+is|s|'s|’s)?(?:\s+(?:still|really|a|so|very|ever|too))*"
    r"\s+(?:ok|okay|safe|fine|alright|all right|bad|dangerous|harmful|normal|possible|true|best|"
    r"better|allowed|good|wise|risky|problem)\s+(?:to|if|for|that|when)\b"
)
# "Its called X", "no, it is X": what it is, is said.
_IS_CALLED = re.compile(r"(?<!is )\b(?:it(?:'s|’s| is|s)|this is)(?: called)? $|\bcalled $")
_SENTENCE = re.compile(r"[.?!;\n]")
# One of several that were talked of, and not which: "back to mum", "the first one".
_ONE_OF_THEM = re.compile(
    r"\bback to (?!front|normal|sleep|work|school)"
    r"|\bthe (?:first|second|third|other|last|former|latter)"
    r"(?:\s+(?:one|medicine|drug|leaflet)|\s*[,.?!;]|\s*$)"
    r"|\b(?:hers|mums|dads)\b",
    re.IGNORECASE,
)


class Stand(Enum):
    """How a name stands to the medicine that is talked about."""

    INSTEAD = "instead"
    BESIDE = "beside"
    UNSURE = "unsure"


def stand(before: str, *, more: bool, asks: bool) -> Stand:
    """How a name stands that comes after ``before`` in a text. ``more``: the text says more than
    names and that something is taken; ``asks``: it asks what is right for a person."""
    said = _SENTENCE.split(_NOBODY.sub(" ", before.lower()))[-1]
    if _IS_CALLED.search(said):
        return Stand.INSTEAD
    read = list(words(said))
    if any(_means_this(read, at) for at in range(len(read))):
        return Stand.BESIDE
    while read and read[-1] in _BETWEEN - _TAKES:
        read.pop()
    tail = read[-3:]
    if _WITH.intersection(tail[-1:]) or tail[-2:] in (["together", "with"], ["as", "well"]):
        return Stand.UNSURE if more else Stand.BESIDE
    taken = bool(_TAKES.intersection(tail[-1:])) and _ASKING.isdisjoint(read)
    if taken or (tail[-1:] == ["on"] and not _IS_ON.isdisjoint(tail[-2:-1])):
        return Stand.UNSURE
    return Stand.BESIDE if asks and not more else Stand.INSTEAD


def one_of_them(text: str) -> bool:
    """Whether ``text`` means one of the medicines talked of, and does not say which."""
    return bool(_ONE_OF_THEM.search(text))


def _means_this(read: list[str], at: int) -> bool:
    """Whether the word at ``at`` is the medicine at hand: "it", not "this morning"."""
    after = read[at + 1] if at + 1 < len(read) else ""
    return read[at] in _THIS and after not in _TIMES
