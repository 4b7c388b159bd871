"""The README is tested: every command and every setting is in it."""

from __future__ import annotations

import re
from functools import cache

import pytest
import typer

from askleaflet.cli import app
from askleaflet.settings import PREFIX, Settings
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


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("command", commands())
def test_every_command_says_what_it_does(command: str) -> None:
    group = typer.main.get_command(app)
    assert group.get_command(None, command).help  # type: ignore[attr-defined]


def test_the_files_the_readme_points_to_are_there() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", readme())
    assert not [one for one in targets if not (ROOT / one).exists()]
