"""A folder from which a machine without a network installs all of it: ``askleaflet bundle``.

It is made in a checkout, where there is a network: the lock that says what is installed travels
in no wheel, so neither does this. ``deploy/install.sh``, which travels in the folder, reads it.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from packaging.markers import Marker

import askleaflet
from askleaflet.checking import check_all
from askleaflet.errors import BundleError
from askleaflet.reading import LEAFLET_ENDINGS
from askleaflet.settings import Settings
from askleaflet_lab.licences import LOCK, locked
from askleaflet_lab.sbom import ROOT, sbom

SUMS = "SHA256SUMS"
THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# What a leaflet is made of; the folders beside, as that of what was withdrawn, stay here.
_ENDINGS = {*LEAFLET_ENDINGS, ".toml"}
# Puts the wheels of a lock, for these Pythons, and the program's own into a folder.
Collect = Callable[[str, tuple[str, ...], Path], None]


def collect(lock: str, pythons: tuple[str, ...], wheels: Path) -> None:
    """Has pip fetch the wheels, each with its hash, and build the program's. Raises BundleError."""
    with tempfile.TemporaryDirectory() as folder:
        for python in pythons:
            wanted = Path(folder, python)
            wanted.write_text(wanted_by(python, lock), "utf-8")
            _pip(
                *("download", "--require-hashes", "--only-binary", ":all:", "-r", str(wanted)),
                *("--python-version", python, "-d", str(wheels)),
            )
    # What builds it is in the lock, so it is here already.
    _pip("wheel", "--no-index", "--no-build-isolation", "-w", str(wheels), str(ROOT))


def wanted_by(python: str, lock: str) -> str:
    """The part of a lock that ``python`` ("3.12") installs on this kind of machine. Pip would
    take the markers for questions about the Python that runs it."""
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    kept = []
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        (one,) = locked(entry)
        if not one.where or Marker(one.where).evaluate(here):
            kept.append(entry.replace(f" ; {one.where}", ""))
    return "\n".join(kept) + "\n"


def _pip(command: str, *arguments: str) -> None:
    line = [sys.executable, "-m", "pip", command, "--quiet", "--no-deps", *arguments]
    if subprocess.run(line, check=False).returncode:  # noqa: S603 - our own interpreter and words
        raise BundleError(f"pip could not {command} what the bundle needs; it says above why.")


def make_bundle(
    folder: Path,
    settings: Settings,
    pythons: tuple[str, ...],
    lock: Path = LOCK,
    collect: Collect = collect,
) -> str:
    """Fills ``folder``, which must be new or empty. Returns the SHA-256 of its list of sums, by
    which the folder is known again elsewhere. Raises BundleError, or CorpusError."""
    if folder.exists() and any(folder.iterdir()):
        raise BundleError(f"{folder} is not empty. Name a new folder.")
    if faults := check_all(settings).faults:
        raise BundleError(f"{faults[0]} Run askleaflet check for all faults, and mend them first.")
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    pins = lock.read_text("utf-8")
    collect(pins, pythons, wheels)
    (own,) = wheels.glob("askleaflet-*.whl")
    pin = f"askleaflet=={askleaflet.__version__} --hash=sha256:{_sum(own)}\n"
    made_for = [f"{platform.system()} {platform.machine()} {one}\n" for one in pythons]
    written = {
        "requirements.lock": pins + pin,
        "VERSION": f"{askleaflet.__version__}\n",
        "MADE_FOR": "".join(made_for),
        "sbom.cdx.json": sbom(lock),
    }
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    shutil.copytree(ROOT / "deploy", folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "docs" / "runbook.md", folder)
    (folder / "corpus").mkdir()
    for path in settings.leaflets().iterdir():
        if path.suffix.lower() in _ENDINGS and path.is_file():
            shutil.copy(path, folder / "corpus")
    return _add_up(folder)


def _add_up(folder: Path) -> str:
    """Writes the sums of all files, last: a folder that is not finished does not install."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8")
    return _sum(folder / SUMS)


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
