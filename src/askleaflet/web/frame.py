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
from askleaflet.web.notices import notice_html
from askleaflet.web.words import word
from askleaflet.wording import all_words, languages

MOST_STARTERS = 6
THEMES = ("light", "dark", "contrast")


def header(assistant: Assistant, language: str) -> Markup:
    """Whose leaflet it is, help, and the menu; where there is room, what the menu holds besides."""
    return element(
        "div",
        _brand(assistant, language),
        element(
            "div",
            button(
                word(language, "urgent.open_heading"),
                class_="help",
                id="help",
                aria_haspopup="dialog",
            ),
            _open_leaflet(language, id="open-leaflet"),
            _open_list(language, id="open-list"),
            _menu(language),
            _finish(language),
            class_="tools",
        ),
        class_="top",
    )


def _brand(assistant: Assistant, language: str) -> Markup:
    """The name of the page, and of the medicine where it is one."""
    title = word(language, "page.title")
    name = assistant.composer.medicine()
    if name is None:
        return element("h1", title, class_="brand")
    medicine = element("span", name, class_="medicine")
    return element("h1", element("span", title, class_="page-name"), " ", medicine, class_="brand")


def _open_leaflet(language: str, **attributes: str) -> Markup:
    return button(word(language, "page.leaflet"), class_="quiet open-leaflet", **attributes)


def _open_list(language: str, **attributes: str) -> Markup:
    return button(
        word(language, "page.my_questions"),
        " ",
        _count(id="count" if attributes else None),
        class_="quiet open-list",
        aria_haspopup="dialog",
        **attributes,
    )


def _count(id: str | None = None) -> Markup:
    """How many questions are on the list."""
    return element("span", "", class_="count", id=id, hidden=True)


def _finish(language: str) -> Markup:
    return button(word(language, "page.finish"), class_="finish clear-visit")


def _menu(language: str) -> Markup:
    """Language, text size and colours; on a phone the leaflet and the list, too."""
    return element(
        "details",
        element("summary", word(language, "page.menu"), " ", _count(), class_="quiet"),
        element(
            "div",
            element("div", _open_leaflet(language), _open_list(language), class_="choices places"),
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


def welcome(assistant: Assistant, settings: Settings) -> Markup:
    """What this page is, and questions to start from."""
    language = settings.language
    shown = element(
        "section",
        element("h2", _welcome(assistant.composer.medicine(), language), id="welcome-heading"),
        element("p", word(language, "page.promise"), class_="lead"),
        element("p", word(language, "about.sample"), class_="small sample")
        if settings.serves_sample()
        else "",
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
                button(one.question, class_="suggestion", data_ask=one.question, lang=spoken)
                for one, spoken in starters(assistant).items()
            ),
            class_="suggestions",
        ),
        aria_labelledby="welcome-heading",
        class_="welcome",
    )
    heading = element("h2", word(language, "page.conversation"), class_="unseen-text talk-heading")
    return joined(shown, heading)


def _welcome(medicine: str | None, language: str) -> Markup:
    if medicine is None:
        return word(language, "page.welcome")
    return word(language, "page.welcome_medicine", title=medicine)


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


def foot(settings: Settings) -> Markup:
    """Below the question box: what is wrong with it, where help is, and what this page is not."""
    language = settings.language
    return joined(
        element("p", id="reads", class_="small", role="status"),
        _urgent_now(settings),
        element("p", id="away", class_="away", role="alert", hidden=True),
        element("p", id="hint", class_="hint", role="alert"),
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
