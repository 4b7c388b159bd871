"""The program's own commands against a real OpenSearch, each in a process of its own, as staff run
them: published, broken off, taken back, withdrawn, and served by workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from asgi import EVENTS
from askleaflet.settings import PREFIX
from bundled import Ran, run
from invented import MELOTIN, SOURCE, write
from opensearch import needs_opensearch
from test_opensearch import STROKE, URGENT, Clinic, clinic
from test_server import asked
from test_workers import Several

pytestmark = needs_opensearch
__all__ = ["clinic"]
FRIDGE = "how do i keep melotin"
# Writes one leaflet, says so and waits for the file "go".
HELD = """
import os, time
from askleaflet.publishing import Publisher
real = Publisher._write_one
def write_one(*given):
    real(*given)
    if not os.path.exists("held"):
        open("held", "w").close()
        while not os.path.exists("go"):
            time.sleep(0.01)
Publisher._write_one = write_one
"""
# As two minutes later.
LATER = "from askleaflet.search import state; state.SECONDS_GONE = -1.0"


def environment(clinic: Clinic) -> dict[str, str]:
    own = clinic.settings
    said = {"CORPUS": own.corpus, "SEARCH_URL": own.search_url[0], "SEARCH_INDEX": clinic.name}
    return {
        **{PREFIX + name: str(value) for name, value in said.items()},
        "PYTHONPATH": str(SOURCE.parent),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
    }


def command(*arguments: str, before: str = "") -> list[str]:
    start = f"{before}\nfrom askleaflet.start import main\nmain()"
    return [sys.executable, "-c", start, *arguments]


def said(clinic: Clinic, *arguments: str, before: str = "") -> Ran:
    """How a command ended, and what it said."""
    return run(command(*arguments, before=before), clinic.folder.parent, **environment(clinic))


@contextmanager
def held(clinic: Clinic) -> Iterator[subprocess.Popen[str]]:
    """Who publishes just now, and has written one leaflet of two."""
    folder = clinic.folder.parent
    process = subprocess.Popen(
        command("publish", before=HELD),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": os.devnull, **environment(clinic)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        while not (folder / "held").exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        try:
            yield process
        finally:
            process.kill()


def test_leaflets_are_published_taken_back_and_withdrawn_by_command(clinic: Clinic) -> None:
    first = said(clinic, "publish")
    assert (first.status, "2 leaflets are published, 2 anew, as " in first.said) == (0, True), first
    again = said(clinic, "publish")
    assert (again.status, "were published already" in again.said) == (0, True), again
    write(clinic.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    assert said(clinic, "publish").status == 0
    assert "Keep Melotin in the freezer." in said(clinic, "ask", FRIDGE).said
    back = said(clinic, "rollback")
    assert (back.status, "2 leaflets are served as before" in back.said) == (0, True), back
    assert "Keep Melotin in the fridge." in said(clinic, "ask", FRIDGE).said
    no_further = said(clinic, "rollback")
    assert (no_further.status, no_further.said.count("\n")) == (2, 1)
    assert "No earlier publication" in no_further.said
    gone = said(clinic, "withdraw", "zorvexin", "--why", "recalled")
    assert (gone.status, "zorvexin is withdrawn from the search engine." in gone.said) == (0, True)
    assert not (clinic.folder / "zorvexin.md").exists()
    assert "had a stroke" not in said(clinic, "ask", STROKE).said


def test_where_the_engine_is_out_of_reach_a_command_says_so_and_a_question_keeps_its_notice(
    clinic: Clinic,
) -> None:
    assert said(clinic, "publish").status == 0
    away = f"import os; os.environ['{PREFIX}SEARCH_URL'] = 'http://127.0.0.1:9'"
    for one in ("publish", "rollback"):
        failed = said(clinic, one, before=away)
        assert (failed.status, failed.said.count("\n")) == (2, 1), failed
        assert "The search engine cannot answer" in failed.said
    kept = said(clinic, "ask", URGENT, before=away)
    assert (kept.status, "The search engine cannot answer" in kept.said) == (1, True), kept
    notice, reply = map(kept.said.find, ("CALL YOUR CARE TEAM NOW", "There is no leaflet here"))
    assert 0 < notice < reply
    assert said(clinic, "search", STROKE, before=away).status == 2
    assert clinic.replica().reply(STROKE).quotes


def test_of_two_who_publish_at_once_the_second_is_told_and_the_first_ends_well(
    clinic: Clinic,
) -> None:
    with held(clinic) as first:
        second = said(clinic, "publish")
        assert (second.status, second.said.count("\n")) == (2, 1), second
        assert "Somebody else is publishing" in second.said
        assert clinic.index() == ""
        (clinic.folder.parent / "go").touch()
        told = first.communicate()[0]
        assert (first.returncode, "2 leaflets are published, 2 anew" in told) == (0, True), told


def test_what_was_killed_is_gone_on_with_where_it_ended(clinic: Clinic) -> None:
    with held(clinic) as first:
        first.kill()
        first.wait()
    assert clinic.index() == ""
    waits = said(clinic, "publish")
    assert (waits.status, "wait 2 minutes" in waits.said) == (2, True), waits
    done = said(clinic, "publish", before=LATER)
    assert (done.status, "2 leaflets are published, 1 anew" in done.said) == (0, True), done
    assert clinic.replica().reply(STROKE).quotes


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_who_breaks_it_off_is_told_and_may_publish_again_at_once(
    clinic: Clinic, sent: signal.Signals
) -> None:
    with held(clinic) as first:
        first.send_signal(sent)
        told = first.communicate()[0]
    assert (first.returncode, told.count("\n")) == (2, 1), told
    assert "broken off" in told
    done = said(clinic, "publish")
    assert (done.status, "2 leaflets are published, 1 anew" in done.said) == (0, True), done


def test_workers_answer_from_the_engine_also_one_that_replaces_another(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.publish()
    folder = tmp_path / "server"
    folder.mkdir()
    given = {name: value for name, value in environment(clinic).items() if PREFIX in name}
    # None but those of the engine can be served.
    given[f"{PREFIX}CORPUS"] = str(folder)
    several = Several(folder, f"os.environ.update({given!r})")
    try:
        several.await_workers()
        right = {one: asked_anew(several, one) for one in (STROKE, FRIDGE, URGENT)}
        assert 'data-kind="answer"' in right[STROKE]
        before = several.workers()
        os.kill(min(before), signal.SIGKILL)
        while several.workers() == before or len(several.workers()) < 2:
            time.sleep(0.05)
        several.await_workers()
        # A connection each, so that both are asked.
        for _ in range(10):
            assert {one: asked_anew(several, one) for one in right} == right
        assert said(clinic, "withdraw", "zorvexin", "--why", "recalled").status == 0
        for _ in range(10):
            assert 'data-kind="error"' in asked_anew(several, STROKE)
        several.process.send_signal(signal.SIGHUP)
        while several.err.read_text("utf-8").count("were read anew") < 2:
            time.sleep(0.05)
        assert [several.ids() for _ in range(10)] == [["melotin"]] * 10
    finally:
        several.client.close()
        several.stop()
    assert several.process.returncode == 0


def asked_anew(several: Several, question: str) -> str:
    """The reply to a question that comes on a connection of its own, as it is drawn."""
    address = f"http://127.0.0.1:{several.port}{EVENTS}"
    (turn,) = httpx.post(address, json=asked(question), timeout=None).json()["data"][0]["turns"]
    return str(turn)
