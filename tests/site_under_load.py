"""A whole site on this machine, and many people who ask it: OpenSearch, replicas, nginx with TLS.

    export OPENSEARCH_JARS=FOLDER
    .venv/bin/python tests/site_under_load.py LEAFLETS --people 200 --seconds 300 --fault

It publishes the folder LEAFLETS by command, lets the people ask through nginx (deploy/nginx), and
has every reply looked up, afterwards, at a page that searches by itself. With ``--fault`` as many
ask again: the first node is killed (-9) at a third of the time, and the first replica told to stop,
and started again, at two thirds. With ``--sweep`` more people ask than can be answered, of 1, 2 and
4 workers and replicas. CONTRIBUTING.md says how to get the jars; nginx and openssl must be there.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from front import authority, certificate
from invented import ROOT
from opensearch import LARGE, Running, cluster

KEY = "a key that the replicas of this site share"
PROXY = ROOT / "deploy" / "nginx" / "askleaflet.conf"
# What has just started first loads its code: so many seconds nothing is counted.
WARM, WARM_WITH_CROWD = 30, 10
# Who ask all the time, and for how long.
CROWD, SECONDS_OF_CROWD = 80, 20.0
PYTHON = (sys.executable, "-m")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Page:
    """``askleaflet serve``, on a port of its own; ``given`` are its settings."""

    def __init__(self, folder: Path, given: Mapping[str, object]) -> None:
        self.port = free_port()
        self._said = folder / f"page-{self.port}"
        self._environment = environment({**given, "port": self.port})
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [*PYTHON, "askleaflet", "serve"]
        with self._said.open("ab") as said:
            self.process = subprocess.Popen(
                command, env=self._environment, cwd=self._said.parent, stdout=said, stderr=said
            )

    def wait(self) -> None:
        while True:
            assert self.process.poll() is None, self._said.read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()

    def again(self) -> None:
        """Stops it as the system would, and starts it anew."""
        print(f"a replica ended with status {self.stop()} and starts again", flush=True)
        self.start()


def proxy(folder: Path, replicas: Sequence[Page]) -> tuple[Path, str]:
    """The configuration of nginx for these replicas, from the example, and where it listens."""
    port, ca = free_port(), authority(folder / "tls")
    pair = certificate(ca, "DNS:localhost")
    servers = " ".join(f"server 127.0.0.1:{one.port};" for one in replicas)
    text = PROXY.read_text("utf-8").replace("server 127.0.0.1:7860;", servers)
    text = re.sub(r"(?s)\nserver \{\n    listen 80;.*?\n\}\n", "\n", text)
    text = re.sub(r" +listen \[::\].*\n", "", text).replace("443 ssl", f"127.0.0.1:{port} ssl")
    text = text.replace("/var/log/nginx", str(folder)).replace("leaflet.example.org", "localhost")
    text = text.replace("/etc/askleaflet/tls/fullchain.pem", str(pair))
    text = text.replace("/etc/askleaflet/tls/key.pem", str(pair.with_suffix(".key")))
    own = f"pid {folder}/nginx.pid; worker_processes 1; daemon off; error_log {folder}/stopped;"
    made = folder / "nginx.conf"
    places = "".join(
        f"{one}_temp_path {folder}/{one};"
        for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"{own}\nevents {{ worker_connections 4096; }}\nhttp {{ {places}\n{text}\n}}\n"
    made.write_text(whole, "utf-8")
    return made, f"https://localhost:{port}"


def processor_time(process: int) -> float:
    """Seconds that a process took, with those that it started and that still run."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return 0.0
    own = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_time(int(one)) for one in children)


