"""Whether questions can be answered, as a proxy or an orchestrator asks it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from threading import Event

import pytest
from fastapi import FastAPI

from asgi import send
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.records import Candidate, Query
from askleaflet.serving import Edition, Served
from askleaflet.web import health
from askleaflet.web.health import Readiness
from invented import Down, without_search
from test_server import created


def ready(app: FastAPI) -> tuple[int, set[str]]:
    """The status, and what is said to be missing."""
    answer = send(app, "GET", "/readyz")
    return answer.status_code, {what for what, there in answer.json().items() if not there}


def test_a_server_with_leaflets_reader_and_search_is_ready(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    app = created(assistant, catalogue)
    assert ready(app) == (200, set())
    assert send(app, "HEAD", "/readyz").status_code == 200


def test_without_its_search_engine_a_server_lives_and_is_not_ready(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    app = created(without_search(assistant), catalogue)
    assert ready(app) == (503, {"ready", "search"})
    assert send(app, "GET", "/healthz").status_code == 200


def test_a_fault_inside_is_one_of_the_reader(assistant: Assistant, catalogue: Catalogue) -> None:
    broken = replace(assistant, searches=(Down(KeyError("x")),))
    assert ready(created(broken, catalogue)) == (503, {"ready", "reader"})


def test_without_leaflets_nothing_can_be_answered(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    none = replace(catalogue, listings={}, sources={})
    assert ready(created(assistant, none)) == (503, {"ready", "leaflets"})


@dataclass
class Slow:
    """A search engine that answers when it is let."""

    let: Event = field(default_factory=Event)

    def search(self, query: Query, k: int) -> list[Candidate]:
        self.let.wait()
        return []


def test_an_engine_that_does_not_answer_in_time_is_out_of_reach(
    assistant: Assistant, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SECONDS_TO_ANSWER", 0.05)
    slow = Slow()
    app = created(replace(assistant, searches=(slow,)), catalogue)
    assert ready(app) == (503, {"ready", "search"})
    slow.let.set()


@dataclass
class Counted:
    """A search engine that counts how often it is asked."""

    asked: int = 0

    def search(self, query: Query, k: int) -> list[Candidate]:
        self.asked += 1
        return []


def test_however_often_somebody_asks_it_is_tried_once_in_a_while(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    now, engine = [0.0], Counted()
    served = Served(Edition(replace(assistant, searches=(engine,)), catalogue))
    readiness = Readiness(served, lambda: now[0])

    async def ask() -> None:
        for _ in range(2):
            found = await asyncio.gather(*(readiness.now() for _ in range(20)))
            assert all(one.ready for one in found)
            counts.append(engine.asked)
            now[0] += health.SECONDS_BETWEEN

    counts: list[int] = []
    asyncio.run(ask())
    assert counts[1] == 2 * counts[0] > 0
