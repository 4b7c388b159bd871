"""Requests to an ASGI application in this process, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

import httpx
from starlette.types import ASGIApp

EVENTS = "/gradio_api/run/predict"
HERE = "http://localhost:7860"
Content = str | bytes | AsyncIterator[bytes]


def send(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: Content | None = None,
    client: str = "127.0.0.1",
    base: str = HERE,
) -> httpx.Response:
    """One request and its answer."""

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(client, 5000))
        async with httpx.AsyncClient(transport=transport, base_url=base) as session:
            return await session.request(method, path, headers=headers, content=content)

    return asyncio.run(run())


def post(
    app: ASGIApp,
    body: object,
    *,
    headers: Mapping[str, str] | None = None,
    client: str = "127.0.0.1",
) -> httpx.Response:
    """A post to the page's event, as JSON unless it is text already."""
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    given = {"Content-Type": "application/json", **(headers or {})}
    return send(app, "POST", EVENTS, headers=given, content=content, client=client)
