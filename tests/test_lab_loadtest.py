"""The load test measures what it says, and loads no machine but this one."""

from __future__ import annotations

import asyncio
import html
import json
import os
import time
from collections.abc import Sequence

import httpx
import pytest
import typer
from typer.testing import CliRunner

from askleaflet_lab import loadtest
from askleaflet_lab.loadtest import Measured

app = typer.Typer()
app.command()(loadtest.main)


class Answers(httpx.AsyncBaseTransport):
    """A server that always answers the same."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(self.status, text=self.text, request=request)


class Echoes(httpx.AsyncBaseTransport):
    """A server that answers each question, or always the same one."""

    def __init__(self, always: str = "", leaflets: Sequence[str] = ("one",)) -> None:
        self.always, self.leaflets = always, leaflets
        self.chosen: set[str | None] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/healthz":
            return httpx.Response(200, json={"ids": self.leaflets}, request=request)
        if request.method == "GET":
            return httpx.Response(200, text="page", request=request)
        wish = json.loads(json.loads(request.content)["data"][0])
        asked = self.always or wish["asked"][-1]["text"]
        self.chosen |= {one.get("leaflet") for one in wish["asked"]}
        fresh = {"turns": [f"{html.escape(asked)} reply"], "pinned": "", "leaflet": ""}
        return httpx.Response(200, json={"data": [fresh, None]}, request=request)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    real = httpx.AsyncClient

    def client(**given: object) -> httpx.AsyncClient:
        del given
        return real(transport=Echoes(), base_url="http://localhost")

    monkeypatch.setattr("askleaflet_lab.loadtest.httpx.AsyncClient", client)


def test_percentiles_growth_and_bounds() -> None:
    measured = Measured([n / 1000 for n in range(1, 101)], [], [90, 100, 100, 104])
    assert [round(measured.percentile(one)) for one in (0.5, 0.95, 0.99)] == [50, 95, 99]
    assert measured.growth() == pytest.approx(0.04)
    assert measured.good()
    assert not Measured([0.1], ["500"]).good()
    assert not Measured([0.6]).good()
    assert not Measured([0.1], [], [1, 1, 2, 3]).good()
    assert not Measured().good()


@pytest.mark.usefixtures("answering")
def test_asks_and_samples_memory() -> None:
    measured = asyncio.run(loadtest.load("http://localhost", 3, 0.1, 0.5, os.getpid()))
    assert len(measured.seconds) >= 3
    assert measured.memory[0] > 1000
    assert not measured.errors


@pytest.mark.parametrize(
    ("server", "noted"),
    [(Answers(429, ""), "429"), (Echoes("Something else?"), "wrong reply")],
)
def test_notes_answers_that_are_none_and_those_to_another_question(
    server: httpx.AsyncBaseTransport, noted: str
) -> None:
    async def visit() -> Measured:
        measured = Measured()
        until = time.monotonic() + 0.2
        async with httpx.AsyncClient(transport=server, base_url="http://x") as client:
            await loadtest.person(client, 1, 0.05, until, measured)
        return measured

    measured = asyncio.run(visit())
    assert set(measured.errors) == {noted}
    assert 0 < measured.lasted() < 60


@pytest.mark.usefixtures("answering")
def test_what_is_answered_while_a_server_gets_warm_is_not_counted() -> None:
    few = asyncio.run(loadtest.load("http://localhost", 2, 0.1, 0.3, 0, warm=1.0))
    replies = sum(map(len, few.replies.values()))
    assert 0 < len(few.seconds) < replies / 2


def test_of_several_leaflets_people_ask_about_one_each(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Echoes(leaflets=["one", "two", "three"])
    real = httpx.AsyncClient
    own = lambda **_: real(transport=server, base_url="http://localhost")  # noqa: E731
    monkeypatch.setattr("askleaflet_lab.loadtest.httpx.AsyncClient", own)
    asyncio.run(loadtest.load("http://localhost", 20, 0.1, 0.3, 0))
    assert server.chosen == {"one", "two", "three"}


@pytest.mark.parametrize(("twin", "every"), [(Echoes(), False), (Echoes("Another?"), True)])
def test_replies_that_are_not_those_of_the_twin_are_counted(twin: Echoes, every: bool) -> None:
    async def compared() -> tuple[int, int]:
        measured, until = Measured(), time.monotonic() + 0.2
        async with httpx.AsyncClient(transport=Echoes(), base_url="http://x") as client:
            for one in range(3):
                await loadtest.person(client, one, 0.05, until, measured)
        async with httpx.AsyncClient(transport=twin, base_url="http://y") as client:
            others = await loadtest.other_than(client, measured)
        return others, sum(map(len, measured.replies.values()))

    others, replies = asyncio.run(compared())
    assert replies
    assert others == (replies if every else 0)


@pytest.mark.usefixtures("answering")
def test_prints_what_it_measured() -> None:
    options = ["--people", "2", "--every", "0.1", "--seconds", "1", "--process", str(os.getpid())]
    result = CliRunner().invoke(app, options)
    for word in ("p50", "p95", "p99", "errors   0", "memory"):
        assert word in result.output


def test_loads_no_other_machine() -> None:
    result = CliRunner().invoke(app, ["--url", "http://clinic.test"])
    assert result.exit_code == 2
    assert "this machine" in result.output


def test_says_so_where_no_page_answers() -> None:
    result = CliRunner().invoke(app, ["--url", "http://127.0.0.1:9", "--seconds", "1"])
    assert result.exit_code == 2
    assert "Start it there first" in result.output
