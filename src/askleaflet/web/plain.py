"""What the page shows before its scripts run, or where they never do: whom to call, the leaflets.

It stands in the HTML itself. The scripts take it away once the page can be used (core.js).
"""

from __future__ import annotations

from markupsafe import Markup

from askleaflet.answer import Composer, care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import standing_notice
from askleaflet.records import Listing
from askleaflet.settings import Settings
from askleaflet.web.drawing import draw
from askleaflet.web.leaflet import Part, parts_of

# Characters of leaflets that every visit may have to load; what is more is only named.
MOST_TEXT = 400_000


def plain_page(assistant: Assistant, settings: Settings, linked: str | None = None) -> Markup:
    """The page without a script: what does not work, the standing notice, and each leaflet.

    ``linked``: the one leaflet that a link asks for; empty where there is none of that name.
    """
    language = settings.language
    medicine = assistant.composer.medicine()
    return draw(
        "plain",
        language=language,
        settings=settings,
        medicine=medicine,
        notice=standing_notice(settings, language, medicine),
        care=care_team(settings, language),
        leaflets=_leaflets(assistant.composer, linked),
        linked=linked,
    )


def _leaflets(composer: Composer, linked: str | None) -> list[tuple[Listing, list[Part] | None]]:
    """Each with its sections; None is opened that is only named."""
    left = MOST_TEXT
    found: list[tuple[Listing, list[Part] | None]] = []
    for id, one in composer.listings.items():
        if linked and id != linked:
            continue
        document = composer.documents[id] if left >= 0 else None
        left -= len(document.text) if document else 0
        found.append((one, parts_of(document) if document and left >= 0 else None))
    return found
