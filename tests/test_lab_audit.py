"""The audit: what was not looked up is never told as a pass, and nothing is accepted for ever."""

from __future__ import annotations

import json
from datetime import date

import pytest

from askleaflet_lab.audit import ACCEPTED, CLEAN, FOUND, NOT_AUDITED, accepted, judge

TODAY = date(2026, 6, 1)
KNOWN = """
[[accepted]]
id = "CVE-1"
package = "gradio"
reason = "Its route is closed."
until = 2026-12-31
"""


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def package(name: str = "gradio", **given: object) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [], **given}


def finding(id: str = "PYSEC-1", *aliases: str) -> dict[str, object]:
    return {"id": id, "aliases": aliases, "fix_versions": ["2.0"], "description": "x"}


def test_without_a_finding_it_passes() -> None:
    verdict = judge(report(package(), package("h11")), (), TODAY)
    assert verdict.status == CLEAN
    assert verdict.lines == ("2 packages audited, 0 advisories",)


def test_an_open_finding_is_named_with_what_mends_it() -> None:
    verdict = judge(report(package(vulns=[finding("PYSEC-1", "CVE-2")])), (), TODAY)
    assert verdict.status == FOUND
    assert verdict.lines[0] == "gradio 1.0: PYSEC-1, CVE-2; mended in 2.0"


def test_an_accepted_finding_passes_under_any_of_its_numbers_and_no_other_does() -> None:
    known = accepted(KNOWN)
    both = report(package(vulns=[finding("PYSEC-1", "CVE-1"), finding("PYSEC-3")]))
    assert judge(report(package(vulns=[finding("CVE-1")])), known, TODAY).status == CLEAN
    assert judge(report(package(vulns=[finding("PYSEC-1", "CVE-1")])), known, TODAY).status == CLEAN
    assert judge(both, known, TODAY).lines[0].startswith("gradio 1.0: PYSEC-3")
    assert judge(report(package("h11", vulns=[finding("CVE-1")])), known, TODAY).status == FOUND


def test_an_accepted_finding_counts_again_after_its_day() -> None:
    found = report(package(vulns=[finding("CVE-1")]))
    assert judge(found, accepted(KNOWN), date(2026, 12, 31)).status == CLEAN
    late = judge(found, accepted(KNOWN), date(2027, 1, 1))
    assert late.status == FOUND
    assert "gradio: CVE-1 was accepted until 2026-12-31; judge it anew" in late.lines


def test_an_accepted_finding_that_is_gone_is_named() -> None:
    verdict = judge(report(package()), accepted(KNOWN), TODAY)
    assert verdict.status == CLEAN
    assert "found no more" in verdict.lines[0]


@pytest.mark.parametrize(
    "printed",
    ["", "no network", "{}", report(), report(package(), package("h11", skip_reason="not found"))],
)
def test_what_was_not_looked_up_is_never_a_pass(printed: str) -> None:
    """pip-audit itself ends with 0 where the service knows no package at all."""
    verdict = judge(printed, (), TODAY)
    assert verdict.status == NOT_AUDITED
    assert verdict.lines[0].startswith("not audited")


@pytest.mark.parametrize(
    "text", [KNOWN.replace("reason", "why"), KNOWN.replace("Its route is closed.", " ")]
)
def test_nothing_is_accepted_without_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        accepted(text)


def test_the_file_of_accepted_findings_can_be_read() -> None:
    assert all(one.reason for one in accepted(ACCEPTED.read_text("utf-8")))
    assert accepted(KNOWN)[0].until == date(2026, 12, 31)
