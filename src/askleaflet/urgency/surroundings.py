"""Look around a phrase that is met: what the words near it say about it."""

from collections.abc import Iterable

from askleaflet.urgency.matching import Labelled, Match


class Surroundings:
    """The words around a match; `start` and `end` are the match's, keys are those of [context]."""

    def __init__(self, labelled: Labelled, match: Match) -> None:
        self.labelled, self.match = labelled, match
        self.start, self.end = match.start, match.end
        self.breaks = labelled.sentence.breaks
        self.has, self.any = labelled.has, labelled.any

    def ends_before(self, place: int, key: str) -> bool:
        """True when an instance of `key` begins at `place` and is over before the match."""
        return 0 < self.labelled.length(place, key) <= self.start - place

    def back(self, words: int) -> Iterable[int]:
        """The places before the match, nearest first, at most `words` of them."""
        return range(self.start - 1, max(self.start - words, 0) - 1, -1)

    def nearest(self, words: int, *keys: str) -> Iterable[int]:
        """The places at most `words` before the match where one of `keys` begins, nearest first."""
        first = max(self.start - words, 0)
        found = {place for key in keys for place in self.labelled.within(key, first, self.start)}
        return sorted(found, reverse=True)

    def ahead(self, words: int) -> Iterable[int]:
        """The places after the match, nearest first, at most `words` of them."""
        return range(self.end, min(self.end + words, len(self.breaks)))

    def owned(self) -> bool:
        """True for "my fever", "this awful rash", and where the phrase itself begins with "his"."""
        places = (self.start, self.start - 1, self.start - 2)
        # "this medicine overdose" tells of no one.
        this = (self.has(one, "@this") and not self.has(one + 1, "@thing") for one in places)
        return any(self.has(one, "@owner") for one in places) or any(this)

    def is_there(self) -> bool:
        """True for "my rash", "this pain in my chest", "a leak right now": it is there, whatever is
        asked about it. What is yet to come, or lasts for years, is not there for that."""
        if self.any(self.end, self.end + 2, "@right_now"):
            return True
        if self.match.phrase.sign.group == "pump" or self.any(
            self.end, self.end + 4, "@yet_to_come"
        ):
            return False
        if self.any(self.start, self.end, "@lasting"):
            return False
        return self.has(self.start - 1, "@this") or (self.match.phrase.bare and self.owned())

    def holds(self) -> bool:
        """True for "the pump has stopped", "my rash", "this bleeding": it is no mere word."""
        start, end = self.start, self.end
        if self.match.phrase.sign.group == "pump" and self.any(start - 2, end, "@present", "@be"):
            return self.any(start, end, "PUMP", "LINE", "BAG")
        return self.is_there()

    def present_since(self, place: int) -> bool:
        """True when, from `place` to the sign, someone cared for has or does something now."""
        for one in range(max(place, 0), min(self.start + 1, len(self.breaks))):
            if self.has(one, "@present_person"):
                return True
            if self.has(one, "@be") and self.has(one + 1, "@person"):
                return True
            if self._acted_on(one):
                continue
            if self.has(one, "@person") and self._does_something(one):
                return True
            if self.has(one, "@owner") and self.any(one + 1, min(one + 4, self.end), "@present"):
                return True
        return False

    def _does_something(self, person: int) -> bool:
        """The sign comes right after the person, or a verb of now does and no "might" before it."""
        if person + 1 == self.start and not self.has(self.start, "@was"):
            return True
        for near in range(person + 1, min(person + 4, self.start + 1)):
            if self.has(near, "@modal"):
                return False
            if self.has(near, "@present"):
                return True
        return False

    def _acted_on(self, place: int) -> bool:
        """True in "will my boy ...", "can it make a child ...": nothing is said of the person."""
        head = place - 1 if self.has(place - 1, "@owner", "@article") else place
        return self.has(head - 1, "@aux", "@as", "@makes")

    def works_now(self) -> bool:
        """True for "the pump is beeping": the device, and what it does now, are in the phrase."""
        pump = self.match.phrase.sign.group == "pump"
        return pump and self.any(self.start, self.end, "@present")

    def anew_since(self, place: int) -> bool:
        """True when, after a comma or "but", the sentence starts anew with someone, or with now."""
        fresh = [
            one
            for one in range(place + 1, self.start + 1)
            if self.breaks[one]
            or self.has(one, "@but")
            or (self.has(one, "@now") and self.has(one - 1, "@and"))
        ]
        if any(self.present_since(one) for one in fresh):
            return True
        return bool(fresh) and (self.any(fresh[-1], self.end + 4, "@now") or self.works_now())

    def opens_question(self, place: int, key: str) -> bool:
        """True for an auxiliary that heads a clause: "does the pump beep", "is confusion a ..."."""
        if not self.has(place, key) or self.has(place, "@request"):
            return False
        if key == "@be" and self.has(place + 1, "@person"):
            # "is he shaking" tells of someone; "is he going to shake" asks.
            return self.has(place + 2, "@future")
        if place == 0 or self.breaks[place]:
            return True
        return self.has(place - 1, "@opener") or self.has(place + 1, "@thing")
