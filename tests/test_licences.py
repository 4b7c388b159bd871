"""What ships is listed with its licence, and with its source where it is not our own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from askleaflet_lab import licences
from askleaflet_lab.licences import DEV_LOCK, IMPORTING, LOCK, locked, page
from invented import ROOT, SOURCE


def notice() -> str:
    return (ROOT / "NOTICE").read_text("utf-8")


def lists() -> list[Path]:
    """The files of words and vocabularies that ship."""
    return [one for one in (SOURCE / "data").iterdir() if one.is_file() and one.suffix != ".py"]


def test_the_notice_names_every_list_that_ships_and_no_other() -> None:
    named = set(re.findall(r"\b[a-z_]+\.(?:txt|toml)\b", notice()))
    files = {path.name for path in lists()}
    assert named - {"blinatumomab.toml"} == files


def test_the_notice_names_the_sources_of_lists_from_elsewhere() -> None:
    """A list that says of itself that it has a source and is not ours is not called ours."""
    ours = notice().partition("written for this project, Apache-2.0:")[2].partition("\n\n")[0]
    for path in lists():
        head = path.read_text("utf-8")[:2500].lower()
        if any(licence in head for licence in ("cc by", "(mit", "cc0", "licence:", "license:")):
            assert path.name not in ours, path.name


def test_the_list_of_packages_is_that_of_the_lock() -> None:
    written = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert written == page(LOCK.read_text("utf-8"), DEV_LOCK.read_text("utf-8")), (
        "run: python -m askleaflet_lab.licences > docs/licences.md"
    )


def test_what_importing_adds_is_listed_and_none_of_it_binds_a_site_to_the_agpl() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {Requirement(one).name for one in extra["optional-dependencies"]["import"]}
    everybody = {one.name for one in locked(LOCK.read_text("utf-8"))}
    assert set(IMPORTING) == declared - everybody
    written = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert all(f"| {one} |" in written for one in IMPORTING)
    assert "AGPL" not in written
    assert "Affero" not in written


def test_a_line_of_a_lock_is_read_with_its_marker() -> None:
    text = "a-b==1.2 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nc==3 \\\n    --hash=x\n"
    assert list(locked(text)) == [("a-b", "1.2", "sys_platform == 'win32'"), ("c", "3", "")]


def test_a_package_without_a_licence_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "_said", lambda _: "")
    with pytest.raises(LookupError, match="pytest names no licence"):
        licences.licence("pytest")
