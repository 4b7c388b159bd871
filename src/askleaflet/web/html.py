"""A Reply as HTML, in the order in which it is to be read. No decisions are taken here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.analysis import whole_words
from askleaflet.glance import all_marked, can_wait
from askleaflet.records import Document, Notice, Quote, Reply, Span
from askleaflet.rendering import printable
from askleaflet.web.drawing import draw
from askleaflet.web.passage import Drawn, Kind, blocks, version

Documents = Mapping[str, Document]
# Longer ones are shown from their beginning: the person knows what they wrote.
LONGEST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Card:
    """One passage to show, with every sentence of it that answers."""

    quote: Quote
    shown: Span
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A card as it is drawn; ``folds``: whether some of it waits to be unfolded."""

    quote: Quote
    document: Document
    version: str
    shown: Span
    blocks: Sequence[Drawn]
    folds: bool


def turn_html(reply: Reply, documents: Documents, question: str) -> Markup:
    """What the person asked and the whole reply, as the page adds them to the conversation."""
    shown = question_html(question), reply_html(reply, documents, question)
    return Markup('<div class="turn">{}{}</div>').format(*shown)


def question_html(question: str) -> Markup:
    """What the person asked."""
    words = printable(question).strip()
    if len(words) > LONGEST_SHOWN:
        words = f"{whole_words(words, LONGEST_SHOWN).rstrip()} …"
    return draw("question", words=words or "…")


def reply_html(reply: Reply, documents: Documents, question: str) -> Markup:
    """The whole reply. ``question`` is what it answers, for the action that asks it again."""
    shown = cards(reply.quotes)
    quoted = {one.quote.document: one.quote for one in shown}
    return draw(
        "reply",
        reply=reply,
        language=reply.language,
        question=printable(question),
        figures=[_figure(one, documents[one.quote.document]) for one in shown],
        see=_place(shown, documents) if shown else None,
        nearest=_place(cards([reply.nearest]), documents) if reply.nearest else None,
        covers=_covers(reply.covers, documents[reply.covered]) if reply.covers else None,
        origins=[(one, documents[id].language) for id, one in quoted.items()],
        asked_in=_asked_in(reply, documents),
    )


def pinned_html(notice: Notice, language: str) -> Markup:
    """One line that stays while the visit lasts, can be folded, and opens the whole notice."""
    return draw("pinned", notice=notice, language=language)


def _asked_in(reply: Reply, documents: Documents) -> str:
    """The language of the questions to ask next: that of the leaflet that answers them."""
    answering = reply.quotes[0].document if reply.quotes else reply.covered
    return documents[answering].language if answering in documents else reply.language


def cards(quotes: Sequence[Quote]) -> list[Card]:
    """Quotes whose passages overlap become one card with several marks."""
    found: list[Card] = []
    for quote in quotes:
        shown = Span(quote.start, quote.end)
        mark = Span(quote.start + quote.highlight_start, quote.start + quote.highlight_end)
        for at, card in enumerate(found):
            same = card.quote.document == quote.document
            if same and card.shown.start < shown.end and shown.start < card.shown.end:
                whole = Span(min(card.shown.start, shown.start), max(card.shown.end, shown.end))
                found[at] = Card(card.quote, whole, (*card.marks, mark))
                break
        else:
            found.append(Card(quote, shown, (mark,)))
    return found


def _figure(card: Card, document: Document) -> Figure:
    """One quote, with what must be seen of its passage; the rest waits to be unfolded."""
    marks = () if all_marked(document, card.shown, card.marks) else card.marks
    waits = can_wait(document, card.shown, marks)
    marked: list[tuple[Span, Kind]] = [(one, "mark") for one in marks]
    parts = sorted([*marked, *((one, "rest") for one in waits)])
    drawn = blocks(document, card.shown, parts)
    return Figure(card.quote, document, version(document), card.shown, drawn, bool(waits))


def _place(shown: Sequence[Card], documents: Documents) -> dict[str, str]:
    """Where a leaflet is to be opened: at all that is quoted of it."""
    document = shown[0].quote.document
    marks = [mark for card in shown if card.quote.document == document for mark in card.marks]
    spans = " ".join(f"{mark.start}-{mark.end}" for mark in marks)
    return {"document": document, "language": documents[document].language, "marks": spans}


def _covers(covers: Sequence[str], document: Document) -> dict[str, object]:
    """The headings of a leaflet, each with the number of its section."""
    places = {document.words(one.heading): one.index for one in document.sections}
    headings = [(heading, places[heading]) for heading in covers]
    return {"language": document.language, "headings": headings}
