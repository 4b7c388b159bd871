"""What the page shows before its scripts run, or where they never do: whom to call, the leaflets.

It stands in the HTML itself. The scripts take it away once the page can be used (core.js).
"""

from __future__ import annotations

from markupsafe import Markup

from askleaflet.answer import Composer, care_team
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
    medicine = assistant.composer.medicine()
    return element(
        "main",
        element("h1", say(language, "page.title"), *((": ", medicine) if medicine else ())),
        element("p", say(language, "page.plain"), class_="plain-lead"),
        notice_html(standing_notice(settings, language, medicine), language, "h2"),
        element("p", care_team(settings, language), class_="care"),
        element("p", say(language, "about.sample")) if settings.serves_sample() else "",
        *_leaflets(assistant.composer),
        element("p", say(language, "about.boundary")),
        id="plain",
        lang=language,
    )


def _leaflets(composer: Composer) -> list[Markup]:
    """None is opened that is only named."""
    left = MOST_TEXT
    found = []
    for id, one in composer.listings.items():
        document = composer.documents[id] if left >= 0 else None
        left -= len(document.text) if document else 0
        if document is None or left < 0:
            found.append(element("h2", one.title, lang=one.language))
            continue
        title = element("summary", element("h2", one.title))
        opened = len(composer.listings) == 1
        found.append(element("details", title, _leaflet(document), open=opened, lang=one.language))
    return found


def _leaflet(document: Document) -> Markup:
    parts = []
    for section in document.sections:
        heading = document.words(section.heading)
        level = min(3 + len(section.outer), 6)
        parts.append(element(f"h{level}", heading) if heading else "")
        parts.append(fragment(document, section.span))
    return element("div", *parts)
