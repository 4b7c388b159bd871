"""One request of the page: what it asks for, and what it gets. The server keeps nothing.

The page holds the questions of the visit and sends them with each request; the conversation is
answered anew from them. So nothing that a browser could forge is ever shown as a reply, the body
stays small, and a change of language turns the whole conversation.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.assistant import Assistant
from askleaflet.records import Notice, Reply
from askleaflet.web.html import pinned_html, question_html, reply_html
from askleaflet.web.wish import Wish
from askleaflet.web.work import given_up

Message = dict[str, str]


def replies(assistant: Assistant, wish: Wish) -> list[Reply]:
    """The replies to every question of the visit, in order; fewer where nobody waits any more."""
    earlier: list[str] = []
    found: list[Reply] = []
    for one in wish.asked:
        if given_up():
            break
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
    for one, reply in zip(wish.asked, replies(assistant, wish), strict=False):
        shown = reply_html(reply, documents, one.text)
        messages.append({"role": "user", "content": str(question_html(one.text))})
        messages.append({"role": "assistant", "content": str(shown)})
        notice = reply.notice or notice
        quoted = reply.quotes[0].document if reply.quotes else ""
    pinned = pinned_html(notice, wish.language) if notice else Markup()
    turns = wish.shown and quoted != wish.shown
    return Turn(messages, pinned, wish.leaflet or (quoted if turns else ""))
