"""What stands around the conversation: header, welcome and foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import KINDS, card
from askleaflet.records import Related
from askleaflet.settings import Settings
from askleaflet.web.elements import button, element, joined
from askleaflet.web.html import notice_html
from askleaflet.web.words import word
from askleaflet.wording import all_words, languages

MOST_STARTERS = 6
THEMES = ("light", "dark", "contrast")


def header(language: str) -> Markup:
    """Name of the page, help, list, leaflet, languages and display."""
    return element(
        "div",
        element("h1", word(language, "page.title"), class_="brand"),
        element(
            "div",
            button(
                word(language, "urgent.open_heading"),
                class_="help",
                id="help",
                aria_haspopup="dialog",
            ),
            button(word(language, "page.leaflet"), class_="quiet", id="open-leaflet"),
            button(
                word(language, "page.my_questions"),
                " ",
                element("span", "", class_="count", id="count", hidden=True),
                class_="quiet",
                id="open-list",
                aria_haspopup="dialog",
            ),
            _display(language),
            _finish(language),
            class_="tools",
        ),
        class_="top",
    )


def _finish(language: str) -> Markup:
    return button(word(language, "page.finish"), class_="finish clear-visit")


def _display(language: str) -> Markup:
    """Language, text size and colours."""
    return element(
        "details",
        element("summary", word(language, "page.display"), class_="quiet"),
        element(
            "div",
            _choice(
                "language",
                [(one, all_words(one)[f"language.{one}"].capitalize(), "") for one in languages()],
                language,
            ),
            _choice(
                "size", [(size, "", f"page.size_{size}") for size in ("1", "2", "3")], language
            ),
            _choice("theme", [(theme, "", f"page.theme_{theme}") for theme in THEMES], language),
            _finish(language),
            class_="display-choices",
        ),
        class_="display",
        id="display",
    )


def _choice(name: str, options: Sequence[tuple[str, str, str]], language: str) -> Markup:
    """A row of buttons of which one is chosen. Names of languages stand in their own."""
    return element(
        "div",
        element("p", word(language, f"page.{name}"), id=f"choose-{name}"),
        *(
            button(
                words or word(language, key),
                class_="choice",
                aria_pressed="false",
                lang=value if name == "language" else None,
                **{f"data_{name}": value},
            )
            for value, words, key in options
        ),
        role="group",
        aria_labelledby=f"choose-{name}",
        class_="choices",
    )


def welcome(assistant: Assistant, language: str) -> Markup:
    """What this page is, and questions to start from."""
    documents = list(assistant.composer.documents.values())
    shown = element(
        "section",
        element("h2", word(language, "page.welcome"), id="welcome-heading"),
        element("p", word(language, "page.promise"), class_="lead"),
        element(
            "p",
            word(language, "about.boundary"),
            " ",
            word(language, "about.private"),
            class_="small",
        ),
        element("p", word(language, "page.start_with"), class_="related-head"),
        element(
            "div",
            *(
                button(
                    one.question,
                    class_="suggestion",
                    data_ask=one.question,
                    lang=documents[0].language,
                )
                for one in starters(assistant)
            ),
            class_="suggestions",
        ),
        aria_labelledby="welcome-heading",
        class_="welcome",
    )
    heading = element("h2", word(language, "page.conversation"), class_="unseen-text talk-heading")
    return joined(shown, heading)


def starters(assistant: Assistant) -> list[Related]:
    """Questions to start from, each once: those that most leaflets answer, then one for each part
    of a leaflet."""
    offered = [one for own in assistant.composer.starters.values() for one in own]
    shared = Counter(one.question for one in offered)
    once: dict[str, Related] = {}
    for one in offered:
        once.setdefault(one.question, one)
    ordered = sorted(once.values(), key=lambda one: -shared[one.question])
    first: dict[str, Related] = {}
    for one in ordered:
        first.setdefault(one.section, one)
    rest = [one for one in ordered if one not in first.values()]
    return [*first.values(), *rest][:MOST_STARTERS]


def foot(settings: Settings) -> Markup:
    """Below the question box: what is wrong with it, where help is, and what this page is not."""
    language = settings.language
    return joined(
        element("p", id="reads", class_="small", role="status"),
        _urgent_now(settings),
        element("p", id="away", class_="away", role="alert", hidden=True),
        element("p", id="hint", class_="hint", role="alert"),
        element("p", word(language, "about.sample"), class_="small sample")
        if settings.serves_sample()
        else "",
        _need_help(settings),
        element("p", word(language, "about.boundary"), class_="small boundary"),
    )


def _urgent_now(settings: Settings) -> Markup:
    """The urgent notice of each kind, for when the page itself has to show it (help.js)."""
    cards = [
        element(
            "div",
            *(
                element(
                    "div",
                    notice_html(card(kind, (), settings, one, None), one, "h3"),
                    data_card=kind,
                    hidden=True,
                )
                for kind in KINDS
            ),
            data_only=one,
            hidden=one != settings.language,
        )
        for one in languages()
    ]
    return element("div", *cards, id="urgent-now", hidden=True)


def _need_help(settings: Settings) -> Markup:
    """The care team and the way to the numbers, below whatever went wrong."""
    teams = [
        element(
            "p",
            care_team(settings, one),
            data_only=one,
            hidden=one != settings.language,
            lang=one,
            class_="care",
        )
        for one in languages()
    ]
    open_help = button(
        word(settings.language, "urgent.open_heading"),
        class_="help open-help",
        aria_haspopup="dialog",
    )
    return element("div", *teams, open_help, id="need-help", hidden=True)
