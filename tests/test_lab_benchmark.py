"""The benchmark command reports what it measures; the figures themselves are no test."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.settings import read_settings
from askleaflet_lab import benchmark
from askleaflet_lab.benchmark import HARD_INPUTS, MOST_ASKED, QuestionsError, bench, read_questions
from invented import CORPUS, write


def test_the_report_has_a_line_for_every_bound(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = "import time"
    monkeypatch.setattr(benchmark, "_BARE", quick)
    monkeypatch.setattr(benchmark, "_OURS", quick)
    monkeypatch.setattr(benchmark, "TIMES", 1)
    lines = list(bench(assistant, [("how is it given", ()), ("and why", ("how is it given",))]))
    assert len(lines) == 6 + len(HARD_INPUTS)
    assert all(("ok, bound" in line) or ("OVER, bound" in line) for line in lines[1:4])


def test_questions_are_read_as_a_batch_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"question": "a", "history": ["b"]}\n\n{"question": "c"}\n', encoding="utf-8")
    assert read_questions(path) == [("a", ["b"]), ("c", [])]


def test_a_broken_file_of_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="nowhere"):
        read_questions(tmp_path / "nowhere")


def test_without_questions_some_of_the_examples_are_asked(leaflets: Path) -> None:
    some = benchmark.example_questions(read_settings(corpus=CORPUS))
    assert MOST_ASKED / 2 < len(some) <= MOST_ASKED
    assert len(set(some)) == len(some)
    assert benchmark.example_questions(read_settings(corpus=leaflets)) == []
    write(leaflets / "zorvexin.toml", "[[asked_as]]\nsays = 'headache'\nquestions = 'sore head'\n")
    assert benchmark.example_questions(read_settings(corpus=leaflets)) == [("sore head", ())]
