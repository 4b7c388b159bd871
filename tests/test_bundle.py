"""The bundle for a machine without a network: what is in it, and what its installer promises."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from askleaflet.cli import app
from askleaflet.errors import BundleError
from askleaflet.settings import read_settings
from askleaflet_lab.bundle import THIS_PYTHON, make_bundle, wanted_by
from bundled import ALONE, DEPLOY, Ran, install, run, small_bundle
from invented import CORPUS

LOCKED = """\
audioop-lts==0.2.2 ; python_full_version >= '3.13' \\
    --hash=sha256:aa
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:bb
h11==0.16.0 \\
    --hash=sha256:cc
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:dd
"""


class Bundles(NamedTuple):
    """A folder with two versions of the bundle, "first" and "second"."""

    folder: Path
    sum: str


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    folder = tmp_path_factory.mktemp("bundles")
    known = small_bundle(folder / "first")
    # As it may come from a stick: for nobody else to read.
    (folder / "first" / "corpus" / "blinatumomab.md").chmod(0o600)
    small_bundle(folder / "second", "another")
    return Bundles(folder, known)


class Site(NamedTuple):
    """A place where the first bundle is installed, and what that said."""

    root: Path
    ran: Ran


@pytest.fixture(scope="module")
def installed(bundles: Bundles, tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("target") / "a folder"
    return Site(root, install(bundles.folder / "first", root))


@pytest.fixture
def bundle(bundles: Bundles, tmp_path: Path) -> Path:
    """A copy of the first bundle, to be spoilt."""
    return Path(shutil.copytree(bundles.folder / "first", tmp_path / "bundle"))


def current(root: Path) -> str:
    return (root / "current").readlink().name


@pytest.mark.parametrize(
    ("python", "names"),
    [("3.11", ["numpy", "h11"]), ("3.12", ["h11"]), ("3.13", ["audioop-lts", "h11"])],
)
def test_a_python_gets_what_the_lock_means_for_it_and_not_for_the_one_that_asks(
    python: str, names: list[str]
) -> None:
    lines = wanted_by(python, LOCKED).splitlines()
    assert [one.partition("==")[0] for one in lines[::2]] == names
    assert all(one.strip().startswith("--hash=sha256:") for one in lines[1::2])
    assert all(one.endswith(" \\") and ";" not in one for one in lines[::2])


def test_a_bundle_holds_wheels_leaflets_and_the_list_of_what_ships(bundles: Bundles) -> None:
    first = bundles.folder / "first"
    assert {one.name.partition("-")[0] for one in (first / "wheels").iterdir()} == {
        "askleaflet",
        "h11",
    }
    assert {one.name for one in (first / "corpus").iterdir()} == {
        one.name for one in CORPUS.iterdir()
    }
    components = {
        one["name"] for one in json.loads((first / "sbom.cdx.json").read_text())["components"]
    }
    assert {"h11", "reader", "blinatumomab"} <= components
    assert (first / "install.sh").read_bytes() == (DEPLOY / "install.sh").read_bytes()


def test_every_file_of_a_bundle_is_in_its_list_of_sums(bundles: Bundles) -> None:
    first = bundles.folder / "first"
    lines = (first / "SHA256SUMS").read_text("utf-8").splitlines()
    summed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {
        path.relative_to(first).as_posix(): path for path in first.rglob("*") if path.is_file()
    }
    del files["SHA256SUMS"]
    assert summed == {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_what_was_withdrawn_or_is_not_reviewed_stays_where_it_is(tmp_path: Path) -> None:
    leaflets = tmp_path / "leaflets"
    for folder in (leaflets, leaflets / "withdrawn", leaflets / "incoming"):
        folder.mkdir()
        shutil.copy(CORPUS / "blinatumomab.md", folder)

    def collect(_: str, __: tuple[str, ...], wheels: Path) -> None:
        (wheels / "askleaflet-0-py3-none-any.whl").touch()

    make_bundle(tmp_path / "made", read_settings(corpus=leaflets), ("3.12",), collect=collect)
    made = tmp_path / "made" / "corpus"
    assert [one.name for one in made.rglob("*")] == ["blinatumomab.md"]


def test_a_bundle_is_not_written_over_another(bundles: Bundles) -> None:
    with pytest.raises(BundleError, match="not empty"):
        make_bundle(bundles.folder / "first", read_settings(corpus=CORPUS), (THIS_PYTHON,))


def test_leaflets_with_a_fault_make_no_bundle(tmp_path: Path) -> None:
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "spoilt.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BundleError, match=r"spoilt\.md"):
        make_bundle(tmp_path / "made", read_settings(corpus=leaflets), (THIS_PYTHON,))
    assert not (tmp_path / "made").exists()


def test_a_program_without_its_sources_says_where_a_bundle_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "askleaflet_lab.bundle", None)
    ended = CliRunner().invoke(app, ["bundle", "made"])
    assert isinstance(ended.exception, BundleError)
    assert "checkout" in str(ended.exception)


def test_the_installed_program_answers_from_the_leaflets_of_its_site(installed: Site) -> None:
    root, ran = installed
    assert (ran.status, "is whole" in ran.said) == (0, True), ran.said
    asked = run([str(root / "current/bin/askleaflet"), "ask", "side effects"], root / "site")
    assert asked.status == 0
    assert "Nausea" in asked.said


def can_be_alone() -> bool:
    """Whether this user may make a network without a route out."""
    if not shutil.which(ALONE[0]):
        return False
    return not subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode


@pytest.mark.skipif(not can_be_alone(), reason="no network of its own can be made here")
def test_it_installs_and_answers_where_no_route_leads_out(bundles: Bundles, tmp_path: Path) -> None:
    root = tmp_path / "target"
    ran = install(bundles.folder / "first", root, within=ALONE)
    assert (ran.status, "is whole" in ran.said) == (0, True), ran.said
    command = [*ALONE, str(root / "current/bin/askleaflet"), "ask", "side effects"]
    asked = run(command, root / "site")
    assert (asked.status, "Nausea" in asked.said) == (0, True), asked.said


def test_the_service_may_read_the_site_however_the_bundle_was_carried(installed: Site) -> None:
    for path in (installed.root / "site").rglob("*"):
        assert path.stat().st_mode & 0o022 == 0
        assert path.stat().st_mode & 0o004


def test_the_installer_shows_the_sum_that_was_told_when_the_bundle_was_made(
    bundles: Bundles, installed: Site
) -> None:
    assert bundles.sum in installed.ran.said


def test_an_update_keeps_the_site_as_it_is_and_roll_back_goes_to_the_version_before(
    bundles: Bundles, installed: Site
) -> None:
    root, before = installed.root, current(installed.root)
    settings = root / "site" / "askleaflet.toml"
    settings.write_text('care_team_phone = "555 0100"\n', "utf-8")
    (root / "site" / "corpus" / "SOURCES.md").unlink()
    for again in range(2):
        ran = install(bundles.folder / "second", root)
        assert ran.status == 0, (again, ran.said)
        assert current(root) != before == (root / "previous").readlink().name
    assert "555 0100" in settings.read_text("utf-8")
    assert not (root / "site" / "corpus" / "SOURCES.md").exists()
    after = current(root)
    assert install(bundles.folder / "second", "--roll-back", root).status == 0
    assert (current(root), (root / "previous").readlink().name) == (before, after)


def test_a_version_that_finds_a_fault_is_not_served(bundles: Bundles, installed: Site) -> None:
    root = installed.root
    spoilt = root / "site" / "corpus" / "spoilt.md"
    spoilt.write_bytes(b"\xff\xfe\x00")
    before = current(root)
    try:
        other = "second" if "first" in str(before) else "first"
        ran = install(bundles.folder / other, root)
    finally:
        spoilt.unlink()
    assert ran.status == 1
    assert "spoilt.md" in ran.said
    assert "nothing is changed" in ran.said
    assert current(root) == before


@pytest.mark.parametrize("name", ["install.sh", "corpus/blinatumomab.md", "requirements.lock"])
def test_a_damaged_bundle_installs_nothing(bundle: Path, tmp_path: Path, name: str) -> None:
    with (bundle / name).open("ab") as file:
        file.write(b"\n")
    ran = install(bundle, tmp_path / "target")
    assert (ran.status, (tmp_path / "target").exists()) == (1, False)
    assert "damaged" in ran.said


def test_a_wheel_that_the_lock_does_not_know_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    """Whoever can change a bundle can change its list of sums, too; pip looks by itself."""
    (wheel,) = (bundle / "wheels").glob("h11-*")
    old = sha256(wheel.read_bytes()).hexdigest()
    with wheel.open("ab") as file:
        file.write(b"\n")
    sums = (bundle / "SHA256SUMS").read_text("utf-8")
    new = sha256(wheel.read_bytes()).hexdigest()
    (bundle / "SHA256SUMS").write_text(sums.replace(old, new), "utf-8")
    ran = install(bundle, tmp_path / "target")
    assert ran.status != 0
    assert "DO NOT MATCH" in ran.said
    assert not (tmp_path / "target" / "current").exists()


def test_a_machine_that_the_bundle_is_not_made_for_hears_so(bundle: Path, tmp_path: Path) -> None:
    made_for = bundle / "MADE_FOR"
    old = sha256(made_for.read_bytes()).hexdigest()
    made_for.write_text("Linux riscv64 3.11\n", "utf-8")
    sums = (bundle / "SHA256SUMS").read_text("utf-8")
    new = sha256(made_for.read_bytes()).hexdigest()
    (bundle / "SHA256SUMS").write_text(sums.replace(old, new), "utf-8")
    ran = install(bundle, tmp_path / "target")
    assert (ran.status, "riscv64" in ran.said) == (1, True)
    assert not (tmp_path / "target").exists()
