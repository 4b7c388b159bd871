"""Whether a name in a question takes the place of the medicine that is talked about, or stands
beside it: "is it ok with metformin" asks about this one, "what is metformin for" about another.
"""

from __future__ import annotations

import re
from enum import Enum

from askleaflet.analysis import words

# What stands between such a word and a name: "with my usual".
_BETWEEN = frozenset(
    "my your his her our their the a an some any other as well usual daily old taking take using "
    "mi su el la".split()
)
_WITH = frozenset("with plus alongside also like than versus vs instead con".split())
_TAKES = frozenset(
    "take takes taking taken use uses using used have has having had got gets getting".split()
)
# Who was asked about before may take another, too; "my mum takes X" speaks of somebody else.
_SAME_PERSON = frozenset("i im ive he hes she shes we were they theyre".split())
# "Can i take X" asks, "i take X" tells.
_ASKING = frozenset(
    "can could may might should must shall will would do does did to not if when why how what ok "
    "okay safe".split()
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
    tail = read[-2:]
    if _WITH.intersection(tail[-1:]):
        return Stand.UNSURE if more else Stand.BESIDE
    takes = tail[-1:] == ["on"] or not _TAKES.isdisjoint(tail[-1:])
    if takes and _ASKING.isdisjoint(read) and not _SAME_PERSON.isdisjoint(read):
        return Stand.UNSURE
    return Stand.BESIDE if asks and not more else Stand.INSTEAD


def one_of_them(text: str) -> bool:
    """Whether ``text`` means one of the medicines talked of, and does not say which."""
    return bool(_ONE_OF_THEM.search(text))


def _means_this(read: list[str], at: int) -> bool:
    """Whether the word at ``at`` is the medicine at hand: "it", not "this morning"."""
    after = read[at + 1] if at + 1 < len(read) else ""
    return read[at] in _THIS and after not in _TIMES
