"""Decide whether a sign that was met is happening now, in someone cared for.

It is not when it is denied, over, long past, only imagined, only asked about, or somebody else's
story. In doubt every check lets the sign through.
"""

from collections.abc import Mapping

from askleaflet.urgency.surroundings import Surroundings

# How many words each check reads: a denial stands close, an "if" governs most of a sentence.
_DENIAL, _OUTCOME, _STORY, _FRAME = 4, 6, 12, 30
_HAVING = ("@about", "@have", "@present_person", "@whom", "@person")
_TOLD = ("@person", "@whom", "@present_person", "@owner", "@present", "@now")


def negated(around: Surroundings, denied: Mapping[int, bool]) -> bool:
    """True for "no fever", "isn't shaking", "denies fever, chills".

    `denied` holds the ends of earlier matches that were denied; True there lets descriptions, too,
    run on over a comma.
    """
    for place in around.match.between:
        if around.has(place, "@negation") and not around.has(place, "@not_only"):
            return True
    if _runs_on(around, denied):
        return True
    for place in around.back(_DENIAL):
        if around.breaks[place + 1] or around.has(place + 1, "@but", "@and"):
            return False
        if around.ends_before(place, "@negation") and not around.has(place, "@not_only"):
            # "nobody did not" affirms; "no pain, no fever" denies twice.
            return around.breaks[place] or not around.any(place - 2, place, "@negation")
        if around.has(place, "@person", "@now"):
            return False
    return False


def _runs_on(around: Surroundings, denied: Mapping[int, bool]) -> bool:
    """A denied list goes on: "no fever, chills or rash". Over a comma only names do."""
    for place in (around.start, *around.back(4)):
        if place in denied:
            if around.any(place, around.start, "@or"):
                return True
            bare = around.match.phrase.bare or denied[place]
            return place == around.start and around.breaks[place] and bare
        if place < around.start and not around.has(place, "@or", "@article"):
            return False
    return False


def over(around: Surroundings) -> bool:
    """True for "the fever is gone", "stopped shaking": it has passed and has not come back."""
    start, end = around.start, around.end
    if not around.any(start - 2, start, "@stopped") and not around.any(
        end, end + _OUTCOME, "@resolved"
    ):
        return False
    for place in (around.start - 1, around.start - 2):
        stopped = around.labelled.length(place, "@stopped") == around.start - place
        if stopped and not around.any(place - 3, place, "@negation"):
            return True
    for place in around.ahead(_OUTCOME):
        length = around.labelled.length(place, "@resolved")
        if length:
            again = around.any(place + length, place + length + 8, "@back")
            # "half are gone" tells what is missing.
            return not again and not around.any(place - 3, place, "@negation", "WONT", "@part")
        if around.has(place, "@but"):
            return False
    return False


def past(around: Surroundings) -> bool:
    """True for "as a child", "ten years ago", with nothing in the same breath that says now."""
    start, end = around.start, around.end
    if not around.any(start - _STORY, start, "@past") and not around.any(
        end, end + _OUTCOME, "@past"
    ):
        return False
    for place in around.ahead(_OUTCOME):
        if around.has(place, "@present_person", "@but"):
            break
        if around.has(place, "@past"):
            again = around.any(place + around.labelled.length(place, "@past"), place + 6, "@back")
            now = around.any(start - 4, place + 5, "@now")
            return not again and not now and not around.present_since(start - 4)
    for place in around.nearest(_STORY, "@now", "@but", "@past"):
        if around.has(place, "@now", "@but"):
            return False
        if around.ends_before(place, "@past"):
            return not around.present_since(place + 1) and not around.any(end, end + 5, "@now")
    return False


def background(around: Surroundings) -> bool:
    """True for "I had a stroke, can I have it", "I have angina, is it ok": told for a question."""
    asked = around.labelled.within("@allowed", around.end, around.end + _STORY)
    if not asked or around.any(around.start - _OUTCOME, asked[0], "@now"):
        return False
    if around.any(around.start, around.end, "@lasting"):
        return True
    return around.any(around.start - 2, around.start + 1, "@was")


def hypothetical(around: Surroundings) -> bool:
    """True for "what if", "if he gets", "he might": nothing has happened yet."""
    if around.any(around.start - _FRAME, around.end + _OUTCOME, "@hypothetically"):
        return True
    if around.is_there():
        return False
    for place in around.nearest(_FRAME, "@modal", "@if"):
        near = place >= around.start - 6
        if near and around.has(place, "@modal") and around.has(place - 1, "@subject"):
            return not around.present_since(place + 1)
        if around.ends_before(place, "@if") and not around.has(place, "@unsure_if"):
            # "I don't know if he is having a seizure" is not imagined.
            unsure = around.has(place - 1, "@unsure") or around.has(place - 2, "@unsure")
            return not unsure and not around.anew_since(place)
    return False


