"""The body of a post, read once, in bounded time and memory, and handed on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from askleaflet.web.refusal import Refused

# 64 kB of text: in JSON inside JSON a line end takes three bytes and a quotation mark four.
LARGEST_BODY = 400_000
# A body that dribbles in byte by byte holds a place that a patient needs. A second later the
# connection ends (connections.py), and nobody could be told.
SECONDS_FOR_BODY = 9.0
# What most posts are below; of larger ones only so many are taken in at once.
USUAL_BODY = 32_000
MOST_LARGE = 64


class Intake:
    """Takes bodies in, and keeps count of the large ones."""

    def __init__(self) -> None:
        self._large = 0

    async def body(self, scope: Scope, receive: Receive, into: bytearray) -> None:
        """Reads the body into ``into``, which holds what came also where it raises Refused."""
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal():
            raise Refused(400, "server.reload")
        try:
            await asyncio.wait_for(self._read(receive, into), SECONDS_FOR_BODY)
        except TimeoutError:
            raise Refused(408, "server.too_slow", notice=True) from None

    async def _read(self, receive: Receive, into: bytearray) -> None:
        """Counted as it comes: a chunked one declares no length."""
        large = False
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "server.too_slow")
                into += message.get("body", b"")
                if len(into) > LARGEST_BODY:
                    raise Refused(413, "server.too_long", notice=True)
                if not large and len(into) > USUAL_BODY:
                    if self._large >= MOST_LARGE:
                        raise Refused(429, "server.busy", notice=True)
                    large = True
                    self._large += 1
                if not message.get("more_body", False):
                    return
        finally:
            self._large -= large


def replay(body: bytes, after: Callable[[], Awaitable[Message]]) -> Receive:
    """``receive`` for the layers below: the checked body first, then what really comes."""
    pending = [body]

    async def replayed() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await after()

    return replayed


def with_length(scope: Scope, length: int) -> Scope:
    """``scope`` as of a request with a body of ``length`` bytes."""
    framing = {b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name not in framing]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}
