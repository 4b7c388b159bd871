"""The list of the packages that a site installs, with their licences, as docs/licences.md.

``python -m askleaflet_lab.licences > docs/licences.md``, after the locks were made anew. Versions
are those of requirements.lock; licences are what each installed package says of itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

LOCK = Path(__file__).parents[2] / "requirements.lock"
# What only those install who import leaflets: the extra "import", less what everybody has.
DEV_LOCK = LOCK.with_name("requirements-dev.lock")
IMPORTING = ("lxml", "pypdfium2")
# Packages that only other machines install, so that they cannot be asked here.
ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "colorama": "BSD License",
    "httpx2-jsfetch": "BSD-3-Clause",
}
_LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\]+))?", re.MULTILINE)
OPENING = """\
# What ships, and its licences

The wheel holds the program, its vocabularies and the sample leaflet; `NOTICE`, which travels
with it, says where each list comes from and under which licence. No font and no picture is in it.
The packages below are installed beside it, each under its own licence, in the versions of
`requirements.lock`.

`.venv/bin/python -m askleaflet_lab.licences > docs/licences.md` writes this page.

| package | version | licence | only where |
|---|---|---|---|
"""
EXTRA = """
The extra `import` (`pip install 'askleaflet[import]'`) adds these, in the versions of
`requirements-dev.lock`. lxml carries libxml2 and libxslt (MIT), pypdfium2 carries PDFium
(BSD-3-Clause) and what PDFium is built of, each under the licence in its package.

| package | version | licence | only where |
|---|---|---|---|
"""


class Locked(NamedTuple):
    """One line of a lock: a package, its version, and the marker of where it is installed."""

    name: str
    version: str
    where: str


def locked(text: str) -> Iterator[Locked]:
    """Every package of a lock file, in its order."""
    for name, version, where in _LINE.findall(text):
        yield Locked(name, version, where.strip())


def licence(name: str) -> str:
    """What the package says of its licence. Raises LookupError where nothing is known."""
    try:
        says = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    found = _said(says)
    if not found:
        raise LookupError(f"{name} names no licence. Look it up and say it in ELSEWHERE.")
    return found


def _said(says: PackageMetadata) -> str:
    """The expression, else the classifiers, else the first line of the older field."""
    if "License-Expression" in says:
        return says["License-Expression"]
    classifiers = says.get_all("Classifier") or []
    named = [one.rpartition("::")[2].strip() for one in classifiers if "License ::" in one]
    if named:
        return "; ".join(named)
    return says["License"].splitlines()[0].strip() if "License" in says else ""


def page(text: str, dev_text: str) -> str:
    """docs/licences.md for the texts of the two locks."""
    importing = [one for one in locked(dev_text) if one.name in IMPORTING]
    return OPENING + _rows(locked(text)) + EXTRA + _rows(importing)


def _rows(packages: Iterable[Locked]) -> str:
    return "".join(
        f"| {one.name} | {one.version} | {licence(one.name)} | {one.where or '-'} |\n"
        for one in packages
    )


if __name__ == "__main__":
    sys.stdout.write(page(LOCK.read_text("utf-8"), DEV_LOCK.read_text("utf-8")))
