"""Everything that opens over the page: help, the urgent notice, the list, the idle warning."""

from __future__ import annotations

import json

from markupsafe import Markup

from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import standing_notice
from askleaflet.settings import Settings
from askleaflet.web.elements import button, element, joined
from askleaflet.web.notices import notice_html
from askleaflet.web.words import label, page_words, word
from askleaflet.wording import languages


def dialogs(assistant: Assistant, settings: Settings) -> Markup:
    """Everything that opens over the page, the live region, and what the scripts need to know."""
    language = settings.language
    return joined(
        _help(assistant, settings),
        _pinned(language),
        _list(settings),
        _finish(language),
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


def _notice_dialog(id: str, key: str, language: str, *content: str) -> Markup:
    """A dialog around a notice, whose heading is the only one."""
    return element("dialog", *content, _close(language), id=id, **label(language, key))


def _close(language: str) -> Markup:
    return button(word(language, "page.close"), class_="primary close")


def _help(assistant: Assistant, settings: Settings) -> Markup:
    """The standing notice in every language; the scripts show that of the page."""
    medicine = assistant.composer.medicine()
    cards = [
        element(
            "div",
            notice_html(standing_notice(settings, one, medicine), one, "h2"),
            data_only=one,
            hidden=one != settings.language,
        )
        for one in languages()
    ]
    return _notice_dialog("help-dialog", "urgent.open_heading", settings.language, *cards)


def _pinned(language: str) -> Markup:
    card = element("div", id="pinned-card")
    return _notice_dialog("pinned-dialog", "page.urgent", language, card)


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
            element("textarea", id="add-text", rows=2, autocomplete="off"),
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


def _finish(language: str) -> Markup:
    """Asks before a list or a half-typed question is cleared away."""
    return _dialog(
        "finish-dialog",
        word(language, "page.finish_heading"),
        element("p", word(language, "page.finish_text")),
        element(
            "div",
            button(word(language, "page.finish_no"), class_="primary close"),
            button(word(language, "page.finish_yes"), class_="quiet clear-visit"),
            class_="dialog-actions",
        ),
        role="alertdialog",
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
