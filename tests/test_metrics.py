"""The counts: right, the same whichever worker counted, and without a word that was typed."""

from __future__ import annotations

import re
import socket
import threading

import httpx
import pytest
from fastapi import FastAPI

from asgi import post, send
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.settings import read_settings
from askleaflet.web import exposing, observing, server, turn
from askleaflet.web.metrics import (
    BUCKETS,
    FAMILIES,
    LEAFLETS,
    SECONDS,
    WORKERS,
    Counts,
    What,
    replies_of,
    requests_of,
)
from test_server import MARKER, asked, created

# One line of a series, as Prometheus' text format 0.0.4 has it.
LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="[\w+.]+"(?:,[a-z]+="[\w+.]+")*\})? [\d.e+-]+')


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Counts of each test's own."""
    own = Counts()
    for module in (exposing, observing, server, turn):
        monkeypatch.setattr(module, "COUNTS", own)
    return own


@pytest.fixture(scope="module")
def app(assistant: Assistant, catalogue: Catalogue) -> FastAPI:
    return created(assistant, catalogue, read_settings(access_log=True))


def values(counts: Counts) -> dict[str, float]:
    """Every series that is not zero."""
    lines = [one.rsplit(" ", 1) for one in counts.text().splitlines() if one[0] != "#"]
    return {name: float(value) for name, value in lines if float(value)}


def test_the_text_is_what_prometheus_reads(counts: Counts) -> None:
    counts.took(0.2)
    lines = counts.text().splitlines()
    assert all(LINE.fullmatch(one) for one in lines if one[0] != "#")
    for family in FAMILIES:
        assert f"# TYPE {family.name} {family.type}" in lines
    names = [one.rsplit(" ", 1)[0] for one in lines]
    assert len(names) == len(set(names))


def test_a_histogram_counts_each_answer_in_every_bucket_that_it_fits(counts: Counts) -> None:
    for seconds in (0.01, 0.3, 99.0):
        counts.took(seconds)
    found = [values(counts).get(f'{SECONDS}_bucket{{le="{one}"}}', 0) for one in BUCKETS]
    assert found == [sum(seconds <= one for seconds in (0.01, 0.3, 99.0)) for one in BUCKETS]
    assert values(counts)[f'{SECONDS}_bucket{{le="+Inf"}}'] == 3
    assert values(counts)[f"{SECONDS}_count"] == 3
    assert values(counts)[f"{SECONDS}_sum"] == pytest.approx(99.31)


def test_what_workers_count_is_added_up_and_stays_when_one_is_gone(counts: Counts) -> None:
    for row, leaflets in enumerate((12, 11)):
        counts.own(row)
        counts.add(replies_of("answer"), 3)
        counts.put(WORKERS, 1)
        counts.put(LEAFLETS, leaflets)
    assert values(counts) == {replies_of("answer"): 6, WORKERS: 2, LEAFLETS: 11}
    counts.gone(1)
    assert values(counts) == {replies_of("answer"): 6, WORKERS: 1, LEAFLETS: 12}


def test_threads_that_count_at_once_lose_nothing(counts: Counts) -> None:
    def count() -> None:
        for _ in range(5_000):
            counts.add(replies_of("answer"))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert values(counts) == {replies_of("answer"): 20_000}


def test_questions_are_counted_by_kind_and_time(counts: Counts, app: FastAPI) -> None:
    post(app, asked("How is it given?"))
    post(app, asked("my son cannot breathe"))
    post(app, "not a question")
    found = values(counts)
    assert found[requests_of("question", 200)] == 2
    assert found[requests_of("question", 400)] == 1
    assert found[replies_of("answer")] >= 1
    assert found["askleaflet_urgent_total"] == 1
    assert found[f"{SECONDS}_count"] == 3


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/", ("page", 200)),
        ("/healthz", ("health", 200)),
        ("/theme.css", ("file", 200)),
        ("/gradio_api/run/predict", ("other", 405)),
        (f"/{MARKER}", ("other", 404)),
        (f"/static-leaflet/{MARKER}", ("other", 404)),
    ],
)
def test_each_request_is_a_line_without_address_query_or_unknown_path(
    counts: Counts,
    app: FastAPI,
    capsys: pytest.CaptureFixture[str],
    path: str,
    counted: tuple[What, int],
) -> None:
    send(app, "GET", f"{path}?q={MARKER}", client="203.0.113.9")
    assert values(counts) == {requests_of(*counted): 1}
    (line,) = capsys.readouterr().out.splitlines()
    shown = "-" if MARKER in path else re.escape(path)
    assert re.fullmatch(rf"[\d:.T+-]+ GET {shown} {counted[1]} \d+ \d+\.\d\d\d", line)


def test_nothing_is_logged_of_a_request_unless_it_is_asked_for(
    assistant: Assistant, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    app = created(assistant, catalogue)
    send(app, "GET", "/")
    post(app, asked("How is it given?"))
    assert not capsys.readouterr().out


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_counts_have_a_port_of_their_own_where_it_is_set(
    counts: Counts, app: FastAPI, port: int
) -> None:
    assert exposing.expose(read_settings()) is None
    exposed = exposing.expose(read_settings(metrics_port=port))
    assert exposed
    exposed.in_a_thread()
    counts.took(0.1)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        answer = client.get("/metrics")
        assert answer.text == counts.text()
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert client.get("/").status_code == 404
    exposed.shutdown()
    exposed.server_close()
    assert send(app, "GET", "/metrics").status_code == 404
