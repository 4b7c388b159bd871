"""Connections that are slow, idle or many, against a server of its own with few open files."""

from __future__ import annotations

import io
import resource
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, redirect_stderr
from pathlib import Path

import pytest

from asgi import EVENTS
from askleaflet.reporting import MOST_ALIKE, NO_FILES, Log, report
from askleaflet.web.connections import BACKLOG, OTHER_FILES
from askleaflet.web.stopping import SECONDS_IN_ALL
from test_server import Running, asked

FILES = 400
FEW = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))"
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = f"POST {EVENTS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    one = Running(tmp_path_factory.mktemp("few"), FEW)
    yield one
    one.client.close()
    one.stop()


def opened(running: Running, sent: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", running.port), timeout=30)
    one.sendall(sent)
    return one


def seconds_open(one: socket.socket, dribble: bytes = b"") -> float:
    """How long the server keeps it, while a byte comes every half second."""
    began = time.monotonic()
    one.settimeout(0.5)
    while time.monotonic() - began < 40:
        try:
            if dribble:
                one.sendall(dribble)
            if not one.recv(65_536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


# What is sent, what dribbles after it, and the seconds after which the connection is closed.
SLOW = (
    (b"", b"", 5),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"", 5),
    (b"GET /healthz HTTP/1.1\r\nX: ", b"x", 5),
    (f"{HEAD}Content-Length: 90\r\n\r\n{{".encode(), b" ", 10),
    (WHOLE, b"", 15),
    (f"{HEAD}Content-Length: 90\r\n\r\n".encode(), b"", 10),
    (f"{HEAD}Transfer-Encoding: chunked\r\n\r\n50\r\n{{".encode(), b" ", 10),
    (f"{HEAD}Content-Length: 90\r\nExpect: 100-continue\r\n\r\n".encode(), b"", 10),
    (f"{HEAD}Content-Length: 300000\r\n\r\n".encode() + b"[" * 200_000, b"[", 10),
    (WHOLE.replace(b"\r\n\r\n", b"\r\nContent-Length: 90\r\n\r\n{"), b" ", 10),
    # One after the other, the second sent before the first is answered.
    (WHOLE + b"GET /hea", b"", 5),
    (WHOLE + b"GET /healthz HTTP/1.1\r\nX: ", b"x", 5),
    (WHOLE + f"{HEAD}Content-Length: 90\r\n\r\n{{".encode(), b" ", 10),
    (WHOLE + f"{HEAD}Content-Length: 90\r\n\r\n{{".encode(), b"", 10),
    (WHOLE * 3, b"", 15),
    (b"\r\n", b"\r\n", 5),
)


def test_slow_and_idle_connections_end(running: Running) -> None:
    def seconds(sent: bytes, dribble: bytes) -> float:
        with opened(running, sent) as one:
            return seconds_open(one, dribble)

    with ThreadPoolExecutor(len(SLOW)) as pool:
        took = pool.map(seconds, *zip(*((sent, dribble) for sent, dribble, _ in SLOW), strict=True))
        for (sent, dribble, most), one in zip(SLOW, took, strict=True):
            assert one < most + 1, (sent, dribble, one)


def test_more_connections_than_files_close_the_longest_idle_and_everybody_is_served(
    running: Running,
) -> None:
    most = FILES - BACKLOG - OTHER_FILES
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 3 * FILES
    with ExitStack() as stack:
        many = [stack.enter_context(opened(running)) for _ in range(2 * FILES)]
        assert len(many) > 3 * most
        answer = running.ask(asked("i cant breathe"))
        assert answer.status_code == 200
        assert "notice" in answer.text
        many[0].settimeout(20)
        assert many[0].recv(1) == b""
    assert len(running.err.read_bytes()) < 5_000
    assert "Traceback" not in running.err.read_text("utf-8")


def test_bad_requests_are_counted_and_not_logged_one_by_one(running: Running) -> None:
    before = running.err.stat().st_size
    for _ in range(200):
        with opened(running, b"\x16\x03\x01 not http\r\n\r\n") as one:
            one.recv(100)
    assert running.err.stat().st_size - before < 1_000


def test_health_answers_head(running: Running) -> None:
    answer = running.client.head("/healthz")
    assert answer.status_code == 200
    assert answer.text == ""


def test_a_signal_ends_it_within_ten_seconds_whatever_runs(tmp_path: Path) -> None:
    """A search that never ends, in a thread that cannot be interrupted."""
    endless = (
        "from askleaflet.web import turn",
        "turn.replies = lambda *_: next(one for one in iter(int, 1) if one)",
    )
    one = Running(tmp_path, *endless)
    with closing(one.client), opened(one) as held:
        body = b'{"fn_index":0,"data":["{\\"asked\\":[{\\"text\\":\\"a\\"}]}"],"session_hash":"s"}'
        held.sendall(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        time.sleep(1)
        began = time.monotonic()
        one.process.send_signal(signal.SIGTERM)
        one.process.wait(30)
        assert time.monotonic() - began < SECONDS_IN_ALL + 1
        assert one.process.returncode == 0


def test_the_same_line_is_written_so_often_and_then_counted() -> None:
    now = [0.0]
    written = io.StringIO()
    with redirect_stderr(written):
        log = Log(lambda: now[0])
        for _ in range(1000):
            log.write("a")
        for number in range(1000):
            log.write(f"other {number}")
        now[0] = 61.0
        log.write("b")
    lines = written.getvalue().splitlines()
    assert lines.count("askleaflet: a") == MOST_ALIKE
    assert "askleaflet: a (995 times more within a minute)" in lines
    assert lines[-1] == "askleaflet: b"
    assert len(lines) < 70


def test_a_process_without_files_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    report(OSError(24, "x"), "a request failed")
    assert NO_FILES in capfd.readouterr().err
