"""A leaflet, or a part of it, as HTML. Every piece of text knows where it stands.

Each block, item and mark carries ``data-start`` and ``data-end``: code points into the document,
end exclusive. Nothing is rewritten: all text is sliced from the document by those offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from askleaflet.glance import overlap
from askleaflet.layout import SIGNS
from askleaflet.records import Block, Document, Section, Span, stretches
from askleaflet.structure import trim
from askleaflet.web.elements import button, element, joined
from askleaflet.web.words import label, word

# Signs that only say "here is an item"; the list is drawn as one. Numbers and letters are shown.
_BULLETS = re.compile(rf"[{SIGNS}*+–—olxv§-]?\Z")


def version(document: Document) -> str:
    """A short name for exactly this text: the first digits of its SHA-256."""
    return sha256(document.text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Parts:
    """Stretches of a text that are more than text: what is marked, and what waits to be unfolded.
    They do not overlap."""

    marks: Sequence[Span] = ()
    waits: Sequence[Span] = ()

    def ordered(self) -> list[tuple[Span, str]]:
        """All of them in order, each with the name of its element."""
        named = [(one, "mark") for one in self.marks] + [(one, "span") for one in self.waits]
        return sorted(named)


_PLAIN = Parts()


def fragment(document: Document, shown: Span, parts: Parts = _PLAIN) -> Markup:
    """The words of ``shown`` as paragraphs and lists."""
    return joined(
        *(
            _block(document, block, shown, parts)
            for block in document.blocks
            if block.units and overlap(block.span, shown)
        )
    )


def _within(document: Document, span: Span, shown: Span) -> Span:
    return trim(document.text, max(span.start, shown.start), min(span.end, shown.end))


def _block(document: Document, block: Block, shown: Span, parts: Parts) -> Markup:
    if block.kind == "list":
        return element("ul", *_items(document, block, shown, parts))
    if block.kind == "table":
        rows = (_within(document, unit, shown) for unit in block.units)
        said = (_piece("p", document, row, parts) for row in rows if row.end > row.start)
        return joined(*said)
    span = _within(document, Span(block.units[0].start, block.units[-1].end), shown)
    if span.end <= span.start:
        return Markup()
    return _piece("p", document, span, parts)


def _items(document: Document, block: Block, shown: Span, parts: Parts) -> Iterator[Markup]:
    before = block.span.start
    for unit in block.units:
        span = _within(document, unit, shown)
        if span.end > span.start:
            sign = document.words(Span(before, unit.start)).strip()
            yield _piece("li", document, span, parts, "" if _BULLETS.match(sign) else sign)
        before = unit.end


def _piece(name: str, document: Document, span: Span, parts: Parts, sign: str = "") -> Markup:
    """One paragraph or item: its text in order, cut where a part begins or ends."""
    found: list[str] = [element("span", f"{sign} ", class_="sign")] if sign else []
    at = span.start
    for part, kind in parts.ordered():
        start, end = max(part.start, at), min(part.end, span.end)
        if start >= end:
            continue
        found.extend(_words(document, Span(at, start)))
        words = joined(*_words(document, Span(start, end)))
        place = {"data_start": start, "data_end": end}
        waits = kind == "span"
        inside = element("span", words, class_="waits") if waits else words
        found.append(element(kind, inside, class_="rest" if waits else None, **place))
        at = end
    found.extend(_words(document, Span(at, span.end)))
    numbered = "numbered" if sign else None
    return element(name, *found, class_=numbered, data_start=span.start, data_end=span.end)


def _words(document: Document, span: Span) -> Iterator[str]:
    """``span`` as it is shown. Between marks each stretch says itself where it stands, so that the
    scripts find it by its offsets, too."""
    within = document.within(span)
    if not within:
        yield document.text[span.start : span.end]
        return
    for one in stretches(document.text, span, within):
        place = {"data_start": one.start, "data_end": one.end}
        words = element("span", one.shown, **place)
        yield element("strong", words) if one.strong else words


def pane(document: Document, documents: Mapping[str, Document], language: str) -> Markup:
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
        _about(document, documents, language),
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


def _about(document: Document, documents: Mapping[str, Document], language: str) -> Markup:
    """Where the leaflet comes from, and the others."""
    reviewed = (
        word(language, "quote.reviewed", date=document.reviewed)
        if document.reviewed
        else word(language, "quote.not_reviewed")
    )
    source = word(language, "quote.source", source=document.source) if document.source else ""
    others = [one for one in documents.values() if one.id != document.id]
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
            *_words(document, heading),
            data_start=heading.start,
            data_end=heading.end,
            tabindex="-1",
            id=f"section-{section.index}",
        )
        if _titled(section)
        else ""
    )
    return joined(title, fragment(document, section.span))
