"""Decide whether a sign that was named is happening: not denied, not over, not long ago, not only asked about.

Every check looks at a bounded number of words around the sign. In doubt a check lets the sign through.
"""

from .matching import Labelled, Match

_BEFORE, _AFTER, _LIST = 4, 6, 12
_FRAME = 30
_SOMEONE = ("@person", "@present_person", "@owner", "@present", "@now")


class Surroundings:
    """What stands around one match in its sentence. `denied` are the ends of earlier matches found to be negated."""

    def __init__(self, labelled: Labelled, match: Match, denied: dict[int, bool]) -> None:
        self.labelled, self.match, self.denied = labelled, match, denied
        self.breaks = labelled.sentence.breaks

    def _any(self, key: str, start: int, end: int) -> bool:
        return any(self.labelled.has(place, key) for place in range(max(start, 0), min(end, len(self.breaks))))

    def _ends_before(self, place: int, key: str) -> bool:
        """True when an instance of `key` begins at `place` and is over before the match."""
        length = self.labelled.length(place, key)
        return 0 < length <= self.match.start - place

    def negated(self) -> bool:
        """ "no fever", "isn't shaking", "denies fever, chills": a denial in the few words before, or carried along a list."""
        has = self.labelled.has
        if any(has(place, "@negation") and not has(place, "@not_only") for place in self.match.between):
            return True
        if self._only_linked_to_denied():
            return True
        for place in range(self.match.start - 1, max(self.match.start - _BEFORE, 0) - 1, -1):
            if self.breaks[place + 1] or has(place + 1, "@but") or has(place + 1, "@and"):
                return False
            if self._ends_before(place, "@negation") and not has(place, "@not_only"):
                return not self._any("@negation", place - 2, place)
            if has(place, "@person") or has(place, "@now"):
                return False
        return False

    def _only_linked_to_denied(self) -> bool:
        """The list goes on: "no fever, chills or rash". Only names run on over a comma, descriptions need an "or"."""
        for place in range(self.match.start, max(self.match.start - 4, 0) - 1, -1):
            if place in self.denied:
                linked = range(place, self.match.start)
                if any(self.labelled.has(one, "@or") for one in linked):
                    return True
                return not linked and self.breaks[self.match.start] and (self.match.phrase.bare or self.denied[place])
            if place < self.match.start and not (self.labelled.has(place, "@or") or self.labelled.has(place, "@article")):
                return False
        return False

    def over(self) -> bool:
        """ "the fever is gone", "stopped shaking": it has passed, and has not come back."""
        start, end = self.match.start, self.match.end
        if self.labelled.has(start - 1, "@stopped") and not self._any("@negation", start - 4, start - 1):
            return True
        for place in range(end, min(end + _AFTER, len(self.breaks))):
            if self.labelled.has(place, "@but"):
                return False
            length = self.labelled.length(place, "@resolved")
            if length:
                again = self._any("@back", place + length, place + length + 8)
                return not again and not self._any("@negation", place - 3, place)
        return False

    def past(self) -> bool:
        """ "as a child", "last cycle", "ten years ago": long ago, and nothing in the same breath says now."""
        start, end = self.match.start, self.match.end
        for place in range(end, min(end + _AFTER, len(self.breaks))):
            if self.labelled.has(place, "@present_person") or self.labelled.has(place, "@but"):
                break
            if self.labelled.has(place, "@past"):
                if self._any("@back", place, place + 6):
                    return False
                return not self._any("@now", start - 4, place + 5) and not self._present_since(start - 4)
        for place in range(start - 1, max(start - _LIST, 0) - 1, -1):
            if self.labelled.has(place, "@now") or self.labelled.has(place, "@but"):
                return False
            if self._ends_before(place, "@past"):
                return not self._present_since(place + 1) and not self._any("@now", end, end + 5)
        return False

    def hypothetical(self) -> bool:
        """ "what if", "if he gets", "he might": nothing has happened yet."""
        start = self.match.start
        for place in range(start - 1, max(start - _FRAME, 0) - 1, -1):
            if self.labelled.has(place, "@modal") and place >= start - 6 and self.labelled.has(place - 1, "@subject"):
                return not self._present_since(place + 1)
            if self._ends_before(place, "@if") and not self.labelled.has(place, "@unsure_if"):
                if self.labelled.has(place - 1, "@unsure") or self.labelled.has(place - 2, "@unsure"):
                    return False
                return not self._broken_and_present(place)
        return False

    def _broken_and_present(self, place: int) -> bool:
        """After "if ...," a new start with someone and what they have now is no longer under the "if"."""
        fresh = [one for one in range(place + 1, self.match.start + 1) if self.breaks[one] or self.labelled.has(one, "@but")]
        return any(self._present_since(one) for one in fresh) or (bool(fresh) and self._any("@now", fresh[-1], self.match.end + 4))

    def _present_since(self, place: int) -> bool:
        """True when, between `place` and the sign, someone cared for is said to have or do something now."""
        has, start = self.labelled.has, self.match.start
        for one in range(max(place, 0), min(start + 1, len(self.breaks))):
            if has(one, "@present_person") and one <= start:
                return True
            if has(one, "@person") and not (has(one - 1, "@aux") or has(one - 1, "@as")):
                if one + 1 == start and not has(start, "@was"):
                    return True
                follows = next((near for near in range(one + 1, min(one + 4, start + 1)) if has(near, "@present")), None)
                if follows is not None and not self._any("@modal", one + 1, follows):
                    return True
            if has(one, "@be") and has(one + 1, "@person"):
                return True
        return False

    def only_asked(self) -> bool:
        """The sign stands inside a question about the medicine, a list of effects, a warning or a fear."""
        start = self.match.start
        for place in range(start - 1, max(start - _FRAME, 0) - 1, -1):
            # A reading was taken, whatever is asked about it: "is 37.8 a fever?"
            strong = self._ends_before(place, "@asks") or self._opens_question(place, "@aux")
            weak = bool(self.match.phrase.elements) and (self._ends_before(place, "@wonders") or self._opens_question(place, "@be"))
            if not strong and not weak:
                continue
            length = max(self.labelled.length(place, "@asks"), self.labelled.length(place, "@wonders"), 1)
            if self._present_since(place + length):
                return False
            if weak and not strong and self._owned():
                return False
            return not self._broken_and_present(place)
        return False

    def _opens_question(self, place: int, key: str) -> bool:
        """An auxiliary at the head of a clause: "does the pump beep", "is confusion a side effect"."""
        has = self.labelled.has
        if not has(place, key):
            return False
        if key == "@be" and has(place + 1, "@person"):
            return has(place + 2, "@future")
        return place == 0 or self.breaks[place] or has(place - 1, "@opener") or has(place + 1, "@thing")

    def _owned(self) -> bool:
        """ "my fever", "this awful rash", or the phrase itself begins with "his"."""
        start = self.match.start
        return any(self.labelled.has(place, "@owner") for place in (start, start - 1, start - 2))

    def stranger(self) -> bool:
        """The nearest one spoken of is nobody in this person's care: people in general, or a neighbour's story."""
        has, start = self.labelled.has, self.match.start
        for place in range(start, max(start - 10, 0) - 1, -1):
            if has(place, "@generic"):
                return True
            if has(place, "@other"):
                return not self._any("@now", place, self.match.end + 5) and not self._any("@is", place, start + 1)
            if has(place, "@person") or has(place, "@present_person") or has(place, "@owner"):
                friend = has(place - 1, "@other") or has(place - 2, "@other")
                return friend and not self._any("@now", place, self.match.end + 5)
        return False

    def someone_has_it(self) -> bool:
        """For a bare name: someone has it, feels it, or it goes on now."""
        has, start, end = self.labelled.has, self.match.start, self.match.end
        if self._owned() or self._any("@now", start - 6, end + 8) or self._any("@goes_on", end, end + 4):
            return True
        for place in range(start, max(start - 9, 0) - 1, -1):
            if has(place, "@about"):
                return False
            if has(place, "@have") or has(place, "@present_person") or (has(place, "@person") and place >= start - 2):
                return True
        return self._alone()

    def _alone(self) -> bool:
        """Nothing else in the sentence: "chest pain", "fever and chills please help"."""
        if self.labelled.sentence.asked or len(self.breaks) > 8:
            return False
        outside = [place for place in range(len(self.breaks)) if not self.match.start <= place < self.match.end]
        return all(self.labelled.has(place, "@filler") or self.labelled.has(place, "@named") for place in outside)

    def happening(self) -> bool:
        """True unless something in the sentence says that this sign is not there now, in someone cared for."""
        if self.match.phrase.sign.always:
            if not self.match.phrase.bare:
                return True
            return self.someone_has_it() and not (self.negated() or self.only_asked() or self.stranger())
        if self.over() or self.past() or self.hypothetical() or self.only_asked() or self.stranger():
            return False
        if self.match.phrase.bare:
            return self.someone_has_it()
        return self.match.phrase.sign.group == "pump" or self._told_of_someone() or self.someone_has_it()

    def _told_of_someone(self) -> bool:
        """Anyone cared for, anything of theirs, or a verb that happens now: "vomiting doxycycline" has none of them."""
        if not self.match.phrase.elements:
            return True
        start, end = self.match.start, self.match.end
        if any(self._any(key, start - 10, end + 10) for key in _SOMEONE):
            return True
        return any(self._any(key, start, end) for key in ("CANT", "WONT", "NOT")) or any(self._any(key, start, end + 8) for key in ("SITE", "LINE"))
