"""A Reply as JSON and as text for a terminal. Pure; the page's HTML is in web/html.py."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict

from askleaflet.records import Notice, Quote, Reply
from askleaflet.wording import say

Json = dict[str, object]


def as_json(reply: Reply, id: object = None) -> Json:
    """The reply as ``askleaflet batch`` writes it."""
    return {
        "id": id,
        "kind": reply.kind,
        "urgent": reply.urgent,
        "notice": reply.notice.as_text() if reply.notice else None,
        "quotes": [_quote_json(quote) for quote in reply.quotes],
        "bridge": [one._asdict() for one in reply.bridge],
        "about": reply.about,
        "message": " ".join(one for one in (reply.message, *reply.notes) if one),
        "care_team": reply.care_team,
        "related": [{"section": one.section, "question": one.question} for one in reply.related],
        "covers": list(reply.covers),
        "choices": list(reply.choices),
        "maybe_related": _quote_json(reply.nearest) if reply.nearest else None,
    }


def _quote_json(quote: Quote) -> Json:
    said = asdict(quote)
    del said["marks"]
    return {**said, "under": list(quote.under)}


def as_text(reply: Reply) -> str:
    """The reply for a terminal: plain lines, the answering part between arrows."""
    language = reply.language
    parts: list[str] = []
    if reply.notice:
        parts.append(_notice_text(reply.notice))
    if told := "\n".join(one for one in (reply.message, *reply.notes) if one):
        parts.append(told)
    parts.extend(_quote_text(quote, language) for quote in reply.quotes)
    parts.extend(
        say(language, "reply.bridge", wrote=one.you_wrote, says=one.leaflet_says)
        for one in reply.bridge
    )
    if reply.covers:
        parts.append(_list(say(language, "reply.covers"), reply.covers))
    if reply.nearest:
        related = say(language, "reply.maybe_related")
        parts.append(f"{related} {reply.nearest.section}")
    if reply.choices:
        parts.append(_list("", reply.choices))
    parts.append(reply.care_team)
    if reply.related:
        questions = tuple(one.question for one in reply.related)
        parts.append(_list(say(language, "reply.related"), questions))
    return "\n\n".join(printable(part) for part in parts)


def _list(head: str, things: tuple[str, ...]) -> str:
    return "\n".join((*((head,) if head else ()), *(f"  - {thing}" for thing in things)))


def _notice_text(notice: Notice) -> str:
    width = max(len(line) for line in (notice.heading, *notice.lines))
    rule = "=" * min(width, 72)
    return "\n".join((rule, notice.heading.upper(), *notice.lines, rule))


def _quote_text(quote: Quote, language: str) -> str:
    start, end = quote.highlight_start, quote.highlight_end
    marked = f"{quote.words(0, start)}>>{quote.words(start, end)}<<{quote.words(end)}"
    where = " > ".join((*quote.under, quote.section))
    return (
        f"{where}\n"
        + "\n".join(f"  | {line}" for line in marked.splitlines())
        + (f"\n  {origin(quote, language)}")
    )


def origin(quote: Quote, language: str) -> str:
    """The leaflet's name, its source and its date of review, in one line."""
    words = [say(language, "quote.from", title=quote.title) + "."]
    if quote.source:
        words.append(say(language, "quote.source", source=quote.source))
    if quote.reviewed:
        words.append(say(language, "quote.reviewed", date=quote.reviewed))
    else:
        words.append(say(language, "quote.not_reviewed"))
    return " ".join(words)


def printable(text: str) -> str:
    """``text`` without what could steer a terminal (control and direction marks)."""
    return "".join(
        character
        for character in text.replace("\t", " ")
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
