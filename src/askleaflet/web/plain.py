"""What the page shows before its scripts run, or where they never do: whom to call, the leaflets.

It stands in the HTML itself. The scripts take it away once the page can be used (core.js).
"""

from __future__ import annotations

from markupsafe import Markup

from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import standing_notice
from askleaflet.records import Document
from askleaflet.settings import Settings
from askleaflet.web.elements import element
from askleaflet.web.notices import notice_html
from askleaflet.web.passage import fragment
from askleaflet.wording import say

# Characters of leaflets that every visit may have to load; what is more is only named.
MOST_TEXT = 400_000


def plain_page(assistant: Assistant, settings: Settings) -> Markup:
    """The page without a script: what does not work, the standing notice, and each leaflet."""
    language = settings.language
    documents = list(assistant.composer.documents.values())
    medicine = documents[0].title if len(documents) == 1 else None
    return element(
        "main",
        element("h1", say(language, "page.title"), *((": ", medicine) if medicine else ())),
        element("p", say(language, "page.plain"), class_="plain-lead"),
        notice_html(standing_notice(settings, language, medicine), language, "h2"),
        element("p", care_team(settings, language), class_="care"),
        element("p", say(language, "about.sample")) if settings.serves_sample() else "",
        *_leaflets(documents),
        element("p", say(language, "about.boundary")),
        id="plain",
        lang=language,
    )


def _leaflets(documents: list[Document]) -> list[Markup]:
    left = MOST_TEXT
    found = []
    for document in documents:
        left -= len(document.text)
        text = _leaflet(document) if left >= 0 else Markup()
        title = element("summary", element("h2", document.title))
        opened = len(documents) == 1
        found.append(
            element("details", title, text, open=opened, lang=document.language)
            if text
            else element("h2", document.title, lang=document.language)
        )
    return found


def _leaflet(document: Document) -> Markup:
    parts = []
    for section in document.sections:
        heading = document.words(section.heading)
        level = min(3 + len(section.outer), 6)
        parts.append(element(f"h{level}", heading) if heading else "")
        parts.append(fragment(document, section.span))
    return element("div", *parts)
