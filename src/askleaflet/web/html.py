"""A Reply as HTML, in the order in which it is to be read. No decisions are taken here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.analysis import whole_words
from askleaflet.glance import all_marked, can_wait
from askleaflet.records import Document, Quote, Reply, Span
from askleaflet.rendering import printable
from askleaflet.web.elements import button, element, joined
from askleaflet.web.notices import notice_html, speak_button, unbroken
from askleaflet.web.passage import Parts, fragment, version
from askleaflet.wording import say

Documents = Mapping[str, Document]
# Longer ones are shown from their beginning: the person knows what they wrote.
LONGEST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Card:
    """One passage to show, with every sentence of it that answers."""

    quote: Quote
    shown: Span
    marks: tuple[Span, ...]


def question_html(question: str) -> Markup:
    """What the person asked: a heading, so that a reader can jump from question to question."""
    words = printable(question).strip()
    if len(words) > LONGEST_SHOWN:
        words = f"{whole_words(words, LONGEST_SHOWN).rstrip()} …"
    return element("h3", words or "…", class_="asked", tabindex="-1", dir="auto")


def reply_html(reply: Reply, documents: Documents, question: str) -> Markup:
    """The whole reply: what answers and whom to talk to, in one look; all else below, folded.
    ``question`` is what it answers, for the action that asks it again."""
    shown = cards(reply.quotes)
    first, *others = [_card(card, documents, reply.language) for card in shown] or [Markup()]
    return element(
        "article",
        notice_html(reply.notice, reply.language) if reply.notice else "",
        element("p", reply.message, class_="message") if reply.message else "",
        first,
        *(element("p", note, class_="note") for note in _notes(reply)),
        element("p", unbroken(reply.care_team), class_="care"),
        *others,
        *_refusal(reply, documents, question),
        _actions(reply, shown),
        _more(reply, shown) if shown else _related(reply),
        class_="reply",
        lang=reply.language,
        data_kind=reply.kind,
        data_urgent=reply.urgent,
    )


def _notes(reply: Reply) -> tuple[str, ...]:
    """The reply's notes, and where on this page help is."""
    shown = (say(reply.language, "page.help_shows"),) if reply.offers_help else ()
    return (*reply.notes, *shown)


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


def _card(card: Card, documents: Documents, language: str) -> Markup:
    """One quote, with what must be seen of its passage; the rest waits to be unfolded."""
    quote, document = card.quote, documents[card.quote.document]
    marks = () if all_marked(document, card.shown, card.marks) else card.marks
    waits = can_wait(document, card.shown, marks)
    return element(
        "figure",
        element(
            "figcaption",
            element("span", *(f"{one} › " for one in quote.under), class_="under")
            if quote.under
            else "",
            element("h4", quote.section),
            lang=document.language,
        ),
        element("p", say(language, "quote.answers"), class_="unseen-text"),
        element(
            "blockquote",
            fragment(document, card.shown, Parts(marks, waits)),
            lang=document.language,
            data_start=card.shown.start,
            data_end=card.shown.end,
        ),
        _unfold(language) if waits else "",
        class_="quote",
        data_document=quote.document,
        data_version=version(document),
    )


def _unfold(language: str) -> Markup:
    """Shows the whole passage, and folds it again."""
    return button(
        say(language, "page.show_more"),
        class_="unfold",
        aria_expanded="false",
        data_less=say(language, "page.show_less"),
    )


def _place(shown: Sequence[Card]) -> dict[str, str]:
    """Where a leaflet is to be opened: at all that is quoted of it."""
    document = shown[0].quote.document
    marks = [mark for card in shown if card.quote.document == document for mark in card.marks]
    spans = " ".join(f"{mark.start}-{mark.end}" for mark in marks)
    return {"data_see": document, "data_marks": spans}


def _more(reply: Reply, shown: Sequence[Card]) -> Markup:
    """What can wait: where the words come from, what links them to the question, what to ask."""
    return element(
        "details",
        element("summary", say(reply.language, "page.more")),
        *(_origin(quote, reply.language) for quote in _by_leaflet(shown)),
        *_bridges(reply),
        _related(reply),
        class_="more",
    )


def _by_leaflet(shown: Sequence[Card]) -> list[Quote]:
    return list({card.quote.document: card.quote for card in shown}.values())


def _origin(quote: Quote, language: str) -> Markup:
    """The leaflet and its review in one line. Its source is shown once a visit (reply.js)."""
    key = "quote.short_reviewed" if quote.reviewed else "quote.short"
    words = say(language, key, title=quote.title, date=quote.reviewed or "")
    source = say(language, "quote.source", source=quote.source) if quote.source else ""
    full = element("span", " ", source, class_="origin-full") if source else ""
    return element("p", words, full, class_="origin", data_of=quote.document)


def _bridges(reply: Reply) -> Iterator[Markup]:
    for one in reply.bridge:
        words = say(reply.language, "reply.bridge", wrote=one.you_wrote, says=one.leaflet_says)
        yield element("p", words, class_="bridge")


def _refusal(reply: Reply, documents: Documents, question: str) -> Iterator[Markup]:
    """What a reply without a quote offers instead: leaflets, headings, a passage nearby."""
    if reply.choices:
        ask = [
            button(title, class_="suggestion", data_ask=f"{title}: {printable(question)}")
            for title in reply.choices
        ]
        yield element("p", *ask, class_="suggestions")
    if reply.nearest:
        lead = say(reply.language, "reply.maybe_related")
        spoken = documents[reply.nearest.document].language
        place = _place(cards([reply.nearest]))
        link = button(reply.nearest.section, class_="small-action see", lang=spoken, **place)
        yield element("p", lead, " ", link, class_="nearest")
    if reply.covers:
        # Folded: on a telephone seven headings hide who to talk to.
        yield element(
            "details",
            element("summary", say(reply.language, "reply.covers")),
            element("ul", *_headings(reply.covers, documents[reply.covered])),
            class_="covers",
        )


def _headings(covers: Sequence[str], document: Document) -> Iterator[Markup]:
    """The headings as buttons which open the leaflet there."""
    places = {document.words(one.heading): one.index for one in document.sections}
    for heading in covers:
        opens = {"data_see": document.id, "data_section": str(places[heading])}
        link = button(heading, class_="to-section", lang=document.language, **opens)
        yield element("li", link)


def _actions(reply: Reply, shown: Sequence[Card]) -> Markup:
    covered = reply.kind == "answer"
    keep = "page.keep" if covered else "page.keep_question"
    return element(
        "p",
        button(say(reply.language, "page.see"), class_="small-action see", **_place(shown))
        if shown
        else "",
        speak_button(reply.language) if covered else "",
        button(say(reply.language, keep), class_="small-action keep")
        if reply.kind != "greeting"
        else "",
        class_="actions",
    )


def _related(reply: Reply) -> Markup:
    if not reply.related:
        return Markup()
    asks = [
        button(one.question, class_="suggestion", data_ask=one.question) for one in reply.related
    ]
    heading = element("p", say(reply.language, "reply.related"), class_="related-head")
    return element("section", heading, joined(*asks), class_="suggestions")
