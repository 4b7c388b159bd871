"""What leaves the server: security headers on every answer, nonces and our own tags on the page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

STATIC_PREFIX = "/static-leaflet/"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
# Headers of Gradio that say more than the page needs, or let other sites in.
_DROPPED = re.compile(r"(?:access-control-.*|server|set-cookie|x-powered-by)\Z", re.I)
_SCRIPT = re.compile(rb"<script(?=[\s>])")
# Where Gradio's scripts will draw the page.
_APPLICATION = b"<gradio-app"
# Gradio's own card for social networks, and a manifest that is not served.
_ADVERTS = re.compile(
    rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>'
)


class Outgoing:
    """``send`` with the security headers; on "/" also with the nonces."""

    def __init__(self, send: Send, path: str, head: bytes, plain: bytes = b"") -> None:
        """``head``: what is added to the page's head; ``plain``: what it shows without scripts."""
        self.send = send
        self.path = path
        self.head = head
        self.plain = plain
        self.nonce = secrets.token_urlsafe(16)
        self.started = False
        self.start: Message | None = None
        self.page = bytearray()

    async def __call__(self, message: Message) -> None:
        """Passes a message on; holds the page back until it is whole."""
        if message["type"] == "http.response.start":
            self._harden(message)
            if self.path == "/":
                self.start, self.page = message, bytearray()
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.page += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_page(self.start)
            return
        self.started = True
        await self.send(message)

    def _harden(self, message: Message) -> None:
        message["headers"] = [
            (name, value)
            for name, value in message.get("headers", [])
            if not _DROPPED.match(name.decode("latin-1"))
        ]
        headers = MutableHeaders(raw=message["headers"])
        for name, value in HEADERS.items():
            headers[name] = value
        headers["Content-Security-Policy"] = POLICY.format(nonce=self.nonce)
        headers["Cache-Control"] = _freshness(self.path, message["status"])

    async def _send_page(self, start: Message) -> None:
        """Every ``<script`` is Gradio's or ours: in data and text "<" is written otherwise."""
        tag = f'<script nonce="{self.nonce}"'.encode()
        page = _ADVERTS.sub(b"", bytes(self.page)).replace(b"</head>", self.head + b"</head>", 1)
        page = page.replace(_APPLICATION, self.plain + _APPLICATION, 1)
        page = _SCRIPT.sub(tag, page)
        headers = MutableHeaders(raw=start["headers"])
        if "content-length" in headers and self.page:
            headers["content-length"] = str(len(page))
        self.started = True
        await self.send(start)
        await self.send({"type": "http.response.body", "body": page})


def _freshness(path: str, status: int) -> str:
    """How long a browser may keep an answer. File names in /assets/ change with their content."""
    if status == 200 and path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    if status == 200 and path.startswith("/static/"):
        return "public, max-age=86400"
    if path.startswith((STATIC_PREFIX, "/theme.css")):
        return "no-cache"
    return "no-store"
