"""One visit to two replicas, a request to each in turn, as a proxy without memory sends them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Route, expect

from browser.visiting import Opener, Server
from invented import compiled

SHARED = {
    "ASKLEAFLET_VISIT_KEY": "a key that replicas share, well over 32 letters",
    "ASKLEAFLET_ALLOWED_HOSTS": "127.0.0.1",
}


@pytest.fixture
def replicas() -> Iterator[tuple[Server, Server]]:
    compiled()
    both = Server(SHARED), Server(SHARED)
    for one in both:
        one.start()
    yield both
    for one in both:
        one.stop()


def test_a_conversation_goes_on_whichever_replica_answers(
    replicas: tuple[Server, Server], open_page: Opener
) -> None:
    first, second = replicas
    visit = open_page(first)
    page = visit.page
    asked: list[int] = []
    turns = cycle([second, first])

    def pass_on(route: Route) -> None:
        one = next(turns)
        asked.append(one.port)
        url = route.request.url.replace(f":{first.port}/", f":{one.port}/")
        route.fulfill(response=route.fetch(url=url))

    page.route("**/gradio_api/**", pass_on)
    visit.ask("How is it given?")
    visit.ask("how long for?")
    visit.ask("What are the side effects?")
    names = {page.evaluate("Page.serverName()") for _ in range(4)}
    assert len(names) == 1
    expect(page.locator(".reply")).to_have_count(3)
    assert set(asked) == {first.port, second.port}


def test_a_visit_outlives_the_restart_of_its_replica(
    replicas: tuple[Server, Server], open_page: Opener
) -> None:
    one = replicas[0]
    visit = open_page(one)
    visit.ask("How is it given?")
    one.stop()
    visit.page.fill("#question textarea", "what are the side effects")
    visit.page.click("#ask")
    expect(visit.page.locator("#away")).to_be_visible()
    one.start()
    visit.wait_for_replies(2)
    expect(visit.page.locator("#away")).to_be_hidden()
