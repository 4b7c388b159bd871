"""``askleaflet-lab load``: many people at once, against a server of this machine.

Each person opens the page, then asks one question every ten seconds, and sends the questions so
far with it, as the page does. Prints latency, errors and the growth of the server's memory.
"""

from __future__ import annotations

import asyncio
import html
import json
import math
import random
import re
import sys
import time
from dataclasses import dataclass, field
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
# The bounds: p95, and growth of memory once the server is warm.
P95_MS, GROWTH = 500.0, 0.05


@dataclass(slots=True)
class Measured:
    """What one run saw: seconds of each answer, what went wrong and when, memory in kilobytes."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    failed_at: list[float] = field(default_factory=list)

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


def answers(answer: httpx.Response, question: str) -> bool:
    """Whether it is one reply, to this question, and tells of no fault."""
    (fresh, *_) = answer.json()["data"]
    if len(fresh["turns"]) != 1:
        return False
    turn = str(fresh["turns"][0])
    return html.escape(question) in turn and 'data-kind="error"' not in turn


async def person(
    client: httpx.AsyncClient, number: int, every: float, until: float, measured: Measured
) -> None:
    """One person's visit, started at a random moment so that people do not ask in step."""
    chance = random.Random(number)  # noqa: S311 - spreads load, guards nothing
    await asyncio.sleep(chance.uniform(0, every))
    shown = await visit(client, measured)
    asked: list[dict[str, str]] = []
    while time.monotonic() < until:
        asked = [*asked, {"text": chance.choice(QUESTIONS)}][-LONGEST_VISIT:]
        # The page has the replies to all but the last.
        known = len(asked) - 1
        wish = json.dumps({"language": "en", "asked": asked, "leaflet": "", "known": known})
        body = {"fn_index": 0, "data": [wish], "trigger_id": None, "session_hash": f"load{number}"}
        began = time.perf_counter()
        try:
            answer = await client.post(EVENTS, json=body, headers=shown)
            if answer.status_code != 200 or "reply" not in answer.text:
                measured.failed(str(answer.status_code))
            elif not answers(answer, asked[-1]["text"]):
                measured.failed("wrong reply")
        except httpx.HTTPError as error:
            measured.failed(type(error).__name__)
        took = time.perf_counter() - began
        measured.seconds.append(took)
        await asyncio.sleep(max(0.0, every - took))


async def watch(process: int, until: float, measured: Measured) -> None:
    """Samples the server's resident memory once a second (Linux)."""
    status = Path(f"/proc/{process}/status")
    while time.monotonic() < until:
        for line in status.read_text("utf-8").splitlines():
            if line.startswith("VmRSS:"):
                measured.memory.append(int(line.split()[1]))
        await asyncio.sleep(1)


async def load(url: str, people: int, every: float, seconds: float, process: int) -> Measured:
    """The whole run."""
    measured = Measured()
    until = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(
        base_url=url, timeout=30, limits=limits, trust_env=False
    ) as client:
        (await client.get("/healthz")).raise_for_status()
        visits = [person(client, number, every, until, measured) for number in range(people)]
        watching = [watch(process, until, measured)] if process else []
        await asyncio.gather(*visits, *watching)
    return measured


def main(
    url: Annotated[str, typer.Option(help="The page, on this machine.")] = "http://127.0.0.1:7860",
    people: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two questions.")] = 10.0,
    seconds: Annotated[float, typer.Option(min=1)] = 120.0,
    process: Annotated[int, typer.Option(help="The server's process id, for its memory.")] = 0,
) -> None:
    """Loads a server of this machine and prints p50, p95, p99, errors and growth of memory."""
    if httpx.URL(url).host not in LOCAL:
        typer.echo("askleaflet: only a server of this machine may be loaded.", err=True)
        raise typer.Exit(2)
    try:
        measured = asyncio.run(load(url, people, every, seconds, process))
    except httpx.HTTPError as error:
        typer.echo(f"askleaflet: no page answers at {url}. Start it there first.", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{people} people, one question every {every:g} s, for {seconds:g} s")
    typer.echo(f"answers  {len(measured.seconds)}")
    typer.echo(f"errors   {len(measured.errors)} {sorted(set(measured.errors)) or ''}".rstrip())
    if measured.errors:
        typer.echo(f"         within {measured.lasted():.1f} s")
    for share in (0.50, 0.95, 0.99):
        typer.echo(f"p{share * 100:.0f}      {measured.percentile(share):.1f} ms")
    if measured.memory:
        first, last = measured.memory[len(measured.memory) // 4], measured.memory[-1]
        typer.echo(
            f"memory   {first / 1024:.1f} MB warm, {last / 1024:.1f} MB at the end "
            f"({measured.growth():+.1%})"
        )
    sys.exit(0 if measured.good() else 1)
