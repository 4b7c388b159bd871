"""``askleaflet-lab load``: many people at once, against a server of this machine.

Each person opens the page, chooses a leaflet where there are several, then asks one question every
ten seconds, and sends the questions so far with it, as the page does. Prints latency, errors and
the growth of the server's memory; with a twin, how many replies are not those that it gives.
"""

from __future__ import annotations

import asyncio
import html
import json
import math
import random
import re
import ssl
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import httpx
import typer

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
EVENTS = "/gradio_api/run/predict"
QUESTIONS = (
    "How is it given?",
    "What are the side effects?",
    "Can I drive?",
    "my little boy feels sick and has a headache",
    "Who should not take it?",
    "Can I take ibuprofen with it?",
    "what is the weather today",
    "¿Puedo conducir?",
)
# The questions of a visit that travel along; a longer visit is rare.
LONGEST_VISIT = 6
# Requests to the twin, which has no other.
AT_ONCE = 4
# The bounds: p95, and growth of memory once the server is warm.
P95_MS, GROWTH = 500.0, 0.05


Body = dict[str, object]


@dataclass(slots=True)
class Measured:
    """What one run saw: seconds of each answer, what went wrong and when, memory in kilobytes, and
    of each person what was sent and the reply that came. Before ``counted_from``, by the clock,
    no seconds are noted."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    failed_at: list[float] = field(default_factory=list)
    replies: dict[int, list[tuple[Body, str]]] = field(default_factory=dict)
    others: int = 0
    counted_from: float = 0.0

    def failed(self, why: str) -> None:
        """Notes an error."""
        self.errors.append(why)
        self.failed_at.append(time.monotonic())

    def lasted(self) -> float:
        """Seconds from the first error to the last."""
        return max(self.failed_at) - min(self.failed_at) if self.failed_at else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds that ``share`` of the answers took at most."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan

    def growth(self) -> float:
        """Growth of the server's memory after warm-up, the first quarter of the samples."""
        warm = self.memory[len(self.memory) // 4 :]
        return warm[-1] / warm[0] - 1 if warm else math.nan

    def good(self) -> bool:
        """Whether the run keeps the bounds; a memory that was not measured breaks none."""
        grown = bool(self.memory) and self.growth() > GROWTH
        return (
            bool(self.seconds)
            and not self.errors
            and not self.others
            and not grown
            and (self.percentile(0.95) < P95_MS)
        )


async def visit(client: httpx.AsyncClient, measured: Measured) -> dict[str, str]:
    """The sign of a visit, from a page opened for it."""
    try:
        page = await client.get("/")
    except httpx.HTTPError as error:
        measured.failed(type(error).__name__)
        return {}
    found = re.search(r'name="visit" content="([^"]+)"', page.text)
    return {"X-Visit": found[1]} if found else {}


def reply_in(answer: httpx.Response) -> str:
    """The one reply that came, as it is drawn; empty where it is none or more."""
    if answer.status_code != 200:
        return ""
    (fresh, *_) = answer.json()["data"]
    return str(fresh["turns"][0]) if len(fresh["turns"]) == 1 else ""


def wrong(answer: httpx.Response, question: str) -> str:
    """What is wrong with an answer; nothing where it is one reply to this question, and tells of no
    fault."""
    if answer.status_code != 200:
        return str(answer.status_code)
    reply = reply_in(answer)
    if html.escape(question) not in reply:
        return "wrong reply"
    return "error reply" if 'data-kind="error"' in reply else ""


def body_of(asked: Sequence[dict[str, str]], session: str) -> Body:
    """What the page sends when the last of ``asked`` is asked: it has the replies to the others."""
    wish = {"language": "en", "asked": asked, "leaflet": "", "known": len(asked) - 1}
    data = [json.dumps(wish)]
    return {"fn_index": 0, "data": data, "trigger_id": None, "session_hash": session}


async def person(
    client: httpx.AsyncClient,
    number: int,
    every: float,
    until: float,
    measured: Measured,
    leaflets: Sequence[str] = (),
) -> None:
    """One person's visit, started at a random moment so that people do not ask in step."""
    chance = random.Random(number)  # noqa: S311 - spreads load, guards nothing
    await asyncio.sleep(chance.uniform(0, every))
    shown = await visit(client, measured)
    chosen = {"leaflet": chance.choice(leaflets)} if leaflets else {}
    asked: list[dict[str, str]] = []
    got = measured.replies.setdefault(number, [])
    while time.monotonic() < until:
        asked = [*asked, {"text": chance.choice(QUESTIONS), **chosen}][-LONGEST_VISIT:]
        body = body_of(asked, f"load{number}")
        began = time.perf_counter()
        try:
            answer = await client.post(EVENTS, json=body, headers=shown)
            if why := wrong(answer, asked[-1]["text"]):
                measured.failed(why)
            else:
                got.append((body, reply_in(answer)))
        except httpx.HTTPError as error:
            measured.failed(type(error).__name__)
        took = time.perf_counter() - began
        if time.monotonic() >= measured.counted_from:
            measured.seconds.append(took)
        await asyncio.sleep(max(0.0, every - took))


async def other_than(twin: httpx.AsyncClient, measured: Measured) -> int:
    """How many of the replies are not those that ``twin`` gives to the same."""
    signs = {one: await visit(twin, Measured()) for one in measured.replies}
    free, others = asyncio.Semaphore(AT_ONCE), 0

    async def differs(number: int, body: Body, reply: str) -> bool:
        async with free:
            answer = await twin.post(EVENTS, json=body, headers=signs[number])
        return reply_in(answer) != reply

    # In turn, as one visit may not ask as fast as it likes.
    for turn in zip_longest(*measured.replies.values()):
        asked = zip(measured.replies, turn, strict=True)
        others += sum(
            await asyncio.gather(*(differs(number, *one) for number, one in asked if one))
        )
    return others


async def watch(process: int, until: float, measured: Measured) -> None:
    """Samples the server's resident memory once a second (Linux)."""
    status = Path(f"/proc/{process}/status")
    while time.monotonic() < until:
        for line in status.read_text("utf-8").splitlines():
            if line.startswith("VmRSS:"):
                measured.memory.append(int(line.split()[1]))
        await asyncio.sleep(1)


def at(url: str, people: int, ca: Path | None) -> httpx.AsyncClient:
    """What so many people ask the page at ``url`` with."""
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    verify = ssl.create_default_context(cafile=ca) if ca else True
    return httpx.AsyncClient(
        base_url=url, timeout=30, limits=limits, trust_env=False, verify=verify
    )


async def load(
    url: str,
    people: int,
    every: float,
    seconds: float,
    process: int,
    warm: float = 0.0,
    twin: str = "",
    ca: Path | None = None,
) -> Measured:
    """The whole run."""
    measured = Measured()
    async with at(url, people, ca) as client:
        health = (await client.get("/healthz")).raise_for_status().json()
        several = list(health["ids"]) if len(health["ids"]) > 1 else []
        measured.counted_from = time.monotonic() + warm
        until = measured.counted_from + seconds
        visits = [person(client, one, every, until, measured, several) for one in range(people)]
        watching = [watch(process, until, measured)] if process else []
        await asyncio.gather(*visits, *watching)
    if twin:
        async with at(twin, AT_ONCE, None) as client:
            measured.others = await other_than(client, measured)
    return measured


def main(
    url: Annotated[str, typer.Option(help="The page, on this machine.")] = "http://127.0.0.1:7860",
    people: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two questions.")] = 10.0,
    seconds: Annotated[float, typer.Option(min=1)] = 120.0,
    process: Annotated[int, typer.Option(help="The server's process id, for its memory.")] = 0,
    warm: Annotated[
        float, typer.Option(help="Seconds before, whose answers are not counted, errors are.")
    ] = 0.0,
    twin: Annotated[
        str, typer.Option(help="A page that gives the right replies, asked the same afterwards.")
    ] = "",
    ca: Annotated[
        Path | None, typer.Option(help="The authority that signed the page's certificate.")
    ] = None,
) -> None:
    """Loads a server of this machine and prints p50, p95, p99, errors and growth of memory."""
    if not {httpx.URL(one).host for one in (url, twin) if one} <= LOCAL:
        typer.echo("askleaflet: only a server of this machine may be loaded.", err=True)
        raise typer.Exit(2)
    try:
        measured = asyncio.run(load(url, people, every, seconds, process, warm, twin, ca))
    except httpx.HTTPError as error:
        typer.echo(f"askleaflet: no page answers at {url}. Start it there first.", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{people} people, one question every {every:g} s, for {seconds:g} s")
    typer.echo(f"answers  {len(measured.seconds)}")
    kinds = dict(Counter(measured.errors))
    typer.echo(f"errors   {len(measured.errors)} {kinds or ''}".rstrip())
    if measured.errors:
        typer.echo(f"         within {measured.lasted():.1f} s")
    if twin:
        typer.echo(f"wrong    {measured.others} replies are not those of the twin")
    for share in (0.50, 0.95, 0.99):
        typer.echo(f"p{share * 100:.0f}      {measured.percentile(share):.1f} ms")
    if measured.memory:
        first, last = measured.memory[len(measured.memory) // 4], measured.memory[-1]
        typer.echo(
            f"memory   {first / 1024:.1f} MB warm, {last / 1024:.1f} MB at the end "
            f"({measured.growth():+.1%})"
        )
    sys.exit(0 if measured.good() else 1)
