"""When a review is due, what is served of what nobody reviewed, and who is told of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from askleaflet import cli
from askleaflet.catalogue import Rules, read_catalogue
from askleaflet.checking import check_all
from askleaflet.corpus import inspect_corpus, read_corpus
from askleaflet.due import AHEAD, reviews_due
from askleaflet.web import server
from invented import document, settings, write

REVIEWED = date(2025, 1, 31)
TEXT = "# Zorvexin\n\nSwallow one tablet with water.\n"


@pytest.mark.parametrize(
    ("after", "told", "overdue"),
    [(334, False, False), (335, True, False), (365, True, False), (366, True, True)],
)
def test_staff_are_told_thirty_days_ahead_and_from_the_day_after(
    after: int, told: bool, overdue: bool
) -> None:
    assert timedelta(days=30) == AHEAD
    one = document(TEXT, reviewed=REVIEWED.isoformat())
    found = reviews_due([one], 365, REVIEWED + timedelta(days=after))
    assert bool(found) == told
    assert [each.overdue for each in found] == [overdue] * told
    assert all("2026-01-31" in str(each) for each in found)


def test_without_a_span_nothing_is_due_and_with_one_what_was_never_reviewed_is() -> None:
    one = document(TEXT)
    assert reviews_due([one], None, REVIEWED) == ()
    (due,) = reviews_due([one], 36_500, REVIEWED)
    assert due.overdue
    assert "never been reviewed" in str(due)
    assert reviews_due([document(TEXT, reviewed="9999-12-31")], 36_500, REVIEWED) == ()


def test_start_check_and_health_tell_what_is_due(tmp_path: Path) -> None:
    for id, day in (("old", "2024-01-01"), ("soon", "2025-02-01"), ("good", "2026-01-01")):
        write(tmp_path / "corpus" / f"{id}.md", TEXT)
        write(tmp_path / "corpus" / f"{id}.toml", f"reviewed = {day}\n")
    today, set_ = date(2026, 1, 15), settings(corpus=tmp_path / "corpus", review_every=365)
    served = read_catalogue(tmp_path / "corpus", Rules(today=today))
    for told in (check_all(set_, today).warnings, server.warnings(served, set_, today)):
        assert any("old: its review is overdue since 2024-12-31" in one for one in told)
        assert any("soon: its review is due by 2026-02-01" in one for one in told)
        assert not any("good: its review" in one for one in told)
    assert check_all(set_, today).faults == ()
    write(tmp_path / "askleaflet.toml", "review_every = 365\n")
    asked = CliRunner().invoke(cli.app, ["ask", "what is it"], catch_exceptions=False)
    assert "old: its review is overdue since 2024-12-31" in asked.stderr


def test_only_reviewed_leaves_out_what_nobody_reviewed(leaflets: Path) -> None:
    write(leaflets / "zorvexin.toml", "reviewed = 2025-01-31\n")
    found = read_corpus(leaflets, only_reviewed=True, today=REVIEWED)
    assert [one.id for one in found.documents] == ["zorvexin"]
    (fault,) = found.faults
    assert fault.serious
    assert "melotin.txt: it has no date of review" in str(fault)
    report = check_all(settings(corpus=leaflets, only_reviewed=True), REVIEWED)
    assert report.leaflets == ("zorvexin",)
    assert len(report.faults) == 1


def test_a_review_in_the_future_is_a_fault_and_one_of_today_is_none(leaflets: Path) -> None:
    write(leaflets / "zorvexin.toml", "reviewed = 2025-01-31\n")
    assert inspect_corpus(leaflets, today=REVIEWED).faults == ()
    (fault,) = inspect_corpus(leaflets, today=REVIEWED - timedelta(days=1)).faults
    assert fault.serious
    assert "zorvexin.md: it was reviewed in the future, on 2025-01-31" in str(fault)
