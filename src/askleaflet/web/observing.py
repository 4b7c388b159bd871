"""Each request is counted, and written to the access log where the site wants one.

A line holds no address, no query and no path that is not one of the page's own: whoever types a
question into the address bar has not asked for it to be kept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askleaflet.web.guard import EVENTS, HEALTH, WRITE
from askleaflet.web.metrics import COUNTS, What, requests_of

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class Observed:
    """The outermost layer: sees what was asked for, and how its answer ended."""

    def __init__(self, app: ASGIApp, known: Callable[[str], object], log: bool = False) -> None:
        """``known``: whether a path is one of the page's own."""
        self.app = app
        self.known = known
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, and notes it once it is over."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, length = time.monotonic(), 0, 0

        async def seen(message: Message) -> None:
            nonlocal status, length
            status = message.get("status", status)
            length += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            # Whoever hangs up before the answer gets none.
            if status:
                self._note(scope, status, length, time.monotonic() - began)

    def _note(self, scope: Scope, status: int, length: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "-"
        path = scope["path"] if self.known(scope["path"]) else "-"
        what = _what(method, path)
        COUNTS.add(requests_of(what, status))
        if what == "question":
            COUNTS.took(seconds)
        if self.log:
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            with suppress(OSError):
                sys.stdout.write(f"{at} {method} {path} {status} {length} {seconds:.3f}\n")
                sys.stdout.flush()


def _what(method: str, path: str) -> What:
    if path in HEALTH:
        return "health"
    if path == EVENTS:
        return "question" if method in WRITE else "other"
    if path == "/":
        return "page"
    return "other" if path == "-" else "file"