class Site:
    """Nodes with the leaflets published, and what they are served with."""

    def __init__(self, leaflets: Path, folder: Path, nodes: Sequence[Running]) -> None:
        self.folder, self.nodes = folder, nodes
        self.alone = {"corpus": leaflets.resolve(), "allowed_hosts": "localhost", "visit_key": KEY}
        self.settings = {**self.alone, "search_url": ",".join(one.url for one in nodes)}

    def publish(self) -> None:
        began = time.monotonic()
        command = [*PYTHON, "askleaflet", "publish"]
        subprocess.run(command, env=environment(self.settings), check=True)
        print(f"published in {time.monotonic() - began:.0f} s", flush=True)

    @contextmanager
    def served(self, replicas: int, workers: int) -> Iterator[tuple[list[Page], list[str]]]:
        """So many replicas behind a proxy, and how the load test reaches them."""
        with ExitStack() as ends:
            folder = Path(ends.enter_context(tempfile.TemporaryDirectory(dir=self.folder)))
            own = {**self.settings, "workers": workers, "trusted_proxies": "127.0.0.1"}
            urls = [one.url for one in self.nodes]
            pages = []
            for number in range(replicas):
                # Each asks another node first.
                first = number % len(urls)
                nodes = ",".join((*urls[first:], *urls[:first]))
                pages.append(ends.enter_context(page(folder, {**own, "search_url": nodes})))
            configuration, url = proxy(folder, pages)
            with subprocess.Popen(["nginx", "-c", str(configuration)]) as front:
                ends.callback(front.terminate)
                self.proxy = front.pid
                ca = configuration.parent / "tls" / "ca.pem"
                yield pages, ["--url", url, "--ca", str(ca)]
                front.terminate()

    def load(
        self, pages: Sequence[Page], given: Sequence[str], people: int, seconds: float, warm: int
    ) -> None:
        """Lets people ask, and prints what was seen and what each part took for it."""
        before = self._took(pages)
        numbers = ["--people", str(people), "--seconds", f"{seconds:g}", "--warm", str(warm)]
        command = [*PYTHON, "askleaflet_lab.cli", "load", *numbers, *given]
        said = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout
        print(said, end="", flush=True)
        (answers,) = re.findall(r"(?m)^answers +(\d+)$", said)
        after = self._took(pages)
        print(f"{int(answers) / seconds:.1f} replies a second")
        if before.keys() == after.keys():
            all_of_them = int(answers) * (seconds + warm) / seconds
            spent = {name: 1000 * (after[name] - before[name]) / all_of_them for name in after}
            each = ", ".join(f"{name} {one:.1f} ms" for name, one in spent.items())
            print(f"of a core, for one of them: {each}\n", flush=True)

    def _took(self, pages: Sequence[Page]) -> dict[str, float]:
        parts = {f"replica {number}": one.process for number, one in enumerate(pages, 1)}
        parts |= {f"node {number}": one.process for number, one in enumerate(self.nodes, 1)}
        found = {name: one.pid for name, one in parts.items() if one.poll() is None}
        return {name: processor_time(one) for name, one in {**found, "proxy": self.proxy}.items()}


def environment(given: Mapping[str, object]) -> dict[str, str]:
    """This one, with settings."""
    named = {f"ASKLEAFLET_{name.upper()}": str(value) for name, value in given.items()}
    return {**os.environ, **named}


@contextmanager
def page(folder: Path, given: Mapping[str, object]) -> Iterator[Page]:
    """A page that answers, and ends with this."""
    one = Page(folder, given)
    try:
        one.wait()
        yield one
    finally:
        one.stop()


@contextmanager
def faults(nodes: Sequence[Running], replica: Page, seconds: float) -> Iterator[None]:
    """Kills the first node at a third of the time, and starts a replica anew at two thirds."""

    def kill() -> None:
        nodes[0].process.kill()
        print("a node is killed", flush=True)

    planned = [Timer(seconds / 3, kill), Timer(2 * seconds / 3, replica.again)]
    for one in planned:
        one.start()
    yield
    for one in planned:
        one.cancel()


def main(
    leaflets: Annotated[Path, typer.Argument(help="The folder with the leaflets.")],
    people: Annotated[list[int] | None, typer.Option(help="How many; may be repeated.")] = None,
    seconds: Annotated[list[float] | None, typer.Option(help="How long, for each of them.")] = None,
    nodes: int = 3,
    replicas: int = 2,
    workers: Annotated[int, typer.Option(help="Processes of each replica.")] = 1,
    fault: Annotated[bool, typer.Option("--fault", help="Kill a node, restart a replica.")] = False,
    sweep: Annotated[bool, typer.Option("--sweep", help="1, 2, 4 workers and replicas.")] = False,
) -> None:
    """Puts up the site, loads it and prints what was seen."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="site-")))
        found = ends.enter_context(cluster(folder / "site", nodes, LARGE))
        site = Site(leaflets, folder, found)
        site.publish()
        twin = ["--twin", ends.enter_context(page(folder, {**site.alone, "workers": 2})).url]
        loads = list(zip(people or (), seconds or (), strict=True))
        with site.served(replicas, workers) as (pages, reached):
            for number, long in loads:
                site.load(pages, [*reached, *twin], number, long, WARM)
            for number, long in loads[:1] if fault else ():
                with faults(found, pages[0], long):
                    site.load(pages, [*reached, *twin], number, long, WARM)
        for many in ((1, 1), (1, 2), (1, 4), (2, 1), (4, 1)) if sweep else ():
            print(f"{many[0]} replicas of {many[1]} workers, more asked than can be answered:")
            with site.served(*many) as (pages, reached):
                site.load(
                    pages, [*reached, "--every", "0.5"], CROWD, SECONDS_OF_CROWD, WARM_WITH_CROWD
                )


if __name__ == "__main__":
    typer.run(main)
