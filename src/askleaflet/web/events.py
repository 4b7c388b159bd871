"""Questions on their way in: shape, rate, turn, and which of the page's events is called.

Gradio runs any function of a page for whoever posts its number, private or not. Here a post has
to name an event of this page that runs on the server and bring its one text, as the schema of
wish.py says. Its session is **taken out**: without one, Gradio builds a fresh state for each
request and keeps nothing that was typed (``restore_session_state``).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askleaflet.analysis import size
from askleaflet.reporting import report
from askleaflet.settings import Settings
from askleaflet.web.addresses import Proxies
from askleaflet.web.guard import EVENTS, WRITE
from askleaflet.web.limits import RateLimit
from askleaflet.web.receiving import Intake, replay, with_length
from askleaflet.web.refusal import Refusals, Refused
from askleaflet.web.visits import HEADER, Visits
from askleaflet.web.wish import (
    LONGEST_TEXT,
    UnreadableError,
    Wish,
    read_post,
    read_wish,
    texts_in,
    written,
)
from askleaflet.web.work import IN_HAND, FullError, Turns, Work

if TYPE_CHECKING:
    import gradio as gr

# What the questions before the last one may come to (ask.js keeps them well below).
EARLIER_TEXTS = 16_000
# A request costs one token, and one more for so many letters.
LETTERS_A_TOKEN = 6_000
# Seconds for a turn to come; the page itself shows an emergency much sooner.
LONGEST_WAIT = 25.0


def events_of(page: gr.Blocks) -> dict[int, frozenset[int]]:
    """What sets off each event that browsers may call, by its number. Raises ValueError for one
    with a queue, or with any input but one text.

    A queue keeps questions on the server and has routes of its own, which are closed. An
    input of another type could be made to open a file.
    """
    events: dict[int, frozenset[int]] = {}
    for number, function in page.fns.items():
        names = {name for _, name in function.targets}
        if function.fn is None or names == {"unload"}:
            continue
        if function.queue:
            raise ValueError(f"Event {function.api_name or number} needs queue=False.")
        if [type(one).__name__ for one in function.inputs] != ["Textbox"]:
            raise ValueError(f"Event {function.api_name or number} may take one text, no more.")
        events[number] = frozenset(id for id, _ in function.targets if id is not None)
    return events


class EventGate:
    """Lets through only posts that are well-formed, ours and not too many; reads every one of them
    for an emergency."""

    def __init__(
        self,
        app: ASGIApp,
        events: Mapping[int, frozenset[int]],
        limits: Limits,
        settings: Settings,
        visits: Visits,
    ) -> None:
        self.app = app
        self.events = events
        self.limits = limits
        self.language = settings.language
        self.proxies = Proxies(settings.trusted_proxies)
        self.visits = visits
        self.refusals = Refusals(settings)
        self.intake = Intake()
        self.turns = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Checks posts; everything else passes."""
        if scope["type"] != "http" or scope["method"] not in WRITE or scope["path"] != EVENTS:
            await self.app(scope, receive, send)
            return
        body = bytearray()
        out = Held(send)
        text = language = ""
        try:
            await self.intake.body(scope, receive, body)
            post, wish = self.read(scope, bytes(body))
            text, language = wish.asked[-1].text if wish.asked else "", wish.language
            letters = self._letters(wish)
            self.limits.take(self._visit(scope), self.proxies.asker(scope), letters)
            await self._answered(scope, receive, out, post, letters)
        except Refused as refused:
            out.refused = refused
        except Exception as error:
            # Beyond this line the person would be told nothing of the care team.
            report(error, "a request failed")
            out.refused = Refused(500, "reply.error")
        if out.refused is not None and not out.started:
            words = text or texts_in(bytes(body))
            answer = await self.refusals.answer(out.refused, words, language)
            await answer(scope, receive, send)

    def read(self, scope: Scope, body: bytes) -> tuple[bytes, Wish]:
        """The post to pass on and the wish in it. Raises Refused."""
        kind = Headers(scope=scope).get("content-type", "")
        if kind.partition(";")[0].strip() != "application/json":
            raise Refused(415, "server.reload")
        return parse(body, self.events, self.language)

    def _letters(self, wish: Wish) -> int:
        """How much there is to search for. Raises Refused where a text is too long to read."""
        if sum(len(one.text.encode()) for one in wish.asked) > LONGEST_TEXT + EARLIER_TEXTS:
            raise Refused(413, "server.too_long", notice=True)
        return sum(size(one.text) for one in wish.asked[wish.known :])

    def _visit(self, scope: Scope) -> str | None:
        return self.visits.name(Headers(scope=scope).get(HEADER, ""))

    async def _answered(
        self, scope: Scope, receive: Receive, out: Held, post: bytes, letters: int
    ) -> None:
        """Passes the post on when it is its turn, unless the person has gone by then."""
        work = Work()
        left = asyncio.ensure_future(receive())

        def leave(_: object) -> None:
            work.gone = True

        left.add_done_callback(leave)
        IN_HAND.set(work)
        waiting = asyncio.ensure_future(self._in_turn(scope, out, post, letters, left, work))
        try:
            # Whoever hangs up while waiting frees the place; what is under way ends by itself.
            await asyncio.wait({waiting, left}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done() and not out.under_way:
                waiting.cancel()
            await asyncio.wait({waiting})
            if not waiting.cancelled():
                waiting.result()
        finally:
            waiting.cancel()
            left.cancel()

    async def _in_turn(
        self,
        scope: Scope,
        out: Held,
        post: bytes,
        letters: int,
        left: asyncio.Future[Message],
        work: Work,
    ) -> None:
        try:
            async with asyncio.timeout(LONGEST_WAIT) as wait, self.turns.turn(letters):
                wait.reschedule(None)
                out.under_way = True
                if not work.gone:
                    below = replay(post, lambda: asyncio.shield(left))
                    await self.app(with_length(scope, len(post)), below, out)
        except (FullError, TimeoutError):
            raise Refused(429, "server.busy", wait=10) from None


class Held:
    """``send`` which keeps an error of the layers below back, so that it can be said in words."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.started = False
        self.under_way = False
        self.refused: Refused | None = None

    async def __call__(self, message: Message) -> None:
        """Passes a message on, unless it belongs to an error."""
        if message["type"] == "http.response.start" and message["status"] >= 400:
            self.refused = Refused(500, "reply.error")
        if self.refused is None:
            self.started = True
            await self.send(message)


class Limits:
    """How much a visit, an address, and whoever shows no visit may ask."""

    def __init__(self, visits: RateLimit, addresses: RateLimit, strangers: RateLimit) -> None:
        self.visits = visits
        self.addresses = addresses
        self.strangers = strangers

    def take(self, visit: str | None, address: str, letters: int) -> None:
        """Counts one request. Raises Refused. What a stranger asks is not taken from the visits
        behind the same address."""
        cost = 1 + letters / LETTERS_A_TOKEN
        if visit is None:
            wait = self.strangers.take(address, cost)
        else:
            wait = self.visits.take(visit, cost) or self.addresses.take(address, cost)
        if wait:
            raise Refused(429, "server.too_many", wait)


def parse(body: bytes, events: Mapping[int, frozenset[int]], language: str) -> tuple[bytes, Wish]:
    """The post to pass on, without its session, and the wish in it. Raises Refused where it is not
    one of ``events`` with exactly the strings and types of the page."""
    wrong = Refused(400, "server.reload")
    try:
        post = read_post(body)
        targets = events.get(post.fn_index)
        if targets is None or len(post.data) != 1:
            raise wrong
        wish = read_wish(post.data[0], language)
    except UnreadableError:
        raise wrong from None
    if post.trigger_id is not None and post.trigger_id not in targets:
        raise wrong
    passed = {"fn_index": post.fn_index, "data": [written(wish)], "trigger_id": post.trigger_id}
    return json.dumps({**passed, "event_data": None}).encode(), wish
