"""What stands around the conversation: header, welcome, foot, and what opens over the page."""

from __future__ import annotations

import json
from collections import Counter

from markupsafe import Markup

from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import KINDS, card, standing_notice
from askleaflet.records import Related
from askleaflet.settings import Settings
from askleaflet.web.drawing import draw
from askleaflet.wording import all_words, languages

MOST_STARTERS = 6
# What the scripts may have to say.
_SAID_BY_SCRIPTS = (
    *("page.", "quote.", "language.", "urgent.open", "about.", "reply.empty", "reply.error"),
    "server.too_long",
)


def header(assistant: Assistant, language: str) -> Markup:
    """Whose leaflet it is, help, and the menu; where there is room, what the menu holds besides."""
    return draw("header", language=language, medicine=assistant.composer.medicine())


def welcome(assistant: Assistant, settings: Settings) -> Markup:
    """What this page is, and questions to start from."""
    return draw(
        "welcome",
        language=settings.language,
        settings=settings,
        medicine=assistant.composer.medicine(),
        starters=starters(assistant),
        spoken=list(dict.fromkeys(one.language for one in assistant.composer.listings.values())),
    )


def starters(assistant: Assistant) -> dict[Related, str]:
    """Questions to start from, each once and with its language: those that most leaflets answer,
    then one for each part of a leaflet."""
    listings = assistant.composer.listings.values()
    offered = [(one, own.language) for own in listings for one in own.starters]
    shared = Counter(one.question for one, _ in offered)
    once: dict[str, tuple[Related, str]] = {}
    for one, spoken in offered:
        once.setdefault(one.question, (one, spoken))
    ordered = sorted(once.values(), key=lambda pair: -shared[pair[0].question])
    first: dict[str, tuple[Related, str]] = {}
    for pair in ordered:
        first.setdefault(pair[0].section, pair)
    rest = [pair for pair in ordered if pair not in first.values()]
    return dict([*first.values(), *rest][:MOST_STARTERS])


def conversation(language: str) -> Markup:
    """Where questions and replies come."""
    return draw("conversation", language=language)


def foot(settings: Settings) -> Markup:
    """Below the question box: what is wrong with it, where help is, and what this page is not."""
    cards = {
        one: {kind: card(kind, (), settings, one, None) for kind in KINDS} for one in languages()
    }
    return draw("foot", language=settings.language, cards=cards, teams=_teams(settings))


def dialogs(assistant: Assistant, settings: Settings) -> Markup:
    """Everything that opens over the page, the live region, and what the scripts need to know."""
    medicine = assistant.composer.medicine()
    return draw(
        "dialogs",
        language=settings.language,
        settings=settings,
        standing={one: standing_notice(settings, one, medicine) for one in languages()},
        teams=_teams(settings),
        words=json.dumps(page_words()),
    )


def _teams(settings: Settings) -> dict[str, str]:
    """The line with the care team, in every language."""
    return {one: care_team(settings, one) for one in languages()}


def page_words() -> dict[str, dict[str, str]]:
    """What the scripts may have to say, in every language."""
    return {
        language: {
            key: words
            for key, words in all_words(language).items()
            if key.startswith(_SAID_BY_SCRIPTS)
        }
        for language in languages()
    }
