"""Questions on their way in: size, shape, rate, and which of the page's events is called.

Gradio runs any function of a page for whoever posts its number, private or not. Here a post has
to be small JSON, name an event of this page that runs on the server, and bring that event's number
of inputs. Its session is counted here and then **taken out**: without one, Gradio builds
a fresh state for each request and keeps nothing that was typed (``restore_session_state``).
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askleaflet.web.guard import EVENTS, WRITE
from askleaflet.web.limits import RateLimit
from askleaflet.web.wish import UnreadableError, Wish, read_post, read_wish, written
from askleaflet.wording import say

if TYPE_CHECKING:
    import gradio as gr

LARGEST_BODY = 16_000
# A body that dribbles in byte by byte holds a place that a patient needs.
SECONDS_FOR_BODY = 10.0


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """This post is not taken: status, key of the wording, seconds to wait."""

    def __init__(self, status: int, key: str, wait: float = 0.0) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the page may ask the server to do with one text, and what sets it off."""

    targets: frozenset[int]


def events_of(page: gr.Blocks) -> dict[int, Event]:
    """The events that browsers may call, by number. Raises ValueError for one with a queue, or with
    any input but one text.

    A queue keeps questions on the server and has routes of its own, which are closed. An
    input of another type could be made to open a file.
    """
    events: dict[int, Event] = {}
    for number, function in page.fns.items():
        names = {name for _, name in function.targets}
        if function.fn is None or names == {"unload"}:
            continue
        if function.queue:
            raise ValueError(f"Event {function.api_name or number} needs queue=False.")
        if [type(one).__name__ for one in function.inputs] != ["Textbox"]:
            raise ValueError(f"Event {function.api_name or number} may take one text, no more.")
        targets = frozenset(id for id, _ in function.targets if id is not None)
        events[number] = Event(targets)
    return events


class EventGate:
    """Lets through only posts that are small, well-formed, ours and not too many."""

    def __init__(
        self,
        app: ASGIApp,
        events: Mapping[int, Event],
        sessions: RateLimit,
        addresses: RateLimit,
        proxies: frozenset[str],
        language: str,
    ) -> None:
        self.app = app
        self.events = events
        self.sessions = sessions
        self.addresses = addresses
        self.proxies = proxies
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Checks posts; everything else passes."""
        if scope["type"] != "http" or scope["method"] not in WRITE or scope["path"] != EVENTS:
            await self.app(scope, receive, send)
            return
        try:
            body = await self.checked(scope, receive)
        except Refused as refused:
            await self.answer(refused)(scope, receive, send)
            return
        await self.app(_with_length(scope, len(body)), _replay(body, receive), send)

    async def checked(self, scope: Scope, receive: Receive) -> bytes:
        """The body to pass on, without its session. Raises Refused."""
        headers = Headers(scope=scope)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refused(415, "server.reload")
        self._count(self.addresses, address(scope, self.proxies))
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > LARGEST_BODY:
            raise Refused(413, "server.too_long")
        try:
            body = await asyncio.wait_for(_read(receive), SECONDS_FOR_BODY)
        except TimeoutError:
            raise Refused(408, "server.too_slow") from None
        session, post, _ = parse(body, self.events, self.language)
        self._count(self.sessions, session)
        return json.dumps(post).encode()

    def _count(self, limit: RateLimit, key: str) -> None:
        wait = limit.take(key)
        if wait:
            raise Refused(429, "server.too_many", wait)

    def answer(self, refused: Refused) -> JSONResponse:
        """The refusal in plain words; Gradio's client shows those under "error"."""
        headers = {"Retry-After": str(ceil(refused.wait))} if refused.wait else None
        return JSONResponse({"error": say(self.language, refused.key)}, refused.status, headers)


def parse(
    body: bytes, events: Mapping[int, Event], language: str
) -> tuple[str, dict[str, object], Wish]:
    """The session, the post to pass on, and the wish in it. Raises Refused where it is not one of
    ``events`` with exactly the strings and types of the page."""
    wrong = Refused(400, "server.reload")
    try:
        post = read_post(body)
        event = events.get(post.fn_index)
        if event is None or len(post.data) != 1:
            raise wrong
        wish = read_wish(post.data[0], language)
    except UnreadableError:
        raise wrong from None
    if post.trigger_id is not None and post.trigger_id not in event.targets:
        raise wrong
    passed = {"fn_index": post.fn_index, "data": [written(wish)], "trigger_id": post.trigger_id}
    return post.session_hash, {**passed, "event_data": None}, wish


def address(scope: Scope, proxies: frozenset[str]) -> str:
    """The address that asks. A forwarded one counts only where a named proxy hands it on.

    Read from the right: what stands left of the last proxy's own entry anyone can write.
    IPv6 counts by its /64, which is what one household or one device is given.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if peer in proxies:
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        for hop in reversed([part.strip() for part in forwarded.split(",")]):
            if not hop or _network(hop) is None:
                break
            peer = hop
            if hop not in proxies:
                break
    return _network(peer) or peer


def _network(text: str) -> str | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    prefix = 64 if found.version == 6 else 32
    return str(ipaddress.ip_network((int(found), prefix), strict=False)) if prefix == 64 else text


async def _read(receive: Receive) -> bytes:
    """The whole body, counted as it comes: a chunked one declares no length."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "server.too_slow")
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Refused(413, "server.too_long")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """``receive`` for the layers below: the checked body first, then what really comes."""
    pending = [body]

    async def replayed() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replayed


def _with_length(scope: Scope, length: int) -> Scope:
    framing = {b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name not in framing]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}
