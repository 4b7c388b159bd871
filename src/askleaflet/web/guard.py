"""The outermost layer: what is not on the list does not exist (pure ASGI, nothing buffered but "/").

Gradio opens some sixty routes, and a later version may open more. This page needs eleven. Every
answer, of whichever layer, leaves with the same security headers.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askleaflet.settings import Settings
from askleaflet.web.quiet import report

READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
EVENTS = "/gradio_api/run/predict"
STATIC_PREFIX = "/static-leaflet/"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# Listening on every address names no host; the names have to be listed.
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not listened on

EXACT: Mapping[str, frozenset[str]] = {
    "/": READ,
    "/healthz": READ,
    "/theme.css": READ,
    "/favicon.ico": READ,
    # The page polls this after a restart, and never comes back without it.
    "/gradio_api/app_id": READ,
    "/gradio_api/startup-events": READ,
    EVENTS: WRITE,
}
# Whole file names below a folder: no "..", no "//", no hidden files, no percent signs.
_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_FOLDERS = re.compile(rf"/(?:assets|static)(?:/{_NAME}){{1,5}}\Z")

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
BROKEN = PlainTextResponse(
    "Something is broken here. Please ask your care team, or try again.\n", status_code=500
)
_SCRIPT = re.compile(rb"<script(?=[\s>])")
# Gradio's own card for social networks, and a manifest that is not served.
_ADVERTS = re.compile(
    rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>'
)


@dataclass(frozen=True, slots=True)
class Gates:
    """Who may ask, and for which of our own files."""

    hosts: frozenset[str]
    listed: frozenset[str]
    proxies: frozenset[str]
    files: frozenset[str]

    @classmethod
    def of(cls, settings: Settings, files: Iterable[str]) -> Gates:
        """The gates that ``settings`` asks for."""
        listed = frozenset(_host_name(name) for name in settings.allowed_hosts)
        own = {_host_name(settings.host)} - ANY_ADDRESS
        return cls(
            LOCAL_HOSTS | listed | own, listed, frozenset(settings.trusted_proxies), frozenset(files)
        )


class Guard:
    """Refuses by default; adds the headers; gives each script of the page its nonce."""

    def __init__(self, app: ASGIApp, gates: Gates, head: bytes = b"") -> None:
        self.app = app
        self.gates = gates
        self.head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves what is allowed; anything else gets a short plain answer."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            # A websocket has nothing to open here; closing before accepting answers 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        out = Outgoing(send, scope["path"], self.head)
        refused = self.refusal(scope)
        if refused is not None:
            await refused(scope, receive, out)
            return
        try:
            await self.app(self.cleaned(scope), receive, out)
        except Exception as error:
            # Beyond this line the server would log the traceback, and with it the question.
            report(error, "a request failed")
            if not out.started:
                await BROKEN(scope, receive, out)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Why this request is not served; None where it is."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host") + headers.getlist("x-forwarded-host") * self._proxied(scope)
        if not hosts or any(_host_name(host) not in self.gates.hosts for host in hosts):
            return PlainTextResponse(
                "This address is not in the list of hosts of this page (setting allowed_hosts).\n",
                status_code=400,
            )
        methods = self.methods(scope["path"])
        if not methods:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        if scope["method"] not in methods:
            allow = {"Allow": ", ".join(sorted(methods))}
            return PlainTextResponse("Not like this.\n", status_code=405, headers=allow)
        if scope["method"] in WRITE and not self._same_site(headers):
            return PlainTextResponse("Only the page itself may ask.\n", status_code=403)
        return None

    def methods(self, path: str) -> frozenset[str]:
        """The methods that ``path`` answers to; none where it does not exist."""
        if path in EXACT:
            return EXACT[path]
        if path.startswith(STATIC_PREFIX):
            return READ if path[len(STATIC_PREFIX) :] in self.gates.files else frozenset()
        return READ if _FOLDERS.match(path) else frozenset()

    def _proxied(self, scope: Scope) -> bool:
        return bool(scope.get("client")) and scope["client"][0] in self.gates.proxies

    def _same_site(self, headers: Headers) -> bool:
        """Whether a question comes from this page, as far as the browser says."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        authority = origin.partition("://")[2]
        return authority == headers["host"] or _host_name(authority) in self.gates.listed

    def cleaned(self, scope: Scope) -> Scope:
        """The request as the layers below may see it.

        Gradio reads a deep link and a page name from the query, and its own address from any
        X-Forwarded-Host or X-Gradio-Server; the nonce needs "/" uncompressed.
        """
        trusted = {b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-for"}
        kept = trusted if self._proxied(scope) else set()
        headers = [
            (name, value)
            for name, value in scope["headers"]
            if name in kept
            or not (
                name.startswith(b"x-")
                or name in {b"forwarded", b"cookie", b"origin", b"range"}
                or (name == b"accept-encoding" and scope["path"] == "/")
            )
        ]
        return {**scope, "headers": headers, "query_string": b""}


class Outgoing:
    """``send`` with the security headers; on "/" also with the nonces."""

    def __init__(self, send: Send, path: str, head: bytes) -> None:
        self.send = send
        self.path = path
        self.head = head
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


def _host_name(host: str) -> str:
    """The name in a Host header: without port, brackets, case and final dot."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    if host.count(":") == 1:
        host = host.partition(":")[0]
    return host.removesuffix(".")
