"""The runbook is tested: its commands are run, in their order, on a site made for it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from askleaflet.settings import PREFIX, read_settings
from askleaflet.web.metrics import FAMILIES
from bundled import DEPLOY, quick_python, run, small_bundle
from invented import ROOT, SOURCE, ZORVEXIN, write
from opensearch import needs_opensearch

# What belongs to the machine: it is noted, not done.
MACHINE = ("systemctl", "curl", "nginx", "openssl", "install")
PLACES = ("/opt/", "/root/", "/etc/")


@cache
def runbook() -> str:
    return (ROOT / "docs" / "runbook.md").read_text("utf-8")


def section(name: str) -> list[str]:
    """The commands of all blocks of one section, a block each."""
    (text,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", runbook(), re.MULTILINE | re.DOTALL)
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


class Machine:
    """A machine in a folder, with two bundles on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "opt" / "askleaflet" / "site"
        small_bundle(folder / "root" / "bundle")
        small_bundle(folder / "root" / "bundle-new", "another")
        (folder / "etc" / "systemd" / "system").mkdir(parents=True)
        self.python = quick_python(folder)
        self.own = folder / "own"
        self.own.mkdir()
        for name in MACHINE:
            (self.own / name).write_text(f'#!/bin/sh\necho "did {name} $*"\n', "utf-8")
            (self.own / name).chmod(0o755)

    def follow(self, name: str, **settings: str) -> str:
        """Runs the commands of a section, with ``settings`` beside those of the site; returns what
        they said."""
        given = {f"{PREFIX}{one}": value for one, value in settings.items()}
        said = ""
        for block in section(name):
            here = re.sub(rf"(?<![\w./-])(?={'|'.join(PLACES)})", str(self.folder), block)
            script = f'PATH="{self.own}:$PATH"\n{here}'
            done = run(["sh", "-eu", "-c", script], self.folder, PYTHON=str(self.python), **given)
            assert done.status == 0, done.said
            said += done.said
        assert said
        return said

    def version(self, name: str) -> str:
        return str((self.folder / "opt" / "askleaflet" / name).readlink())


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("machine"))


def test_the_commands_of_the_runbook_do_what_it_says(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test, as each section stands on those before it."""
    assert "1 leaflets are signed" in machine.follow("Install")
    assert (machine.folder / "etc/systemd/system/askleaflet.service").exists()
    first = machine.version("current")

    machine.follow("Update")
    second = machine.version("current")
    assert (machine.version("previous"), first != second) == (first, True)

    machine.follow("Roll back")
    assert (machine.version("current"), machine.version("previous")) == (first, second)

    write(machine.site / "corpus" / "zorvexin.md", ZORVEXIN)
    assert "zorvexin is withdrawn" in machine.follow("Withdraw a leaflet")
    assert not (machine.site / "corpus" / "zorvexin.md").exists()

    assert "555 0123" in machine.follow("Change a number")
    monkeypatch.chdir(machine.site)
    assert read_settings().care_team_phone == "555 0123"

    assert "did systemctl reload nginx" in machine.follow("Rotate a certificate")


PUBLISH, GO_BACK = "Publish to a search engine", "Go back to what was published before"


@needs_opensearch
def test_leaflets_are_published_and_taken_back_as_the_runbook_says(
    tmp_path: Path, node: str
) -> None:
    machine, engine = Machine(tmp_path), {"SEARCH_URL": node, "SEARCH_INDEX": "runbook"}
    machine.follow("Install")
    before = machine.follow(PUBLISH, **engine)
    assert "1 leaflets are published, 1 anew" in before
    with (machine.site / "corpus" / "blinatumomab.toml").open("a", encoding="utf-8") as sidecar:
        sidecar.write("# another edition\n")
    after = machine.follow(PUBLISH, **engine)
    assert "1 leaflets are published, 1 anew" in after
    back = machine.follow(GO_BACK, **engine)
    assert back.split()[-1] in before
    assert back.split()[-1] not in after


def test_every_block_of_commands_is_in_a_section_that_is_run() -> None:
    run_ones = ("Install", "Update", "Roll back", "Withdraw a leaflet", "Change a number")
    others = ("Rotate a certificate", PUBLISH, GO_BACK)
    blocks = [one for name in (*run_ones, *others) for one in section(name)]
    assert len(blocks) == runbook().count("```sh\n")


def alarms(seen_in: str) -> list[str]:
    """What the table of alarms says is seen in one place."""
    rows = re.findall(rf"^\| {re.escape(seen_in)} \| ([^|]*) \|", runbook(), re.MULTILINE)
    return [one for row in rows for one in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("line", alarms("journal"))
def test_an_alarm_of_the_journal_is_one_that_the_program_writes(line: str) -> None:
    source = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    assert line in source


def test_every_part_of_the_health_page_is_explained() -> None:
    source = (SOURCE / "web" / "health.py").read_text("utf-8")
    (routes,) = re.findall(r"def _health\(.*?\n    }\n", source, re.DOTALL)
    parts = set(re.findall(r'^\s+"(\w+)": ', routes, re.MULTILINE))
    assert set(alarms("`/healthz`")) == parts - {"ok"}


def test_every_count_is_explained() -> None:
    assert set(alarms("`/metrics`")) == {one.name for one in FAMILIES}


def test_every_example_that_the_runbook_names_is_there() -> None:
    for name in (
        "systemd/askleaflet.service",
        "systemd/search.conf",
        "nginx/askleaflet.conf",
        "caddy/Caddyfile",
    ):
        assert name in runbook()
        assert (DEPLOY / name).is_file()
