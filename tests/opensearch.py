"""Real nodes of OpenSearch, one process each, for the tests that need them.

``OPENSEARCH_JARS`` names the folder with the jars of .ci/opensearch.xml (CONTRIBUTING.md says how
to fetch them). Without it these tests are skipped; with it, and without Java, they fail.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from askleaflet.catalogue import Catalogue, listing_of
from askleaflet.publishing import Publisher
from askleaflet.reader.library import Library
from askleaflet.reader.storing import Store
from askleaflet.reading import Source
from askleaflet.search.engine import Engine
from askleaflet.search.http import connect
from askleaflet.search.opensearch import OpenSearch
from askleaflet.search.published import entries_in
from askleaflet.search.switching import Result
from askleaflet.understanding.conversation import read_stop_words
from invented import encoder, settings

JARS = os.environ.get("OPENSEARCH_JARS", "")
needs_opensearch = pytest.mark.skipif(
    not JARS, reason="OPENSEARCH_JARS is not set, so no OpenSearch is started (CONTRIBUTING.md)"
)
RUNNER = "org.codelibs.opensearch.runner.OpenSearchRunner"
# Small, and quick to start rather than quick to run.
JAVA = ("java", "-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
# As for a site.
LARGE = ("java", "-Xms1g", "-Xmx1g")
SECONDS_TO_START = 180
# The runner looks for a free port from here on; it takes none above 9,299.
FIRST_PORT, APART = 9210, 25


_NUMBERS = count()


@dataclass(slots=True)
class Running:
    """One node."""

    process: subprocess.Popen[bytes]
    output: Path
    transport: int

    @property
    def url(self) -> str:
        said = self.output.read_text("utf-8", "replace")
        port = next((line.split()[-1] for line in said.splitlines() if "HTTP Port:" in line), "")
        return f"http://127.0.0.1:{port}" if port else ""

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


def start(
    folder: Path, number: int, transports: Sequence[int], java: Sequence[str] = JAVA
) -> Running:
    """Starts node ``number`` of a cluster; the first one founds it."""
    own = folder / f"node{number}"
    (own / "config").mkdir(parents=True, exist_ok=True)
    seeds = json.dumps([f"127.0.0.1:{one}" for one in transports])
    (own / "config" / "opensearch.yml").write_text(
        "network.host: 127.0.0.1\n"
        f"transport.port: {transports[number]}\n"
        f"discovery.seed_hosts: {seeds}\n"
        f'cluster.initial_cluster_manager_nodes: ["127.0.0.1:{transports[0]}"]\n'
        # A disk that is nearly full is no matter here.
        "cluster.routing.allocation.disk.threshold_enabled: false\n",
        "utf-8",
    )
    output = own / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [
                *java, "-cp", f"{JARS}/*", RUNNER, "-numOfNode", "1", "-basePath", str(own),
                "-confPath", str(own / "config"), "-clusterName", folder.name,
                "-baseHttpPort", str(FIRST_PORT + APART * number), "-printOnFailure",
            ],
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    return Running(process, output, transports[number])


def wait_for(nodes: Sequence[Running], of: int) -> None:
    """Waits until every node answers and sees ``of`` of them."""
    until = time.monotonic() + SECONDS_TO_START
    for node in nodes:
        while not _sees(node, of):
            ended = node.process.poll() is not None
            assert not ended, node.output.read_text("utf-8", "replace")[-3000:]
            assert time.monotonic() < until, f"{of} nodes did not come up"
            time.sleep(0.5)


def _sees(node: Running, of: int) -> bool:
    if not node.url:
        return False
    try:
        address = f"{node.url}/_cluster/health?wait_for_status=green&timeout=2s"
        with urllib.request.urlopen(address, timeout=5) as answer:
            said = json.load(answer)
            return bool(said["number_of_nodes"] == of and said["status"] == "green")
    except (OSError, ValueError):
        return False


@contextmanager
def cluster(folder: Path, size: int, java: Sequence[str] = JAVA) -> Iterator[list[Running]]:
    """A cluster of ``size`` nodes, which ends with this."""
    held = [socket.socket() for _ in range(size)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    transports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    nodes: list[Running] = []
    try:
        for number in range(size):
            nodes.append(start(folder, number, transports, java))
        wait_for(nodes, size)
        yield nodes
    finally:
        for node in nodes:
            node.process.kill()
            node.process.wait()


@cache
def engine_at(*urls: str) -> Engine:
    """One for all tests: its connections stay open."""
    return connect(settings(search_url=urls))


def published(url: str, library: Library) -> tuple[OpenSearch, Result]:
    """The leaflets of ``library``, under a name of their own, and what searches them there."""
    name = f"test{next(_NUMBERS)}"
    sources = {
        id: Source(Path(f"{id}.md"), one.document.text.encode(), None)
        for id, one in library.items()
    }
    listings = {id: listing_of(one.document, one.passages) for id, one in library.items()}
    engine, stop = engine_at(url).patient(), read_stop_words()
    found = Catalogue(listings, sources)
    done = Publisher(engine, name, found, library, stop, encoder(), Store()).publish()
    entries = entries_in(engine, done.index)
    return OpenSearch(engine, name, done.index, entries, library), done
