"""The urgent notice: what it says, in which order, with the site's own numbers and no others.

At a kiosk staff come first. Then the emergency number or the care team's, as ``urgent.toml`` says
of each sign, in the heading, the lines and the numbers alike. At most five lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from askleaflet.records import Notice, Number, Sign
from askleaflet.settings import Settings
from askleaflet.wording import say

MOST_LINES = 5
CRISIS, PUMP = "crisis", "pump"
# Groups in which the site's fever threshold is worth a line.
_FEVER_GROUPS = frozenset({"reaction", "infection"})
Kind = Literal["life", "team", "crisis"]
KINDS: tuple[Kind, ...] = ("life", "team", "crisis")


def notice_for(
    signs: Sequence[Sign], settings: Settings, language: str, medicine: str | None
) -> Notice | None:
    """The notice due for ``signs``; None where there is none. Crisis has its own words."""
    kind = kind_of(signs)
    return card(kind, signs, settings, language, medicine) if kind else None


def kind_of(signs: Sequence[Sign]) -> Kind | None:
    """Which notice ``signs`` are due: the emergency number first ("life"), the care team's first,
    or for a crisis; None where there are no signs."""
    if not signs:
        return None
    groups = {sign.group for sign in signs}
    life = any(sign.life for sign in signs)
    if CRISIS in groups and not (life and groups != {CRISIS}):
        return "crisis"
    return "life" if any(sign.first == "emergency" for sign in signs) else "team"


def card(
    kind: Kind, signs: Sequence[Sign], settings: Settings, language: str, medicine: str | None
) -> Notice:
    """The notice of one kind. What no sign calls for, as the line about the pump, is left out."""
    if kind == "crisis":
        return _crisis(settings, language)
    groups = {sign.group for sign in signs}
    shown = _urgent(settings, language, medicine, kind == "life", groups)
    return _with_crisis_line(shown, settings, language) if CRISIS in groups else shown


def standing_notice(settings: Settings, language: str, medicine: str | None) -> Notice:
    """The card behind "Get help now", the same facts at any time, with the crisis line besides."""
    return _with_crisis_line(_urgent(settings, language, medicine, True, set()), settings, language)


def _with_crisis_line(shown: Notice, settings: Settings, language: str) -> Notice:
    """``shown`` with the crisis line besides, where one is set."""
    line = _crisis_line(settings, language, "urgent.crisis_too")
    if line is None:
        return shown
    lines = [*shown.lines[:-2], line.line, *shown.lines[-2:]]
    return Notice(shown.heading, tuple(_shortened(lines)), (*shown.numbers, line))


def _urgent(
    settings: Settings, language: str, medicine: str | None, life: bool, groups: set[str]
) -> Notice:
    team, told = _team(settings, language, after=life)
    emergency = _emergency(settings, language)
    number = settings.emergency_number
    if not life:
        heading = say(language, "urgent.team_heading")
        lines = [*told, _or_unset(language, "urgent.emergency_then", number)]
    else:
        heading = _or_unset(language, "urgent.life_heading", number)
        lines = list(told)
    if settings.kiosk:
        heading = say(language, "urgent.kiosk_heading")
        if life:
            lines.insert(0, _or_unset(language, "urgent.emergency_kiosk", number))
    if PUMP in groups:
        lines.append(say(language, "urgent.pump"))
    elif settings.fever_threshold and groups & _FEVER_GROUPS and not life:
        limit = settings.fever_threshold.replace("or", say(language, "list.or"))
        lines.append(say(language, "urgent.fever", threshold=limit))
    lines.append(_medicine(language, medicine))
    lines.append(say(language, "urgent.wait"))
    numbers = (*emergency, *team) if life else (*team, *emergency)
    return Notice(heading, tuple(_shortened(lines)), numbers)


def _crisis(settings: Settings, language: str) -> Notice:
    heading = say(language, "urgent.kiosk_heading" if settings.kiosk else "urgent.crisis_heading")
    own = _crisis_line(settings, language, "urgent.crisis_line")
    team, told = _team(settings, language, after=False)
    lines = [
        say(language, "urgent.crisis_kind"),
        own.line if own else say(language, "urgent.crisis_line_unset"),
        _or_unset(language, "urgent.crisis_emergency", settings.emergency_number),
        *told,
    ]
    numbers = (*((own,) if own else ()), *_emergency(settings, language), *team)
    return Notice(heading, tuple(lines[:MOST_LINES]), numbers)


def _crisis_line(settings: Settings, language: str, key: str) -> Number | None:
    """The crisis line, said as ``key`` does; None where none is set."""
    number = settings.crisis_number
    name = settings.name_in(language, "crisis") or say(language, "urgent.crisis_line_name")
    line = say(language, key, name=name, number=number)
    return _number(settings, name, number, line) if number else None


def _emergency(settings: Settings, language: str) -> tuple[Number, ...]:
    number = settings.emergency_number
    label = say(language, "urgent.emergency_label")
    return (_number(settings, label, number),) if number else ()


def _team(
    settings: Settings, language: str, after: bool
) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """The care team's numbers, told apart by day and night, and the lines that name them."""
    suffix = "_after" if after else ""
    day, night = settings.care_team_phone, settings.care_team_phone_night
    name = settings.name_in(language, "care_team") or say(language, "care.your_team")
    found = []
    if day:
        label = say(language, "urgent.by_day", name=name) if night else name
        line = say(language, f"urgent.team{suffix}", name=name, number=day)
        found.append(_number(settings, label, day, line))
    if night:
        label = say(language, "urgent.by_night", name=name)
        line = say(language, "urgent.team_night", number=night)
        found.append(_number(settings, label, night, line))
    lines = tuple(one.line for one in found) or (say(language, f"urgent.team_unset{suffix}"),)
    return tuple(found), lines


def _number(settings: Settings, label: str, number: str, line: str = "") -> Number:
    """A number with what it takes to dial it; nothing is dialled at a kiosk."""
    return Number(label, number, None if settings.kiosk else dial(number), line)


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


def dial(number: str) -> str:
    """What a telephone needs of a number as written: a leading plus and its digits."""
    digits = "".join(character for character in number if character.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else digits
