"""``askleaflet-lab calibrate``, second part: from which log-odds on a message is an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple

from askleaflet.reader.encoder import LONGEST_QUESTION, Encoder
from askleaflet.reader.texts import all_read, pieces, pieces_with
from askleaflet.urgency import find_signs
from askleaflet.urgency.learned import calm_below
from askleaflet.urgency.vocabulary import CRISIS
from askleaflet_lab.evaluation import Question, read_questions

# Sets with described emergencies, or with calm messages that sound like them.
SETS = (
    "messages",
    "nurse_desk",
    "fresh",
    "web_search",
    "real_phrasing",
    "earlier/patients",
    "earlier/headings",
    "earlier/more_patients",
    "earlier/more_headings",
    "earlier/third_patients",
    "earlier/third_headings",
    "earlier/long_messages",
    "earlier/more_long_messages",
    "earlier/third_long_messages",
    "earlier/fourth_long_messages",
    "earlier/fifth_long_messages",
    "earlier/sixth_long_messages",
    "earlier/seventh_long_messages",
    "earlier/fourth_patients",
    "earlier/fifth_patients",
    "earlier/sixth_patients",
    "earlier/seventh_patients",
    "earlier/eighth_patients",
    "unread",
    "third_unread",
    "more_messages",
    "stories",
    "third_messages",
)
FOLDERS = ("leaflets", "unseen_leaflets", "earlier_leaflets")
# The share of the described emergencies that must be seen, whatever false alarms that costs.
SEEN = 0.97
# The share of the calm messages that may be told what to do should they feel it now.
UNEASY = 0.02
_URGENT = [step / 4 for step in range(-12, 17)]
# A short message counts as one so much earlier than the sets ask: in conversations, which are none
# of them, half a sentence tells more than it seems to by itself ("he wont drink").
EARLIER = 0.75
# Below all that the network says.
_NONE = -99.0
_CALM = [_NONE, *(step / 2 for step in range(-20, 3))]
# Where a phrase tells of a threat to life, a short message counts as calm below the first at most,
# a story, in which the network has more to go by, below the second.
GRAVE, STORY_GRAVE = -8.0, -5.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What the phrases and the network make of one message. ``due``: whatever the network says;
    ``near``: what it says where the phrases stand."""

    urgent: bool
    phrases: bool
    due: bool
    life: bool
    odds: float
    near: float
    story: bool = False


class Limits(NamedTuple):
    """The log-odds that are set: see urgency.learned."""

    urgent: float
    calm: float
    grave: float
    urgent_story: float
    story: float
    story_grave: float


def hear(encoder: Encoder, questions: Sequence[Question]) -> Iterator[Heard]:
    """The messages as the program hears them, but those of which a nurse could not tell."""
    for one in questions:
        if not (one.due or one.calm):
            continue
        some = pieces(one.text) if one.text.strip() else []
        read = encoder.encode(some, LONGEST_QUESTION)
        odds = {text: part.odds["urgent"] for text, part in zip(some, read, strict=True)}
        most = max(odds.values(), default=_NONE)
        signs = find_signs(one.text, one.history)
        near = pieces_with(one.text, ((sign.start, sign.end) for sign in signs))
        crisis = any(sign.group == CRISIS for sign in signs)
        held = len(read) < 2 and any(sign.held for sign in signs)
        due = crisis or held or (bool(signs) and not all_read(one.text))
        life = any(sign.life for sign in signs)
        story = len(read) > 1
        own = max((odds.get(text, most) for text in near), default=most) if story else most
        yield Heard(one.due, bool(signs), due, life, most, own, story)


def set_alarms(encoder: Encoder, sets: Path) -> tuple[dict[str, float], Iterator[str]]:
    """The thresholds (see urgency.learned), and lines about what they do on the sets."""
    questions = [one for name in SETS for one in read_questions(sets / f"{name}.jsonl")]
    for folder in FOLDERS:
        for path in sorted((sets / folder).glob("*.jsonl")):
            questions += read_questions(path)
    heard = list(hear(encoder, questions))

    short, stories = ([one for one in heard if one.story is story] for story in (False, True))
    chosen = Limits(
        *min(_graded(GRAVE), key=lambda one: _cost(short, Limits(*one, *one))),
        *min(_graded(STORY_GRAVE), key=lambda one: _cost(stories, Limits(*one, *one))),
    )
    chosen = chosen._replace(urgent=chosen.urgent - EARLIER)
    never = (_NONE, _NONE)
    tried = {
        "phrases alone": Limits(-_NONE, *never, -_NONE, *never),
        "phrases or network": Limits(chosen.urgent, *never, chosen.urgent_story, *never),
        "none calm that tells of a threat to life": chosen._replace(grave=_NONE, story_grave=_NONE),
        "chosen": chosen,
    }
    lines = (
        f"{name}: {_told(heard, limits)}; in stories {_told(stories, limits)} {tuple(limits)}"
        for name, limits in tried.items()
    )
    calm = [one for one in heard if not one.urgent]
    left = sorted((one.odds for one in calm if not _fires(one, chosen)), reverse=True)
    maybe = min(chosen.urgent, round(left[int(UNEASY * len(calm))], 1))
    return {**chosen._asdict(), "maybe": maybe, "life": 0.0}, lines


def _graded(most: float) -> Iterator[tuple[float, float, float]]:
    """What may be tried for ``urgent``, ``calm`` and ``grave``, which is ``most`` at most."""
    for urgent, calm, grave in product(_URGENT, _CALM, [one for one in _CALM if one <= most]):
        if grave <= calm <= urgent:
            yield urgent, calm, grave


def _cost(heard: Sequence[Heard], limits: Limits) -> tuple[float, int, int]:
    """How much of SEEN is lacking, the false alarms, and what is missed."""
    due, seen, false = _counts(heard, limits)
    return max(0.0, SEEN * due - seen), false, due - seen


def _counts(heard: Sequence[Heard], limits: Limits) -> tuple[int, int, int]:
    """How many emergencies there are, how many of them are heard, and the false alarms."""
    fired = [one.urgent for one in heard if _fires(one, limits)]
    return sum(one.urgent for one in heard), sum(fired), len(fired) - sum(fired)


def _fires(one: Heard, limits: Limits) -> bool:
    least = limits.urgent_story if one.story else limits.urgent
    if one.due or not one.phrases:
        return one.due or one.odds >= least
    calm = one.near < calm_below(limits._asdict(), life=one.life, story=one.story)
    return not calm or (one.story and one.odds >= least)


def _told(heard: Sequence[Heard], limits: Limits) -> str:
    due, seen, false = _counts(heard, limits)
    calm = max(len(heard) - due, 1)
    return f"seen {seen / max(due, 1):.3f}, false alarms {false / calm:.3f}"