def only_asked(around: Surroundings) -> bool:
    """True inside a question about the medicine, a list of effects, a warning or a fear."""
    if not around.match.phrase.elements:
        # A reading was taken, whatever is asked about it but what the number means.
        return around.any(around.start - 6, around.end + 6, "@defines")
    if around.is_there():
        return False
    if around.has(around.start - 1, "@purpose") and not around.owned():
        # "I was given it for dizziness" names what a medicine is for.
        return not around.any(around.start - 4, around.end + 5, "@now")
    return _in_a_question(around)


def _in_a_question(around: Surroundings) -> bool:
    for place in around.nearest(_FRAME, "@asks", "@wonders", "@aux", "@be"):
        strong = around.ends_before(place, "@asks") or around.opens_question(place, "@aux")
        weak = around.ends_before(place, "@wonders") or around.opens_question(place, "@be")
        if not strong and not weak:
            continue
        length = around.labelled.length
        asked = max(length(place, "@asks"), length(place, "@wonders"), 1)
        if around.present_since(place + asked):
            return False
        if not strong and (around.owned() or around.works_now()):
            return False
        if around.has(around.start - 1, "@person") and around.any(
            around.end, around.end + 4, "@now"
        ):
            return False
        return not around.anew_since(place)
    return False


def stranger(around: Surroundings) -> bool:
    """True when the nearest one spoken of is in nobody's care here: people, a neighbour."""
    start, end = around.start, around.end
    if not around.any(start - 12, max(start + 1, end), "@generic", "@other"):
        return False
    if any(around.has(place, "@generic") for place in around.match.between):
        return True
    # "you could fry an egg on his forehead" is about him.
    his = around.any(start, end, "@owner")
    for place in (start, *around.back(10)):
        if around.has(place, "@generic") and not his:
            # "Sorry to bother you, the pump is beeping": who is spoken to is not spoken of.
            return place == start or not around.breaks[place + 1]
        going_on = around.any(place, end + 5, "@now")
        if place < start and around.has(place, "@other"):
            dying = around.match.phrase.sign.life and around.any(place, start + 1, "@is")
            return not going_on and not dying
        if around.has(place, "@person", "@present_person", "@owner", "@this"):
            friends = around.has(place - 1, "@other") or around.has(place - 2, "@other")
            return friends and not going_on
    return False


def someone_has_it(around: Surroundings) -> bool:
    """For a bare name: someone has it or feels it, it goes on now, or nothing else is said."""
    start, end = around.start, around.end
    if around.has(start - 1, "@about"):
        return False
    now = around.any(start - 6, end + 8, "@now") or around.any(end, end + 4, "@goes_on")
    if now or around.owned():
        return True
    near = (start, *around.back(9)) if around.any(start - 9, start + 1, *_HAVING) else ()
    for place in near:
        if around.has(place, "@about"):
            return False
        if around.has(place, "@have", "@present_person", "@whom"):
            return True
        close = place >= start - 1 or around.has(start - 1, "@article")
        if close and around.has(place, "@person"):
            return True
    return _alone(around)


def _alone(around: Surroundings) -> bool:
    """Nothing else in the sentence: "chest pain", "fever and chills please help"."""
    asked = around.labelled.sentence.asked and not around.match.phrase.sign.always
    if asked or len(around.breaks) > 8:
        return False
    inside = range(around.start, around.end)
    outside = (place for place in range(len(around.breaks)) if place not in inside)
    return all(around.has(place, "@filler", "@named") for place in outside)


def _told(around: Surroundings) -> bool:
    """Anyone cared for, anything of theirs, a verb of now: "vomiting doxycycline" has none."""
    start, end = around.start, around.end
    if not around.match.phrase.elements or around.match.phrase.sign.group == "pump":
        return True
    if around.any(start - 10, end + 10, *_TOLD) or around.any(start, end, "WONT", "NOT"):
        return True
    return around.any(start, end + 8, "SITE", "LINE")


def note_denied(around: Surroundings, denied: dict[int, bool]) -> bool:
    """Whether the sign is denied, which is noted: a list may go on from there."""
    near = denied or around.any(around.start - _DENIAL, around.end, "@negation")
    if around.match.phrase.sign.always or not near or not negated(around, denied):
        return False
    denied[around.end] = around.any(around.start - 8, around.start, "@denies")
    return True


_CHECKS = (over, past, background, hypothetical, only_asked, stranger)


def happening(around: Surroundings, denied: dict[int, bool]) -> bool:
    """True unless the sentence says that the sign is not there now; `denied` notes a denied one."""
    phrase = around.match.phrase
    if phrase.sign.always:
        asked = negated(around, denied) or only_asked(around) or stranger(around)
        return not phrase.bare or (someone_has_it(around) and not asked)
    if note_denied(around, denied):
        return False
    if phrase.bare and not someone_has_it(around):
        return False
    if any(check(around) for check in _CHECKS):
        return False
    return phrase.bare or someone_has_it(around) or _told(around)
