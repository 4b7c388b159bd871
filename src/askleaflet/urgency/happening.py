"""Decide whether a sign that a phrase tells is happening now, in someone cared for.

It is not when it is denied, over, long past, only imagined, only asked about, somebody else's, or
no more than a name. In doubt every check lets the sign through: what is surely calm the network
tells better (learned.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from askleaflet.urgency.matching import Labelled, Match

# How many words each check reads: a denial stands close, an "if" governs most of a sentence.
_DENIAL, _LIST, _OUTCOME, _MODAL, _STORY, _FRAME = 4, 8, 6, 6, 12, 30
_SOMEONE = ("@person", "@present_person", "@owner", "@now", "@right_now")
_HAVING = ("@have", "@present_person", "@whom", "@owner")
_TOLD = (
    "@person", "@whom", "@present_person", "@owner", "@present", "@now", "WONT", "NOT", "SITE",
    "LINE",
)  # fmt: skip
# In a message of so few words nothing but a name may be all that is told.
_ALONE = 8


class Around:
    """The words around a match; ``start`` and ``end`` are the match's, keys those of [context]."""

    def __init__(self, labelled: Labelled, match: Match) -> None:
        self.labelled, self.match, self.phrase = labelled, match, match.phrase
        self.start, self.end = match.start, match.end
        self.breaks = labelled.sentence.breaks
        self.has, self.any = labelled.has, labelled.any
        self.pump = match.phrase.sign.group == "pump"

    @cached_property
    def since(self) -> int:
        """Where the sentence last began anew with someone, after a comma or "but"."""
        first = max(self.start - _FRAME, 0)
        anew = (one for one in self._parted(first, self.start + 1) if one)
        someone = (one for one in anew if self.any(one, self.start + 1, *_SOMEONE))
        return max(someone, default=first)

    @cached_property
    def until(self) -> int:
        """Where it goes on to something else."""
        last = self.end + _STORY
        return min(self._parted(self.end, last), default=last)

    def _parted(self, first: int, last: int) -> list[int]:
        """The places before which there is a comma, or where there is a "but"."""
        commas = [
            place for place in range(first, min(last, len(self.breaks))) if self.breaks[place]
        ]
        return [*commas, *self.labelled.within("@but", first, last)]

    def back(self, words: int) -> Iterable[int]:
        """The places before the match, nearest first, at most ``words`` of them."""
        return range(self.start - 1, max(self.start - words, 0) - 1, -1)

    def before(self, words: int, key: str) -> Iterable[int]:
        """The places at most ``words`` before the match, and since the sentence began anew, where
        ``key`` begins, nearest first."""
        first = max(self.start - words, self.since)
        return reversed(self.labelled.within(key, first, self.start))

    def ends_before(self, place: int, key: str) -> bool:
        """True when an instance of ``key`` begins at ``place`` and is over before the match."""
        return 0 < self.labelled.length(place, key) <= self.start - place

    def now(self, before: int) -> bool:
        """True where something says "now" in the same breath, or ``before`` words before it."""
        end = min(self.until, self.end + _OUTCOME)
        return self.any(self.start - before, end, "@now")


def is_there(around: Around) -> bool:
    """True for "my rash", "this pain in my chest", "a leak right now": it is there, whatever is
    asked about it. What is yet to come, or lasts for years, is not there for that."""
    start, end = around.start, around.end
    if around.any(end, end + 2, "@right_now"):
        return True
    if around.pump or around.any(end, end + 4, "@yet_to_come"):
        return False
    if around.any(start, end, "@lasting"):
        return False
    owned = around.phrase.bare and around.any(start - 2, start + 1, "@owner")
    return owned or around.has(start - 1, "@this")


def holds(around: Around) -> bool:
    """True for "the pump has stopped", "my rash", "this bleeding": it is no mere word."""
    start, end = around.start, around.end
    if around.pump and around.any(start - 2, end, "@present", "@be"):
        return around.any(start, end, "PUMP", "LINE", "BAG")
    return is_there(around)


def denied(around: Around) -> bool:
    """True for "no fever", "isn't shaking", "denies fever, chills or rash"."""
    for place in around.match.between:
        if around.has(place, "@negation") and not around.has(place, "@not_only"):
            return True
    listed = around.any(around.start - 3, around.start, "@or")
    for place in around.back(_LIST if listed else _DENIAL):
        if around.breaks[place + 1] or around.has(place + 1, "@but", "@and"):
            return False
        if around.ends_before(place, "@negation") and not around.has(place, "@not_only"):
            # "nobody did not" affirms; "no pain, no fever" denies twice.
            return around.breaks[place] or not around.any(place - 2, place, "@negation")
        if around.has(place, "@person", "@now"):
            return False
    return False


