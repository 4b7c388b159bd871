"""``askleaflet-lab audit``: the packages of requirements.lock against the published advisories.

It needs the network and the extra ``security``. Where the advisory service cannot be reached, or
knows nothing of a package, nothing was audited, and that is never told as a pass.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from askleaflet_lab.licences import LOCK

ACCEPTED = LOCK.parent / ".ci" / "accepted-findings.toml"
CLEAN, FOUND, NOT_AUDITED = 0, 1, 3
_IGNORED = ConfigDict(extra="ignore")
_EXACTLY = ConfigDict(extra="forbid")


@checked(frozen=True, config=_EXACTLY)
class Accepted:
    """A finding that cannot hurt here, why, and until when that was judged."""

    id: str
    package: str
    reason: str
    until: date


@checked(frozen=True, config=_IGNORED)
class Finding:
    """An advisory about a package, by its number and its other numbers."""

    id: str
    aliases: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()


@checked(frozen=True, config=_IGNORED)
class Audited:
    """A package as pip-audit reports it; ``skip_reason`` says why it was not looked up."""

    name: str
    version: str = ""
    vulns: tuple[Finding, ...] = ()
    skip_reason: str = ""


@checked(frozen=True, config=_IGNORED)
class Report:
    """What pip-audit prints."""

    dependencies: tuple[Audited, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An exit status, and what to print."""

    status: int
    lines: tuple[str, ...]


def accepted(text: str) -> tuple[Accepted, ...]:
    """The file of accepted findings. Raises ValueError where it is not as its head says."""
    listed: object = tomllib.loads(text).get("accepted", [])
    found = TypeAdapter(tuple[Accepted, ...]).validate_python(listed)
    if bare := [one.id for one in found if not one.reason.strip()]:
        raise ValueError(f"{bare[0]} is accepted without a reason")
    return found


def judge(printed: str, known: Sequence[Accepted], today: date) -> Verdict:
    """What pip-audit's ``printed`` JSON comes to."""
    try:
        report = TypeAdapter(Report).validate_json(printed)
    except ValidationError:
        return Verdict(NOT_AUDITED, ("not audited: pip-audit gave no report",))
    skipped = [one.name for one in report.dependencies if one.skip_reason]
    if skipped or not report.dependencies:
        number = f"{len(skipped)} of {len(report.dependencies)} packages"
        line = f"not audited: the advisory service gave no answer for {number}"
        return Verdict(NOT_AUDITED, (line,))
    valid = {(one.package, one.id): one for one in known if one.until >= today}
    open_, used = [], set()
    for package in report.dependencies:
        for finding in package.vulns:
            numbers = {(package.name, one) for one in (finding.id, *finding.aliases)}
            if numbers & set(valid):
                used |= numbers & set(valid)
            else:
                open_.append(_told(package, finding))
    return Verdict(FOUND if open_ else CLEAN, (*open_, *_rest(known, used, valid), _sum(report)))


def _told(package: Audited, finding: Finding) -> str:
    numbers = ", ".join((finding.id, *finding.aliases))
    mended = ", ".join(finding.fix_versions) or "no version"
    return f"{package.name} {package.version}: {numbers}; mended in {mended}"


def _rest(
    known: Sequence[Accepted],
    used: set[tuple[str, str]],
    valid: Mapping[tuple[str, str], Accepted],
) -> Iterator[str]:
    """What the file of accepted findings should lose."""
    for one in known:
        if (one.package, one.id) not in valid:
            yield f"{one.package}: {one.id} was accepted until {one.until}; judge it anew"
        elif (one.package, one.id) not in used:
            yield f"{one.package}: {one.id} is found no more; take it out of {ACCEPTED.name}"


def _sum(report: Report) -> str:
    found = sum(len(one.vulns) for one in report.dependencies)
    return f"{len(report.dependencies)} packages audited, {found} advisories"


def audit(lock: Path = LOCK) -> Verdict:
    """Asks the advisory service for every package of ``lock`` that this machine installs."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps"]
    options = ["--requirement", str(lock), "--format", "json", "--progress-spinner", "off"]
    ran = subprocess.run(  # noqa: S603 - our own words
        [*command, *options], capture_output=True, text=True, check=False
    )
    verdict = judge(ran.stdout, accepted(ACCEPTED.read_text("utf-8")), date.today())
    why = () if ran.stdout else tuple(ran.stderr.strip().splitlines()[-1:])
    return Verdict(verdict.status, (*verdict.lines, *why))
