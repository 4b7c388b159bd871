"""The outermost layer: what is not on the list does not exist. Pure ASGI; only "/" is buffered.

Gradio opens some ninety routes, and a later version may open more. This page needs a handful.
Every answer, of whichever layer, leaves with the same security headers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from askleaflet.reporting import report
from askleaflet.settings import Settings
from askleaflet.web.addresses import Proxies
from askleaflet.web.outgoing import STATIC_PREFIX, Outgoing
from askleaflet.web.visits import HEADER, Visits

READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
EVENTS = "/gradio_api/run/predict"
HEALTH = frozenset({"/healthz", "/readyz"})
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# Listening on every address names no host; the names have to be listed.
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not listened on

EXACT: Mapping[str, frozenset[str]] = {
    "/": READ,
    **dict.fromkeys(HEALTH, READ),
    "/theme.css": READ,
    # The page's own first script asks for this one; without it the console shows an error.
    "/static/js/iframeResizer.contentWindow.min.js": READ,
    # The page polls this after a restart, and never comes back without it.
    "/gradio_api/app_id": READ,
    EVENTS: WRITE,
}
# Whole file names below the folder: no "..", no "//", no hidden files, no percent signs.
_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_ASSET = re.compile(rf"/assets/{_NAME}\Z")
# A name or an address with or without a port (RFC 9110, 7.2).
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]+))(?::\d*)?")


@dataclass(frozen=True, slots=True)
class Gates:
    """Who may ask, and for which of our own files."""

    hosts: frozenset[str]
    listed: frozenset[str]
    proxies: Proxies
    files: frozenset[str]

    @classmethod
    def of(cls, settings: Settings, files: Iterable[str]) -> Gates:
        """The gates that ``settings`` asks for."""
        listed = frozenset(_host_name(name) for name in settings.allowed_hosts)
        own = {_host_name(settings.host)} - ANY_ADDRESS
        return cls(
            LOCAL_HOSTS | listed | own,
            listed,
            Proxies(settings.trusted_proxies),
            frozenset(files),
        )

    def methods(self, path: str) -> frozenset[str]:
        """The methods that ``path`` answers to; none where it does not exist."""
        if path in EXACT:
            return EXACT[path]
        if path.startswith(STATIC_PREFIX):
            return READ if path[len(STATIC_PREFIX) :] in self.files else frozenset()
        return READ if _ASSET.match(path) else frozenset()


class Guard:
    """Refuses by default; adds the headers; gives each script of the page its nonce."""

    def __init__(
        self,
        app: ASGIApp,
        gates: Gates,
        visits: Visits,
        care: str,
        head: bytes = b"",
        plain: Callable[[str | None], bytes] = lambda _: b"",
    ) -> None:
        """``care``: the line with the care team, which stands below every refusal too; ``plain``:
        what the page shows without scripts, with the leaflet that a link asks for."""
        self.app = app
        self.gates = gates
        self.visits = visits
        self.care = care
        self.head = head
        self.plain = plain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves what is allowed; anything else gets a short plain answer."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            # A websocket has nothing to open here; closing before accepting answers 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        plain = self.plain(_linked(scope)) if scope["path"] == "/" else b""
        out = Outgoing(send, scope["path"], self.head + self._visit(scope), plain)
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
                broken = self._plain("Something is broken here. Please try again.", 500)
                await broken(scope, receive, out)

    def _visit(self, scope: Scope) -> bytes:
        """Each page that is opened is a visit of its own."""
        if scope["path"] != "/":
            return b""
        return f'<meta name="visit" content="{self.visits.open()}">'.encode()

    def _plain(
        self, words: str, status: int, headers: Mapping[str, str] | None = None
    ) -> PlainTextResponse:
        """A short answer; whoever reads it may need help."""
        return PlainTextResponse(f"{words}\n{self.care}\n", status, headers)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Why this request is not served; None where it is."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host") + headers.getlist("x-forwarded-host") * self._proxied(scope)
        if not hosts or any(_host_name(host) not in self.gates.hosts for host in hosts):
            return self._plain(
                "This address is not in the list of hosts of this page (setting allowed_hosts).",
                400,
            )
        if "transfer-encoding" in headers and "content-length" in headers:
            # Two lengths are how one request is hidden in another (RFC 9112, 6.1).
            return self._plain("A request has one length.", 400, {"Connection": "close"})
        methods = self.gates.methods(scope["path"])
        if not methods:
            return self._plain("There is nothing here.", 404)
        if scope["method"] not in methods:
            allow = {"Allow": ", ".join(sorted(methods))}
            return self._plain("Not like this.", 405, allow)
        if scope["method"] in WRITE and not self._same_site(headers):
            return self._plain("Only the page itself may ask.", 403)
        return None

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
        kept = {HEADER.encode(), *(trusted if self._proxied(scope) else ())}
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


def _linked(scope: Scope) -> str | None:
    """The id in a link ``/?leaflet=ID``, as people may have copied it; None where there is none."""
    found = QueryParams(scope["query_string"]).get("leaflet")
    return None if found is None else found.strip().lower()


def _host_name(host: str) -> str:
    """The name in a Host header: without port, brackets, case and final dot."""
    host = host.strip().lower()
    match = _HOST.fullmatch(host)
    return (match["six"] or match["name"]).removesuffix(".") if match else host
