"""Three nodes of OpenSearch, of which some stop or die: a reply is the right one or an error that
says so, never another one."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from askleaflet import setup
from askleaflet.assistant import Assistant
from askleaflet.records import Reply
from askleaflet.settings import Settings
from invented import LEAFLETS, settings, write
from opensearch import Running, cluster, needs_opensearch

pytestmark = needs_opensearch
QUESTIONS = (
    "who had a stroke and takes zorvexin",
    "how do i keep melotin",
    "zorvexin: she has a fever of 39 and shakes",
)
TIMES = 30
# Between two questions: all of them are more than the rest of a node that was slow once.
PAUSE = 0.1
# What was broken is used again so soon after it is back.
SECONDS_TO_RECOVER = 30


@dataclass
class Site:
    """A replica that searches on three nodes, and what it says while all is well."""

    nodes: list[Running]
    settings: Settings
    replica: Assistant
    right: dict[str, Reply]

    def ask(self, times: int = TIMES) -> tuple[int, int, float]:
        """How many replies were right, how many were errors, and the longest wait."""
        right, errors, longest = 0, 0, 0.0
        for number in range(times):
            question = QUESTIONS[number % len(QUESTIONS)]
            began = time.monotonic()
            reply = self.replica.reply(question)
            longest = max(longest, time.monotonic() - began)
            time.sleep(PAUSE)
            if reply == self.right[question]:
                right += 1
                continue
            assert reply.kind == "error", f"{question}: {reply.kind}"
            assert reply.care_team
            assert reply.notice == self.right[question].notice
            errors += 1
        return right, errors, longest

    def wait(self) -> float:
        """Waits until replies are right again; says how long it took."""
        began = time.monotonic()
        while self.ask(len(QUESTIONS))[1]:
            assert time.monotonic() - began < SECONDS_TO_RECOVER
            time.sleep(0.5)
        return time.monotonic() - began


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("leaflets")
    for name, text in LEAFLETS.items():
        write(folder / name, text)
    with cluster(tmp_path_factory.mktemp("three"), 3) as nodes:
        yield opened(folder, nodes)


def opened(folder: Path, nodes: list[Running]) -> Site:
    by_itself = setup.open_assistant(settings(corpus=folder))[0]
    right = {one: by_itself.reply(one) for one in QUESTIONS}
    urls = tuple(one.url for one in nodes)
    own = settings(corpus=folder, search_url=urls)
    setup.publisher(own).publish()
    # A node's first searches load its code, and take longer than a reply may wait.
    for url in urls:
        one = settings(corpus=folder, search_url=url)
        Site([], one, setup.open_assistant(one)[0], right).wait()
    found = Site(nodes, own, setup.open_assistant(own)[0], right)
    assert found.ask()[0] == TIMES
    return found


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What was seen, for whoever reads the run."""
    seen: list[str] = []
    yield seen
    with capsys.disabled():
        print(f"\n{request.node.name}: {'; '.join(seen)}")


def told(found: tuple[int, int, float]) -> str:
    return f"{found[0]} right, {found[1]} errors, longest {found[2]:.2f} s"


@pytest.mark.parametrize("stopped", [(0,), (1, 2), (0, 1, 2)])
def test_while_nodes_stand_still_no_reply_is_wrong_and_all_are_right_soon_after(
    site: Site, stopped: tuple[int, ...], say: list[str]
) -> None:
    for one in stopped:
        site.nodes[one].send(signal.SIGSTOP)
    try:
        found = site.ask()
        say.append(told(found))
        right = 0 if len(stopped) == len(site.nodes) else 1
        assert found[0] >= right
        assert found[0] + found[1] == TIMES
    finally:
        for one in stopped:
            site.nodes[one].send(signal.SIGCONT)
    say.append(f"right again after {site.wait():.1f} s")


def test_where_a_node_is_killed_no_reply_is_wrong_and_all_are_right_soon_after(
    site: Site, say: list[str]
) -> None:
    """The last test of this file: the node stays away."""
    site.nodes[0].process.kill()
    say.append(told(site.ask()))
    say.append(f"right again after {site.wait():.1f} s")
    assert site.ask()[0] == TIMES
    # A replica that starts now finds its leaflets, too.
    assert setup.open_assistant(site.settings)[1].listings.keys() == {"melotin", "zorvexin"}