def _over(around: Around) -> bool:
    """True for "the fever is gone", "stopped shaking", "as a child", "ten years ago", and for "I
    have angina, can I have it", which is told for a question."""
    start, end = around.start, around.end
    if around.any(start - 2, start, "@stopped"):
        return True
    gone = around.any(end, min(around.until, end + 4), "@resolved")
    # "Half are gone" tells what is missing.
    if gone and not around.any(end - 3, end + 3, "@part", "WONT"):
        return not around.any(end, around.until, "@back")
    if not around.now(4):
        if around.any(end, min(around.until, end + _OUTCOME), "@past"):
            return True
        had = around.any(start - 2, start + 1, "@was") or around.any(start, end, "@lasting")
        if had and around.any(end, end + _STORY, "@allowed"):
            return True
    for place in around.before(_STORY, "@past"):
        since = around.any(place + 1, start + 1, "@now", "@present_person")
        return not since and not around.any(end, end + 5, "@now")
    return False


def imagined(around: Around) -> bool:
    """True for "what if", "if he gets", "he might": nothing has happened yet."""
    start, end = around.start, around.end
    if around.any(around.since, end + _OUTCOME, "@hypothetically"):
        return True
    if any(around.has(place, "@if") for place in around.match.between):
        return True
    if is_there(around):
        return False
    for place in around.before(_FRAME, "@if"):
        if around.ends_before(place, "@if") and not around.has(place, "@unsure_if"):
            # "I don't know if he is having a seizure" is not imagined.
            return not around.any(place - 2, place, "@unsure")
    return any(
        around.has(place - 1, "@subject") and not around.any(place, start + 1, "@present_person")
        for place in around.before(_MODAL, "@modal")
    )


def _asked(around: Around) -> bool:
    """True inside a question about the medicine, a list of effects, a warning or a fear."""
    start, end, since = around.start, around.end, around.since
    if around.now(2) or is_there(around) or around.has(start - 1, "@person"):
        return False
    if around.any(start - 4, end, "@present_person"):
        return False
    first = since or int(around.has(0, "@opener"))
    if around.any(since, start, "@asks") or (first < start and around.has(first, "@aux")):
        return around.pump or not any(
            around.has(place, "@owner") and around.any(place + 1, end, "@present")
            for place in around.back(4)
        )
    someone = around.any(first + 1, end, "@person", "@this")
    opens = first < start and around.has(first, "@be") and not someone
    wonders = opens or around.any(since, start, "@wonders")
    return wonders and not around.any(start - 4, end, "@owner")


def _somebody_elses(around: Around) -> bool:
    """True when who is spoken of is in nobody's care here: people, a neighbour."""
    start = around.start
    if around.now(4) or around.any(start - 2, start + 1, "@present_person"):
        return False
    # "You could fry an egg on his forehead" is about him.
    if around.any(start - 2, around.end, "@owner"):
        return False
    if around.has(start, "@generic") or around.any(max(around.since, start - 10), start, "@other"):
        return True
    # "Sorry to bother you, the pump is beeping": who is spoken to is not spoken of.
    return any(not around.breaks[place + 1] for place in around.before(10, "@generic"))


def _nobodys(around: Around) -> bool:
    """True where nobody is said to have it or feel it, nothing goes on now, and more is said than
    that: "nausea from it", "allergic to rash creams"."""
    start, end, phrase = around.start, around.end, around.phrase
    now = around.any(start - 6, end + 8, "@now")
    about = (around.labelled.length(place, "@about") >= start - place for place in around.back(2))
    if any(about) and not now:
        return True
    told = around.pump or around.any(start - 10, end + 10, *_TOLD)
    if told and not phrase.bare:
        return False
    if now or is_there(around) or around.any(end, end + 4, "@goes_on"):
        return False
    for place in (start, *around.back(9)):
        if around.has(place, "@about"):
            return True
        near = place >= start - 1 or around.has(start - 1, "@article")
        if around.has(place, *_HAVING) or (near and around.has(place, "@person")):
            return False
    return not _alone(around)


def _alone(around: Around) -> bool:
    """Nothing else in the sentence: "chest pain", "fever and chills please help"."""
    asked = around.labelled.sentence.asked and not around.phrase.sign.always
    if asked or len(around.breaks) > _ALONE:
        return False
    inside = range(around.start, around.end)
    outside = (place for place in range(len(around.breaks)) if place not in inside)
    return all(around.has(place, "@filler", "@named") for place in outside)


_CHECKS = (denied, _over, imagined, _asked, _somebody_elses, _nobodys)


def happening(around: Around) -> bool:
    """True unless the sentence says that the sign is not there now."""
    if around.phrase.sign.always and not around.phrase.bare:
        return True
    if around.phrase.elements:
        return not any(check(around) for check in _CHECKS)
    # A reading was taken, whatever is asked about it but what the number means.
    defined = around.any(around.start - 6, around.end + 6, "@defines")
    return not (defined or denied(around) or _over(around))
