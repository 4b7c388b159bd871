"""The README is tested: every command and every setting is in it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import typer

from askleaflet import __version__
from askleaflet.cli import app
from askleaflet.settings import PREFIX, Settings
from askleaflet.web import server
from invented import ROOT


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    return sorted(
        str(one.name or getattr(one.callback, "__name__", "")) for one in app.registered_commands
    )


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"askleaflet {command}" in readme()


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"\baskleaflet ([a-z]+)\b", readme()))
    assert documented <= set(commands())


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in readme() or f"{PREFIX}{name.upper()}" in readme()


def test_the_limits_are_said_as_they_are() -> None:
    limits = (
        f"{server.QUESTIONS_PER_MINUTE} questions a minute ({server.BURST} at once)",
        f"{server.ADDRESS_PER_MINUTE:,} a minute ({server.ADDRESS_BURST:,} at once)",
        f"{server.STRANGERS_PER_MINUTE} ({server.STRANGERS_BURST})",
    )
    for one in limits:
        assert one in readme()
    assert "or networks" in next(
        line for line in readme().splitlines() if "`trusted_proxies` |" in line
    )


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("command", commands())
def test_every_command_says_what_it_does(command: str) -> None:
    group = typer.main.get_command(app)
    assert group.get_command(None, command).help  # type: ignore[attr-defined]


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
# What a site or a person makes, as the documents tell them.
MADE = {"askleaflet.toml"}


def files() -> set[str]:
    """The names of all files of the project."""
    folders = ("src", "tests", "docs", "corpus", "stubs", ".ci", "deploy")
    inside = {one.name for folder in folders for one in (ROOT / folder).rglob("*")}
    return inside | {one.name for one in ROOT.glob("*")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    named = set(re.findall(r"`[\w/.-]*?([\w.-]+\.(?:py|md|toml|txt|js|css|jsonl|lock))`", text))
    assert named - files() - MADE == set()


def commands_after(mark: str, text: str) -> str:
    """The command in the first block after a mark."""
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", text, re.DOTALL)
    assert found, mark
    return found[1]


@pytest.mark.parametrize("mark", ["run-command", "test-command"])
def test_the_readme_sets_up_from_a_whole_list_and_then_checks_it(mark: str) -> None:
    """No resolver may look past a lock: what it found then need not be what it finds today."""
    command = commands_after(mark, readme())
    assert "\n" not in command
    steps = command.split(" && ")
    installs = [one for one in steps if "pip install" in one]
    assert installs
    for one in installs:
        assert "--no-deps" in one
        assert "--require-hashes" in one or "--no-build-isolation" in one
    last = max(at for at, one in enumerate(steps) if "pip install" in one)
    assert steps[last + 1].endswith("pip check")


def test_the_check_takes_its_commands_from_the_readme() -> None:
    """No second list of steps, which could work where the reader's do not."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    for allowed in ('pip install --quiet "pip==', 'pip install --quiet --target "$work/audit" '):
        script = script.replace(allowed, "")
    assert "pip install" not in script
    assert "run-command" in script
    assert "test-command" in script


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/hazards.md",
        "docs/importing.md",
        "docs/runbook.md",
        "docs/security.md",
    ],
)
def test_no_page_points_to_a_file_that_is_not_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    named = re.findall(r"`((?:src|tests|docs|corpus|deploy|\.ci)/[\w./-]+|[A-Z]+\.md)`", text)
    folder = (ROOT / page).parent
    missing = [one for one in targets if not (folder / one).exists()]
    missing += [one for one in named if not (ROOT / one).exists()]
    assert not missing


def test_no_file_points_to_a_page_that_is_not_in_the_repository() -> None:
    pages = {path.name for path in ROOT.rglob("*.md") if ".venv" not in path.parts}
    for folder in ("src", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            named = set(re.findall(r"\b[A-Z]{4,}\.md\b", path.read_text("utf-8")))
            assert named <= pages, path


def test_the_change_log_tells_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[{re.escape(__version__)}\]", text, re.MULTILINE)
