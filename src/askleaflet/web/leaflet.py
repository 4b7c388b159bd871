"""The leaflet beside the conversation as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.answer import Composer
from askleaflet.records import Document, Listing, Span
from askleaflet.web.drawing import draw
from askleaflet.web.passage import Drawn, Words, blocks, pieces
from askleaflet.web.picking import MOST_BUTTONS


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is drawn; ``depth``: how many headings are over its own, if it has one."""

    index: int
    depth: int
    span: Span
    words: str
    heading: Words
    blocks: Sequence[Drawn]


def parts_of(document: Document) -> list[Part]:
    """The whole leaflet, section by section."""
    return [
        Part(
            one.index,
            len(one.outer),
            one.heading,
            document.words(one.heading),
            pieces(document, one.heading) if one.heading.end > one.heading.start else (),
            blocks(document, one.span),
        )
        for one in document.sections
    ]


def shown_leaflet(composer: Composer, language: str, id: str = "") -> Markup:
    """The leaflet to show beside the conversation: ``id``, else the first; an empty pane where
    there is none."""
    first = id or next(iter(composer.listings), "")
    if not first:
        return Markup('<section id="leaflet-pane" data-document=""></section>')
    return pane(composer.documents[first], composer.listings, language)


def pane(document: Document, listings: Mapping[str, Listing], language: str) -> Markup:
    """The whole leaflet beside the conversation: search, the way to others, contents, text."""
    return draw(
        "leaflet",
        document=document,
        sections=parts_of(document),
        others=[one for one in listings.values() if one.id != document.id],
        most_buttons=MOST_BUTTONS,
        language=language,
    )
