"""One request of the page: what it asks for, and what it gets. The server keeps nothing.

The page holds the visit: its questions, which it sends with each request, and the replies that it
has, which it does not. Those it lacks are answered; all of them, where it says that it knows none,
as after a change of language. No reply comes back here, so none can be forged on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from askleaflet.assistant import Assistant
from askleaflet.records import Reply
from askleaflet.web.html import pinned_html, turn_html
from askleaflet.web.metrics import COUNTS, URGENT, replies_of
from askleaflet.web.wish import Wish
from askleaflet.web.work import given_up


def replies(assistant: Assistant, wish: Wish) -> list[Reply]:
    """The replies that the page lacks, in order; fewer where nobody waits any more."""
    earlier = [one.text for one in wish.asked[: wish.known]]
    found: list[Reply] = []
    for one in wish.asked[wish.known :]:
        if given_up():
            break
        reply = assistant.reply(one.text, earlier, language=wish.language, leaflet=one.leaflet)
        COUNTS.add(replies_of(reply.kind))
        COUNTS.add(URGENT, reply.urgent)
        found.append(reply)
        earlier.append(one.text)
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """What the page gets: each question and reply that it lacks, drawn; the line of an urgent
    notice among them; the leaflet to turn to."""

    drawn: list[Markup]
    pinned: Markup
    leaflet: str


def conversation(assistant: Assistant, wish: Wish) -> Turn:
    """What the page lacks of the conversation that ``wish`` asks for.

    A quote never stands beside another medicine's leaflet: the leaflet quoted last comes with it.
    """
    documents = assistant.composer.documents
    drawn: list[Markup] = []
    pinned = Markup()
    quoted = ""
    for one, reply in zip(wish.asked[wish.known :], replies(assistant, wish), strict=False):
        drawn.append(turn_html(reply, documents, one.text))
        pinned = pinned_html(reply.notice, reply.language) if reply.notice else pinned
        quoted = reply.quotes[0].document if reply.quotes else ""
    turns = wish.shown and quoted != wish.shown
    return Turn(drawn, pinned, wish.leaflet or (quoted if turns else ""))
