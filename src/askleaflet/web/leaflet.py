"""The leaflet beside the conversation as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from askleaflet.answer import Composer
from askleaflet.records import Document, Listing, Section
from askleaflet.web.elements import button, element, joined
from askleaflet.web.passage import fragment, pieces
from askleaflet.web.words import label, word


def shown_leaflet(composer: Composer, language: str, id: str = "") -> Markup:
    """The leaflet to show beside the conversation: ``id``, else the first; an empty pane where
    there is none."""
    first = id or next(iter(composer.listings), "")
    if not first:
        return element("section", id="leaflet-pane", data_document="")
    return pane(composer.documents[first], composer.listings, language)


def pane(document: Document, listings: Mapping[str, Listing], language: str) -> Markup:
    """The whole leaflet beside the conversation: search, contents, text."""
    sections = [one for one in document.sections if _titled(one)]
    return element(
        "section",
        element(
            "div",
            _head(document, language),
            _search(document, language),
            class_="leaflet-bar",
        ),
        _about(document, listings, language),
        _contents(document, sections, language),
        element(
            "article",
            *(_section(document, one) for one in document.sections),
            id="leaflet-text",
            lang=document.language,
            tabindex="-1",
            aria_label=document.title,
        ),
        id="leaflet-pane",
        aria_labelledby="leaflet-title",
        data_document=document.id,
    )


def _titled(section: Section) -> bool:
    return section.heading.end > section.heading.start


def _head(document: Document, language: str) -> Markup:
    """Whose leaflet it is, and the way back."""
    return element(
        "header",
        element(
            "div",
            element("p", word(language, "page.leaflet"), class_="eyebrow"),
            element("h2", document.title, id="leaflet-title", tabindex="-1"),
            class_="leaflet-name",
        ),
        button(word(language, "page.back_to_reply"), class_="quiet back-to-reply", hidden=True),
        button(
            word(language, "page.close"),
            class_="quiet close-leaflet",
            **label(language, "page.close_leaflet"),
        ),
        class_="leaflet-head",
    )


def _about(document: Document, listings: Mapping[str, Listing], language: str) -> Markup:
    """Where the leaflet comes from, and the others."""
    reviewed = (
        word(language, "quote.reviewed", date=document.reviewed)
        if document.reviewed
        else word(language, "quote.not_reviewed")
    )
    source = word(language, "quote.source", source=document.source) if document.source else ""
    others = [one for one in listings.values() if one.id != document.id]
    return element(
        "div",
        element(
            "p",
            source,
            " " if source else "",
            reviewed,
            " ",
            word(language, "page.leaflet_language", spoken=document.language),
            class_="small",
        ),
        element(
            "div",
            *(button(one.title, class_="quiet", data_leaflet=one.id) for one in others),
            class_="others",
            role="group",
            **label(language, "page.other_leaflets"),
        )
        if others
        else "",
        class_="leaflet-about",
    )


def _search(document: Document, language: str) -> Markup:
    return element(
        "div",
        element("label", word(language, "page.find"), for_="find"),
        element(
            "div",
            element(
                "input",
                id="find",
                type="search",
                autocomplete="off",
                spellcheck="false",
                lang=document.language,
            ),
            button(word(language, "page.find_next"), class_="quiet", id="find-next"),
            class_="find-row",
        ),
        element("p", id="found", class_="small", role="status"),
        button(id="find-near", class_="quiet", hidden=True, lang=document.language),
        class_="find",
        role="search",
        **label(language, "page.find"),
    )


def _contents(document: Document, sections: Sequence[Section], language: str) -> Markup:
    return element(
        "nav",
        element("h3", word(language, "page.contents")),
        element(
            "ul",
            *(
                element(
                    "li",
                    button(
                        document.words(one.heading),
                        class_=f"to-section level-{min(len(one.outer), 3)}",
                        data_section=one.index,
                    ),
                )
                for one in sections
            ),
            lang=document.language,
        ),
        class_="contents",
        **label(language, "page.contents"),
    )


def _section(document: Document, section: Section) -> Markup:
    heading = section.heading
    title = (
        element(
            f"h{min(3 + len(section.outer), 6)}",
            *pieces(document, heading),
            data_start=heading.start,
            data_end=heading.end,
            tabindex="-1",
            id=f"section-{section.index}",
        )
        if _titled(section)
        else ""
    )
    return joined(title, fragment(document, section.span))
