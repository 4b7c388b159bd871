"""Several processes behind one address: one page, none missed, all told, all counted."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from askleaflet.web.metrics import RESTARTS, WORKERS, requests_of
from invented import LEAFLETS, ZORVEXIN, write
from test_server import HELD, Running, asked, ends_with_the_answer, refuses

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells children")


class Several(Running):
    """A server with two workers, its leaflets and its counts."""

    def __init__(self, folder: Path, *before: str) -> None:
        self.leaflets = folder / "leaflets"
        for name, text in LEAFLETS.items():
            write(self.leaflets / name, text)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.counts = int(free.getsockname()[1])
        given = {"WORKERS": 2, "METRICS_PORT": self.counts, "CORPUS": self.leaflets}
        settings = {f"ASKLEAFLET_{name}": str(value) for name, value in given.items()}
        super().__init__(folder, f"import os; os.environ.update({settings!r})", *before)

    def workers(self) -> set[int]:
        own = self.process.pid
        return set(map(int, Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()))

    def count(self, series: str) -> float:
        lines = httpx.get(f"http://127.0.0.1:{self.counts}/metrics", timeout=None).text.splitlines()
        return float(next(one for one in lines if one.startswith(f"{series} ")).split()[-1])

    def ids(self) -> list[str]:
        """What the worker serves that takes a new connection."""
        answer = httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=None)
        return list(answer.json()["ids"])

    def await_workers(self) -> None:
        while self.count(WORKERS) < 2:
            time.sleep(0.05)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    one = Several(tmp_path_factory.mktemp("several"))
    one.await_workers()
    yield one
    one.client.close()
    one.stop()


def test_the_counts_of_all_workers_are_one(several: Several) -> None:
    before = several.count(requests_of("question", 200))
    for _ in range(20):
        httpx.post(
            f"http://127.0.0.1:{several.port}/gradio_api/run/predict",
            json=asked("How to take zorvexin?"),
            timeout=None,
        )
    assert several.count(requests_of("question", 200)) == before + 20


def test_a_worker_that_ends_is_replaced_and_its_place_serves_the_leaflets_of_now(
    several: Several,
) -> None:
    """The process that starts workers read the leaflets long ago: what was withdrawn since stays
    withdrawn."""
    before, restarts = several.workers(), several.count(RESTARTS)
    (several.leaflets / "zorvexin.md").unlink()
    for one in before:
        os.kill(one, signal.SIGKILL)
    while several.count(RESTARTS) < restarts + 2:
        time.sleep(0.05)
    several.await_workers()
    assert not several.workers() & before
    assert [several.ids() for _ in range(10)] == [["melotin"]] * 10
    assert "another is started" in several.err.read_text("utf-8")


def test_a_signal_to_read_anew_reaches_all_workers(several: Several) -> None:
    write(several.leaflets / "third.md", ZORVEXIN.replace("Zorvexin", "Thirdex"))
    said = several.err.read_text("utf-8").count("were read anew")
    several.process.send_signal(signal.SIGHUP)
    while several.err.read_text("utf-8").count("were read anew") < said + 2:
        time.sleep(0.05)
    assert all("third" in several.ids() for _ in range(10))


def test_told_to_stop_workers_answer_what_is_in_hand(tmp_path: Path) -> None:
    running = Several(tmp_path, f"exec({HELD!r})")
    ends_with_the_answer(running, tmp_path, "How to take zorvexin?")


def test_no_worker_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    running = Several(tmp_path)
    running.process.kill()
    while not refuses(running.port):
        time.sleep(0.05)
    running.process.wait()
    running.client.close()


def test_workers_that_cannot_start_end_it_with_a_line_that_says_why(tmp_path: Path) -> None:
    failing = (
        "from askleaflet.web import server, workers",
        "workers.SECONDS_TO_WAIT = 0",
        "from askleaflet.errors import CorpusError",
        "def work(*_):\n    raise CorpusError('There is nothing.')",
    )
    code = "\n".join((*failing, "server._work = work"))
    with pytest.raises(RuntimeError, match="end as soon as they start") as raised:
        Several(tmp_path, f"exec({code!r})")
    assert "a worker cannot start: There is nothing." in str(raised.value)
