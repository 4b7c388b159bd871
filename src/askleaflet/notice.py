"""The urgent notice: what it says, in which order, with the site's own numbers and no others.

At a kiosk staff come first; for signs that threaten life at once the
emergency number; for the others the care team's line. One action as heading, at most five lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from askleaflet.records import Notice, Number, Sign
from askleaflet.settings import Settings
from askleaflet.wording import say

MOST_LINES = 5
CRISIS, PUMP = "crisis", "pump"
# Groups in which the site's fever threshold is worth a line.
_FEVER_GROUPS = frozenset({"reaction", "infection"})
Words = Callable[..., str]
Kind = Literal["life", "team", "crisis"]
KINDS: tuple[Kind, ...] = ("life", "team", "crisis")


def notice_for(
    signs: Sequence[Sign], settings: Settings, language: str, medicine: str | None
) -> Notice | None:
    """The notice due for ``signs``; None where there is none. Crisis has its own words."""
    kind = kind_of(signs)
    return card(kind, signs, settings, language, medicine) if kind else None


def kind_of(signs: Sequence[Sign]) -> Kind | None:
    """Which notice ``signs`` are due: for a threat to life, for the care team's line, or for a
    crisis; None where there are no signs."""
    if not signs:
        return None
    groups = {sign.group for sign in signs}
    life = any(sign.life for sign in signs)
    if CRISIS in groups and not (life and groups != {CRISIS}):
        return "crisis"
    return "life" if life else "team"


def card(
    kind: Kind, signs: Sequence[Sign], settings: Settings, language: str, medicine: str | None
) -> Notice:
    """The notice of one kind. What no sign calls for, as the line about the pump, is left out."""
    if kind == "crisis":
        return _crisis(settings, language)
    groups = {sign.group for sign in signs}
    return _urgent(settings, language, medicine, kind == "life", groups)


def standing_notice(settings: Settings, language: str, medicine: str | None) -> Notice:
    """The card behind "Get help now", the same facts at any time."""
    return _urgent(settings, language, medicine, True, set())


def _urgent(
    settings: Settings, language: str, medicine: str | None, life: bool, groups: set[str]
) -> Notice:
    numbers = _numbers(settings, language, life)
    lines: list[str] = []
    if settings.kiosk:
        heading = say(language, "urgent.kiosk_heading")
        lines.append(_or_unset(language, "urgent.emergency_kiosk", settings.emergency_number))
        lines.extend(_team(settings, language, after=True))
    elif life:
        heading = _or_unset(language, "urgent.life_heading", settings.emergency_number)
        lines.extend(_team(settings, language, after=True))
    else:
        heading = say(language, "urgent.team_heading")
        lines.extend(_team(settings, language, after=False))
        lines.append(_or_unset(language, "urgent.emergency_then", settings.emergency_number))
    if PUMP in groups:
        lines.append(say(language, "urgent.pump"))
    elif settings.fever_threshold and groups & _FEVER_GROUPS and not life:
        lines.append(say(language, "urgent.fever", threshold=settings.fever_threshold))
    lines.append(_medicine(language, medicine))
    lines.append(say(language, "urgent.wait"))
    return Notice(heading, tuple(_shortened(lines)), numbers)


def _crisis(settings: Settings, language: str) -> Notice:
    heading = say(language, "urgent.kiosk_heading" if settings.kiosk else "urgent.crisis_heading")
    if settings.crisis_number:
        name = settings.crisis_name or say(language, "urgent.crisis_line_name")
        line = say(language, "urgent.crisis_line", name=name, number=settings.crisis_number)
    else:
        line = say(language, "urgent.crisis_line_unset")
    lines = [
        say(language, "urgent.crisis_kind"),
        line,
        _or_unset(language, "urgent.crisis_emergency", settings.emergency_number),
        *_team(settings, language, after=False),
    ]
    numbers = _numbers(settings, language, life=True, crisis=True)
    return Notice(heading, tuple(lines[:MOST_LINES]), numbers)


def _team(settings: Settings, language: str, after: bool) -> list[str]:
    """The lines that name the care team's numbers."""
    suffix = "_after" if after else ""
    if not settings.care_team_phone and not settings.care_team_phone_night:
        return [say(language, f"urgent.team_unset{suffix}")]
    name = settings.care_team_name or say(language, "care.your_team")
    lines = []
    if settings.care_team_phone:
        number = settings.care_team_phone
        lines.append(say(language, f"urgent.team{suffix}", name=name, number=number))
    if settings.care_team_phone_night:
        lines.append(say(language, "urgent.team_night", number=settings.care_team_phone_night))
    return lines


def _or_unset(language: str, key: str, number: str) -> str:
    return say(language, key, number=number) if number else say(language, f"{key}_unset")


def _medicine(language: str, medicine: str | None) -> str:
    if medicine:
        return say(language, "urgent.say", title=medicine)
    return say(language, "urgent.say_which")


def _shortened(lines: list[str]) -> list[str]:
    """At most five lines; what to say gives way before who to call and not to wait."""
    while len(lines) > MOST_LINES:
        del lines[-2]
    return lines


def _numbers(
    settings: Settings, language: str, life: bool, crisis: bool = False
) -> tuple[Number, ...]:
    """The numbers set, in the order of the notice, each with what it takes to dial it."""
    team = settings.care_team_name or say(language, "care.your_team")
    numbers = [
        (team, settings.care_team_phone),
        (team, settings.care_team_phone_night),
    ]
    emergency = (say(language, "urgent.emergency_label"), settings.emergency_number)
    numbers = [emergency, *numbers] if life else [*numbers, emergency]
    if crisis:
        name = settings.crisis_name or say(language, "urgent.crisis_line_name")
        numbers.insert(0, (name, settings.crisis_number))
    dialled = [(label, text, None if settings.kiosk else dial(text)) for label, text in numbers]
    return tuple(Number(label, text, to) for label, text, to in dialled if text)


def dial(number: str) -> str:
    """What a telephone needs of a number as written: a leading plus and its digits."""
    digits = "".join(character for character in number if character.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else digits
