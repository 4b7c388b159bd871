"""Nodes that fail: asked again only when a probe says so, in time, and never with a word in sight.

What a real cluster does is in test_opensearch.py and test_opensearch_faults.py.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from askleaflet.errors import RetrievalError, SettingsError
from askleaflet.reader.storing import Store
from askleaflet.search.engine import (
    SECONDS_A_NODE,
    SECONDS_ALONE,
    SECONDS_IN_ALL,
    Anything,
    Engine,
    Node,
)
from askleaflet.search.http import connect, sender
from askleaflet.search.published import PublishedStore
from invented import settings

SECRET = "pass-word-not-to-be-seen"


class Nodes:
    """Nodes that answer as they are told, and the time that this takes."""

    def __init__(self, **status: int) -> None:
        self.status, self.asked, self.now = dict(status), list[str](), 100.0
        self.takes: dict[str, float] = {}

    def send(
        self, method: str, address: str, content: bytes | None, headers: Mapping[str, str],
        seconds: float,
    ) -> tuple[int, bytes]:  # fmt: skip
        node, _, path = address.partition("/")
        self.asked.append(f"{node} {path or 'probe'}")
        takes = self.takes.get(node, 0.0)
        self.now += min(takes, seconds)
        if takes > seconds or not self.status[node]:
            raise TimeoutError
        return self.status[node], b"{}"

    def engine(self) -> Engine:
        return Engine([Node(one) for one in self.status], self.send, lambda: self.now)


def test_the_first_node_that_works_is_asked_and_no_other() -> None:
    nodes = Nodes(a=200, b=200)
    assert nodes.engine().ask("GET", "/x", Anything) == {}
    assert nodes.asked == ["a x"]


def test_vectors_that_the_engine_lacks_are_none_and_what_holds_nothing_is_no_answer() -> None:
    store = PublishedStore(Nodes(a=404).engine(), "leaflets", Store())
    assert store.read("a-key") is None
    with pytest.raises(RetrievalError, match="something else than expected"):
        PublishedStore(Nodes(a=200).engine(), "leaflets", Store()).read("a-key")


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_where_a_node_fails_the_next_one_is_asked_and_the_first_is_left_alone(status: int) -> None:
    nodes = Nodes(a=status, b=200)
    engine = nodes.engine()
    for _ in range(2):
        engine.ask("GET", "/x", Anything)
    assert nodes.asked == ["a x", "b x", "b x"]


def test_a_node_is_probed_after_its_rest_and_asked_again_once_it_answers() -> None:
    nodes = Nodes(a=0)
    engine = nodes.engine()
    half = SECONDS_ALONE / 2
    for wait, asked in ((0.0, ["a x"]), (half, []), (SECONDS_ALONE, ["a probe"]), (half, [])):
        nodes.now += wait
        nodes.asked.clear()
        with pytest.raises(RetrievalError, match="no node of it answers"):
            engine.ask("GET", "/x", Anything)
        assert nodes.asked == asked
    nodes.status["a"] = 200
    nodes.now += SECONDS_ALONE
    nodes.asked.clear()
    for _ in range(2):
        engine.ask("GET", "/x", Anything)
    assert nodes.asked == ["a probe", "a x", "a x"]


def test_nodes_that_are_slow_are_given_up_before_two_seconds_are_over() -> None:
    nodes = Nodes(a=200, b=200, c=200)
    nodes.takes = dict.fromkeys("abc", 5.0)
    began = nodes.now
    with pytest.raises(RetrievalError):
        nodes.engine().ask("GET", "/x", Anything)
    assert nodes.now - began < SECONDS_IN_ALL + 0.01 < 2
    assert SECONDS_A_NODE < SECONDS_IN_ALL


@pytest.mark.parametrize(
    ("status", "said"), [(401, "refuses"), (403, "refuses"), (404, "publish"), (400, "status 400")]
)
def test_what_every_node_would_say_is_asked_of_one(status: int, said: str) -> None:
    nodes = Nodes(a=status, b=200)
    with pytest.raises(RetrievalError, match=said):
        nodes.engine().ask("GET", "/x", Anything)
    assert nodes.asked == ["a x"]


def test_what_may_be_missing_is_no_error() -> None:
    assert Nodes(a=404).engine().ask("GET", "/x", Anything, missing="none") == "none"
    assert Nodes(a=409).engine().ask("PUT", "/x", Anything, missing="none") == "none"


def test_an_answer_of_another_shape_is_an_error() -> None:
    with pytest.raises(RetrievalError, match="something else"):
        Nodes(a=200).engine().ask("GET", "/x", TypeAdapter(list[int]))


class _Slow(BaseHTTPRequestHandler):
    """Answers "/slow" byte by byte, anything else with what it was told of who asks."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        if self.path == "/slow":
            # Whoever asked has gone before it is over.
            with suppress(BrokenPipeError, ConnectionResetError):
                for _ in range(50):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.1)
            return
        self.wfile.write(f'"{self.headers["authorization"]}"'.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def slow() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_that_trickles_in_is_given_up_in_time(slow: str) -> None:
    send = sender(settings(search_url=slow))
    with pytest.raises(TimeoutError):
        send("GET", f"{slow}/slow", None, {}, 0.3)


@pytest.mark.parametrize(
    ("user", "scheme"), [("leaflet", "Basic bGVhZmxldDp"), ("", f"ApiKey {SECRET}")]
)
def test_who_asks_is_said_as_the_settings_say(
    slow: str, user: str, scheme: str, tmp_path: Path
) -> None:
    kept = tmp_path / "secret"
    kept.write_text(f"{SECRET}\n", "utf-8")
    own = settings(search_url=slow, search_user=user, search_secret=f"@{kept}")
    said = connect(own).ask("GET", "/x", TypeAdapter(str))
    assert said.startswith(scheme)
    assert SECRET not in repr(own)


@pytest.mark.parametrize(
    "url",
    [
        "http://search.example:9200",
        "https://me:pass@search.example",
        "https://search.example/?x=1",
        "search.example:9200",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_not_encrypted_or_holds_a_password_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="search_url"):
        settings(search_url=url)


def test_a_file_without_a_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca").write_text("none", "utf-8")
    with pytest.raises(SettingsError, match="search_ca"):
        connect(settings(search_url="https://a.example", search_ca=tmp_path / "ca"))
