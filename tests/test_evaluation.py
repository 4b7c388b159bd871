"""Quality floors: CI fails when the program gets worse on labelled questions.

The floors lie a little under what was measured; `askleaflet evaluate tests/evaluation --misses`
prints the figures and every miss.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.cli import main
from askleaflet.errors import VocabularyError
from askleaflet.evaluation import (
    SETS as SETS_SCORED,
)
from askleaflet.evaluation import (
    Question,
    Scores,
    as_wordings,
    judge,
    misses,
    read_questions,
    table,
)
from invented import CORPUS, SETS


def test_small_sets_are_scored_by_the_command_with_misses_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leaflets").mkdir()
    for name in SETS_SCORED:
        lines = (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()[:1]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for ending in ("md", "jsonl"):
        text = (SETS / "leaflets" / f"xofluza.{ending}").read_text("utf-8")
        kept = text if ending == "md" else text.splitlines()[0]
        (tmp_path / "leaflets" / f"xofluza.{ending}").write_text(kept, encoding="utf-8")
    picture = tmp_path / "curve.png"
    command = ["askleaflet", "evaluate", str(tmp_path), "--corpus", str(CORPUS)]
    wanted = ["--misses", "--baseline", "--picture", str(picture)]
    monkeypatch.setattr(sys, "argv", [*command, *wanted])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = capsys.readouterr().out
    assert all(f"| {name}" in printed for name in SETS_SCORED)
    assert all(f"| {name}, plain BM25 | 1 " in printed for name in SETS_SCORED)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "right_reply", "answered_right", "refused", "wrong_of_answered"),
    [
        ("nurse_desk", 0.92, 0.88, 0.97, 0.05),
        ("real_phrasing", 0.90, 0.80, 0.95, 0.11),
        ("other_medicines", 0.98, 1.0, 0.98, 1.0),
        ("fresh", 0.93, 0.91, 0.94, 0.08),
        ("web_search", 0.95, 0.94, 0.96, 0.05),
        ("leaflets without example questions", 0.68, 0.55, 0.90, 0.28),
        ("the same, leaflets kept aside", 0.62, 0.57, 0.80, 0.35),
    ],
)
def test_quality_stays_above_its_floor(
    scores: dict[str, Scores],
    name: str,
    right_reply: float,
    answered_right: float,
    refused: float,
    wrong_of_answered: float,
) -> None:
    print("\n".join(misses(scores[name])))
    assert scores[name].right_reply >= right_reply
    assert scores[name].answered_right >= answered_right
    assert scores[name].refused >= refused
    assert scores[name].wrong_of_answered <= wrong_of_answered


def test_emergencies_are_seen_and_calm_questions_left_calm(scores: dict[str, Scores]) -> None:
    for name in ("nurse_desk", "fresh"):
        assert scores[name].urgent_recall >= 0.95
        assert scores[name].false_alarms <= 0.02
    assert scores["other_medicines"].false_alarms == 0.0
    assert scores["web_search"].false_alarms <= 0.02
    # Half of these calm messages hold the very words of an emergency.
    assert scores["messages"].urgent_recall >= 0.95
    assert scores["messages"].false_alarms <= 0.10


def test_every_reply_has_the_care_team_prompt(scores: dict[str, Scores]) -> None:
    for one in scores.values():
        assert all(outcome.reply.care_team.strip() for outcome in one.outcomes)


def test_the_table_has_a_row_for_each_set(scores: dict[str, Scores]) -> None:
    rows = table(list(scores.values())).splitlines()
    assert len(rows) == 2 + len(scores)
    assert all(row.count("|") == rows[0].count("|") for row in rows)


def test_risk_and_coverage_run_from_the_most_confident(scores: dict[str, Scores]) -> None:
    curve = scores["fresh"].risk_coverage()
    assert [coverage for coverage, _ in curve] == sorted(coverage for coverage, _ in curve)
    assert curve[-1][1] == pytest.approx(scores["fresh"].wrong_of_answered)


def test_a_mark_must_hold_a_gold_sentence_and_little_else(assistant: Assistant) -> None:
    reply = assistant.reply("how is it given")
    gold = "Blinatumomab is given as a continuous intravenous (IV) infusion."
    good = Question("1", "answerable", "how is it given", (), (gold,))
    assert judge(good, reply).right
    bad = Question("1", "answerable", "how is it given", (), ("Something else.",))
    assert judge(bad, reply).wrong_quote
    refused = Question("1", "unanswerable", "how is it given", (), ())
    assert not judge(refused, reply).right


def test_a_broken_line_of_a_set_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(VocabularyError, match="line 1"):
        read_questions(path)


def test_a_fold_leaves_out_its_wordings_in_both_forms() -> None:
    assert list(as_wordings("how to give blinatumomab")) == [
        "how to give blinatumomab",
        "how to give {medicine}",
    ]
