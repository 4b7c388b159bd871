"""One request of the page: what it asks for, and what it gets. The server keeps nothing.

The page holds the questions of the visit and sends them with each request; the conversation is
answered anew from them. So nothing that a browser could forge is ever shown as a reply, the body
stays small, and a change of language turns the whole conversation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.assistant import Assistant
from askleaflet.records import Notice, Reply
from askleaflet.web.html import pinned_html, question_html, reply_html
from askleaflet.wording import languages

# Ten questions are twenty messages; each costs one reply, at every request.
MOST_ASKED = 10
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the visit."""

    text: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What the page asks for: the conversation, and a leaflet where ``leaflet`` names one.

    ``shown``: the leaflet beside the conversation, where another may take its place.
    """

    asked: tuple[Asked, ...] = ()
    language: str = "en"
    leaflet: str = ""
    shown: str = ""


def read_wish(sent: object, language: str) -> Wish:
    """The wish in what a browser sent. Whatever cannot be read is left out, not believed."""
    try:
        given = json.loads(sent) if isinstance(sent, str) else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        return Wish(language=language)
    spoken, asked = given.get("language"), given.get("asked")
    questions = asked[-MOST_ASKED:] if isinstance(asked, list) else []
    return Wish(
        asked=tuple(_asked(one) for one in questions if isinstance(one, dict)),
        language=spoken if spoken in languages() else language,
        leaflet=_text(given.get("leaflet")),
        shown=_text(given.get("shown")),
    )


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _asked(given: dict[str, object]) -> Asked:
    return Asked(_text(given.get("text")))


def replies(assistant: Assistant, wish: Wish) -> list[Reply]:
    """The replies to every question of the visit, in order."""
    earlier: list[str] = []
    found: list[Reply] = []
    for one in wish.asked:
        found.append(assistant.reply(one.text, earlier, language=wish.language))
        earlier.append(one.text)
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """What the page gets: messages, the line of an urgent notice, and the leaflet to turn to."""

    messages: list[Message]
    pinned: Markup
    leaflet: str


def conversation(assistant: Assistant, wish: Wish) -> Turn:
    """The conversation that ``wish`` asks for.

    A quote never stands beside another medicine's leaflet: the leaflet quoted last comes with it.
    """
    documents = assistant.composer.documents
    messages: list[Message] = []
    notice: Notice | None = None
    quoted = ""
    for one, reply in zip(wish.asked, replies(assistant, wish), strict=True):
        shown = reply_html(reply, documents, one.text)
        messages.append({"role": "user", "content": str(question_html(one.text))})
        messages.append({"role": "assistant", "content": str(shown)})
        notice = reply.notice or notice
        quoted = reply.quotes[0].document if reply.quotes else ""
    pinned = pinned_html(notice, wish.language) if notice else Markup()
    turns = wish.shown and quoted != wish.shown
    return Turn(messages, pinned, wish.leaflet or (quoted if turns else ""))
