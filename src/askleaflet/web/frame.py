"""What stands around the conversation: header, welcome, foot and dialogs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import standing_notice
from askleaflet.records import Related
from askleaflet.settings import Settings
from askleaflet.web.elements import button, element, joined
from askleaflet.web.html import notice_html
from askleaflet.web.words import page_words, word
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
    """Questions to start from, one for each part of the leaflet first."""
    documents = assistant.composer.documents
    offered = [one for id in documents for one in assistant.composer.starters[id]]
    first: dict[str, Related] = {}
    for one in offered:
        first.setdefault(one.section, one)
    rest = [one for one in offered if one not in first.values()]
    return [*first.values(), *rest][:MOST_STARTERS]


def foot(language: str) -> Markup:
    """Below the question box: what is wrong with it, and what this page is not."""
    return joined(
        element("p", id="away", class_="away", role="alert", hidden=True),
        element("p", id="hint", class_="hint", role="alert"),
        element("p", word(language, "about.boundary"), class_="small boundary"),
    )


def dialogs(assistant: Assistant, settings: Settings) -> Markup:
    """Everything that opens over the page, the live region, and what the scripts need to know."""
    language = settings.language
    return joined(
        _help(assistant, settings),
        _pinned(language),
        _list(settings),
        _idle(settings),
        element("div", id="say-aloud", class_="unseen-text", role="status", aria_live="polite"),
        element("div", id="sheet"),
        element(
            "div",
            id="facts",
            hidden=True,
            data_words=json.dumps(page_words()),
            data_kiosk=str(settings.kiosk).lower(),
            data_idle=settings.idle_seconds,
            data_warning=settings.warning_seconds,
            data_language=language,
        ),
    )


def _dialog(id: str, heading: Markup, *content: str, **attributes: str) -> Markup:
    return element(
        "dialog",
        element("h2", heading, id=f"{id}-heading", tabindex="-1"),
        *content,
        id=id,
        aria_labelledby=f"{id}-heading",
        **attributes,
    )


def _close(language: str) -> Markup:
    return button(word(language, "page.close"), class_="primary close")


def _help(assistant: Assistant, settings: Settings) -> Markup:
    """The standing notice in every language; the scripts show that of the page."""
    documents = list(assistant.composer.documents.values())
    medicine = documents[0].title if len(documents) == 1 else None
    cards = [
        element(
            "div",
            notice_html(standing_notice(settings, one, medicine), one, "h3"),
            data_only=one,
            hidden=one != settings.language,
        )
        for one in languages()
    ]
    heading = word(settings.language, "urgent.open_heading")
    return _dialog("help-dialog", heading, *cards, _close(settings.language))


def _pinned(language: str) -> Markup:
    heading = word(language, "page.urgent")
    return _dialog("pinned-dialog", heading, element("div", id="pinned-card"), _close(language))


def _list(settings: Settings) -> Markup:
    language = settings.language
    teams = [
        element(
            "p",
            care_team(settings, one),
            data_only=one,
            hidden=one != language,
            lang=one,
            class_="care",
        )
        for one in languages()
    ]
    return _dialog(
        "list-dialog",
        word(language, "page.my_questions"),
        element("p", word(language, "page.list_about")),
        element("ol", id="kept", class_="kept"),
        element("p", word(language, "page.list_empty"), id="kept-none"),
        element("label", word(language, "page.add_label"), for_="add-text"),
        element(
            "div",
            element("textarea", id="add-text", rows=2, maxlength=1000, autocomplete="off"),
            button(word(language, "page.add"), class_="quiet", id="add"),
            class_="add-row",
        ),
        element("div", *teams, id="teams"),
        element("p", word(language, "page.list_private"), class_="small"),
        element(
            "div",
            button(word(language, "page.print"), class_="quiet", id="print"),
            _close(language),
            class_="dialog-actions",
        ),
    )


def _idle(settings: Settings) -> Markup:
    language = settings.language
    return _dialog(
        "idle-dialog",
        word(language, "page.idle_heading"),
        element(
            "p",
            word(language, "page.idle_text"),
            " ",
            element("span", "", id="idle-left"),
            " ",
            word(language, "page.seconds"),
        ),
        element(
            "div",
            button(word(language, "page.idle_stay"), class_="primary", id="idle-stay"),
            button(word(language, "page.finish"), class_="quiet clear-visit"),
            class_="dialog-actions",
        ),
        role="alertdialog",
    )
