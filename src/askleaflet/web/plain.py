"""What the page shows before its scripts run, or where they never do: whom to call, the leaflets.

It stands in the HTML itself. The scripts take it away once the page can be used (core.js).
"""

from __future__ import annotations

from markupsafe import Markup

from askleaflet.answer import Composer, care_team
from askleaflet.assistant import Assistant
from askleaflet.notice import standing_notice
from askleaflet.settings import Settings
from askleaflet.web.drawing import draw
from askleaflet.web.leaflet import parts_of

# Characters of leaflets that every visit may have to load, packed to a third; of more, each is a
# link away.
MOST_TEXT = 100_000


def plain_page(assistant: Assistant, settings: Settings, linked: str | None = None) -> Markup:
    """The page without a script: what does not work, the standing notice, and each leaflet.

    ``linked``: the one leaflet that a link asks for; empty where there is none of that name.
    """
    language, composer = settings.language, assistant.composer
    medicine, listings = composer.medicine(), composer.listings
    shown = [linked] if linked else _shown(composer)
    return draw(
        "plain",
        language=language,
        settings=settings,
        medicine=medicine,
        notice=standing_notice(settings, language, medicine),
        care=care_team(settings, language),
        leaflets=[(listings[id], parts_of(composer.documents[id])) for id in shown],
        named=[] if shown else sorted(listings.values(), key=lambda one: one.title.casefold()),
        linked=linked,
    )


def _shown(composer: Composer) -> list[str]:
    """All leaflets where they are not too much, or the only one; else none."""
    left = MOST_TEXT
    for id in composer.listings:
        left -= len(composer.documents[id].text)
        if left < 0 and len(composer.listings) > 1:
            return []
    return list(composer.listings)
