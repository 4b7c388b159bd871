"""HTTP to the search engine, over TLS, with the name and secret that the settings give."""

from __future__ import annotations

import os
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from weakref import finalize

import httpx

from askleaflet.errors import SettingsError
from askleaflet.search.engine import Engine, Node, Send
from askleaflet.settings import Settings

SECONDS_TO_CONNECT = 0.3
MOST_BYTES = 64_000_000


def connect(settings: Settings) -> Engine:
    """The cluster that the settings name; asks nothing yet. Raises SettingsError."""
    return Engine([Node(one) for one in settings.search_url], sender(settings))


def sender(settings: Settings) -> Send:
    """What sends a request and reads the answer whole. Raises SettingsError."""
    try:
        verify = ssl.create_default_context(cafile=settings.search_ca)
    except OSError as error:
        raise SettingsError(
            "The file that search_ca names holds no certificate that can be read. Check it."
        ) from error
    own = _headers(settings)
    # One a process: a fork must not speak through the connections of the one that it came from.
    clients: dict[int, httpx.Client] = {}

    def client() -> httpx.Client:
        if os.getpid() not in clients:
            # Nothing of the environment (proxies, .netrc) counts, and no redirect is followed.
            clients[os.getpid()] = httpx.Client(headers=own, verify=verify, trust_env=False)
        return clients[os.getpid()]

    def send(
        method: str, address: str, content: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        until = time.monotonic() + seconds
        timeout = httpx.Timeout(seconds, connect=min(seconds, SECONDS_TO_CONNECT))
        read = bytearray()
        try:
            with client().stream(
                method, address, content=content, headers=dict(headers), timeout=timeout
            ) as answer:
                for part in answer.iter_bytes():
                    read += part
                    # What httpx calls a timeout is one of each part that arrives.
                    if time.monotonic() > until or len(read) > MOST_BYTES:
                        raise TimeoutError
        except httpx.HTTPError as error:
            raise ConnectionError(type(error).__name__) from None
        return answer.status_code, bytes(read)

    # Whoever gives the engine up leaves no connection open.
    finalize(send, _close, clients)
    return send


def _close(clients: Mapping[int, httpx.Client]) -> None:
    for one in clients.values():
        one.close()


def _headers(settings: Settings) -> dict[str, str]:
    secret = settings.search_secret.get_secret_value() if settings.search_secret else ""
    accept = {"accept": "application/json"}
    if not secret:
        return accept
    if not settings.search_user:
        return {**accept, "authorization": f"ApiKey {secret}"}
    pair = b64encode(f"{settings.search_user}:{secret}".encode()).decode()
    return {**accept, "authorization": f"Basic {pair}"}
