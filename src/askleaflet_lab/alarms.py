"""``askleaflet-lab calibrate``, second part: from which log-odds on a message is an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from askleaflet.reader.encoder import LONGEST_QUESTION, Encoder
from askleaflet.reader.texts import pieces
from askleaflet.urgency import find_signs
from askleaflet.urgency.learned import CRISIS
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
    "earlier/long_messages",
    "earlier/more_long_messages",
)
FOLDERS = ("leaflets", "unseen_leaflets", "earlier_leaflets")
# The share of the described emergencies that must be seen, whatever false alarms that costs.
SEEN = 0.97
_URGENT = [step / 4 for step in range(-12, 17)]
_CALM = [-99.0, *(step / 2 for step in range(-14, 3))]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the phrases and the network make of one message."""

    urgent: bool
    phrases: bool
    grave: bool
    odds: float


def hear(encoder: Encoder, questions: Sequence[Question]) -> Iterator[Heard]:
    """The messages as the program hears them."""
    for one in questions:
        read = encoder.encode(pieces(one.text), LONGEST_QUESTION) if one.text.strip() else []
        most = max((part.odds["urgent"] for part in read), default=-99.0)
        signs = find_signs(one.text, one.history)
        grave = any(sign.life or sign.group == CRISIS for sign in signs)
        yield Heard(one.kind == "urgent", bool(signs), grave, most)


def set_alarms(encoder: Encoder, sets: Path) -> tuple[dict[str, float], Iterator[str]]:
    """The thresholds (see urgency.learned), and lines about what they do on the sets."""
    questions = [one for name in SETS for one in read_questions(sets / f"{name}.jsonl")]
    for folder in FOLDERS:
        for path in sorted((sets / folder).glob("*.jsonl")):
            questions += read_questions(path)
    heard = list(hear(encoder, questions))

    due = sum(one.urgent for one in heard)

    def cost(pair: tuple[float, float]) -> tuple[float, int]:
        """How much of SEEN is lacking, then the false alarms."""
        seen = sum(one.urgent and _fires(one, *pair) for one in heard)
        false = sum(not one.urgent and _fires(one, *pair) for one in heard)
        return max(0.0, SEEN * due - seen), false

    urgent, calm = min(product(_URGENT, _CALM), key=cost)
    tried = {
        "phrases alone": (99.0, -99.0),
        "phrases or network": (urgent, -99.0),
        "chosen": (urgent, calm),
    }
    lines = (f"{name}: {_told(heard, *pair)}" for name, pair in tried.items())
    return {"urgent": urgent, "calm": calm, "maybe": (urgent + calm) / 2, "life": 0.0}, lines


def _fires(one: Heard, urgent: float, calm: float) -> bool:
    return one.grave or one.odds >= (calm if one.phrases else urgent)


def _told(heard: Sequence[Heard], urgent: float, calm: float) -> str:
    fired = [(one.urgent, _fires(one, urgent, calm)) for one in heard]
    seen = sum(due and fires for due, fires in fired) / max(sum(due for due, _ in fired), 1)
    calm_ones = sum(not due for due, _ in fired)
    false = sum(fires and not due for due, fires in fired) / max(calm_ones, 1)
    return f"seen {seen:.3f}, false alarms {false:.3f} (from {urgent}, calm below {calm})"
