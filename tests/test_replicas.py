"""Replicas that share a key are one server to a page: any request may go to any of them."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from asgi import post, send
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.settings import Settings, read_settings
from askleaflet.web import server
from askleaflet.web.visits import Visits
from test_server import asked, created

KEY = "a key that replicas share, well over 32 letters"


@pytest.fixture(scope="module")
def replicas(assistant: Assistant, catalogue: Catalogue) -> tuple[FastAPI, FastAPI]:
    of = [read_settings(visit_key=KEY, port=port) for port in (7861, 7862)]
    first, second = (created(assistant, catalogue, one) for one in of)
    return first, second


def name(app: FastAPI) -> int:
    return int(send(app, "GET", "/gradio_api/app_id").json()["app_id"])


def test_a_visit_that_was_opened_at_one_replica_counts_as_one_at_the_other(
    replicas: tuple[FastAPI, FastAPI],
) -> None:
    first, second = replicas
    page = send(first, "GET", "/").text
    sign = page.partition('<meta name="visit" content="')[2].partition('"')[0]
    many = range(server.BURST + 10)
    statuses = {post(second, asked("hello"), headers={"X-Visit": sign}).status_code for _ in many}
    assert statuses == {200, 429}
    assert {post(second, asked("hello")).status_code for _ in many} == {200}


def test_a_page_takes_replicas_for_one_server(replicas: tuple[FastAPI, FastAPI]) -> None:
    first, second = replicas
    assert name(first) == name(second)


@pytest.mark.parametrize(
    "given",
    [
        {"visit_key": KEY[::-1]},
        {"care_team_phone": "555 0123"},
        {"language": "es"},
        {"kiosk": True},
    ],
    ids=["key", "number", "language", "kiosk"],
)
def test_a_page_starts_afresh_where_the_key_or_what_it_shows_is_another(
    given: dict[str, object],
) -> None:
    def number(settings: Settings) -> int:
        return Visits(settings.key()).server(server._shown(settings))

    before, after = read_settings(visit_key=KEY), read_settings(**{"visit_key": KEY, **given})
    assert number(before) != number(after)
    assert number(before) == number(read_settings(visit_key=KEY, root_path="/leaflet"))


def test_without_a_key_each_process_is_a_server_of_its_own() -> None:
    assert Visits().server("") != Visits().server("")
    assert Visits().name(Visits().open()) is None


def test_a_page_can_count_as_far_as_the_number_of_its_server() -> None:
    """Beyond 2^53 a script would round it, and two numbers could be one."""
    assert all(Visits().server("") < 2**53 for _ in range(100))
