"""The labelled questions, asked once of the program as it ships.

The wordings of some sets are among its examples, so these floors say only that nothing is broken.
How good it is on wordings that it never saw is measured in folds, and on other leaflets, by
`askleaflet evaluate tests/evaluation --misses`.
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
    evaluate,
    judge,
    misses,
    read_questions,
    table,
)
from invented import CORPUS, SETS, few_vocabularies


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
    with few_vocabularies(), pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = capsys.readouterr().out
    assert all(f"| {name}" in printed for name in SETS_SCORED)
    assert all(f"| {name}, plain BM25 | 1 " in printed for name in SETS_SCORED)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def scores(assistant: Assistant) -> dict[str, Scores]:
    """The scores of every set about the shipped leaflet, by its name."""
    return {
        name: evaluate(assistant, read_questions(SETS / f"{name}.jsonl"), name)
        for name in SETS_SCORED
    }


FLOORS = {
    "nurse_desk": {"right_reply": 0.9, "answered_right": 0.9, "refused": 0.9},
    "real_phrasing": {"right_reply": 0.9, "answered_right": 0.9, "refused": 0.9},
    "other_medicines": {"right_reply": 0.98, "refused": 0.98},
    "fresh": {"right_reply": 0.93, "answered_right": 0.91, "refused": 0.94},
    "web_search": {"right_reply": 0.95, "answered_right": 0.94, "refused": 0.96},
}


@pytest.mark.parametrize(
    ("name", "figure", "floor"),
    [(name, figure, floor) for name, own in FLOORS.items() for figure, floor in own.items()],
)
def test_quality_stays_above_its_floor(
    scores: dict[str, Scores], name: str, figure: str, floor: float
) -> None:
    print("\n".join(misses(scores[name])))
    assert getattr(scores[name], figure) >= floor


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
