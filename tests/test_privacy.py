"""No word that a person typed stays anywhere: files, logs, standard output and error.

The page's side of this promise is in test_server.py and browser/.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.rendering import as_text
from invented import CORPUS, ROOT, compiled, without_search

MARKER = "zq7xmarker4w"
TIMES = 200


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything a process may write lies under one folder, but for the
    leaflets that are compiled once for all tests."""
    names = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    places = {name: str(tmp_path / name.lower()) for name in names}
    for place in places.values():
        Path(place).mkdir()
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    cache = str(compiled())
    return {**own, **places, "ASKLEAFLET_CORPUS": str(CORPUS), "ASKLEAFLET_CACHE": cache}


def run(machine: dict[str, str], folder: Path, *arguments: str, typed: str = "") -> str:
    """What a command prints, standard error included."""
    done = subprocess.run(
        [sys.executable, "-m", "askleaflet", *arguments],
        input=typed.encode(),
        capture_output=True,
        env=machine,
        cwd=folder,
        check=False,
    )
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def found_in(folder: Path) -> list[Path]:
    """Every file under ``folder``, or among the compiled leaflets, that holds the marker."""
    return [
        path
        for path in (*folder.rglob("*"), *compiled().rglob("*"))
        if path.is_file() and MARKER.encode() in path.read_bytes()
    ]


def test_two_hundred_questions_in_a_batch_leave_nothing(
    machine: dict[str, str], tmp_path: Path
) -> None:
    lines = []
    for number in range(TIMES):
        question = f"will {MARKER} make me sick on the drip {number}"
        lines.append(json.dumps({"id": number, "question": question, "history": [MARKER]}))
        if number % 20 == 0:
            lines += [f'{{"id": {number}, "question": "{MARKER}', json.dumps([MARKER])]
            lines.append(json.dumps({"id": number, "question": {MARKER: MARKER}}))
    printed = run(machine, tmp_path, "batch", typed="\n".join(lines))
    assert printed.count('"care_team"') >= TIMES
    assert MARKER not in printed
    assert found_in(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (("ask", "-"), f"is {MARKER} safe"),
        (("chat",), f"is {MARKER} safe\nand {MARKER}?\n\n"),
        (("ask", "-", "--corpus", "nowhere"), f"is {MARKER} safe"),
        (("ask", "-", "--json"), f"i cant breathe {MARKER}"),
    ],
)
def test_no_face_of_the_command_line_keeps_a_word(
    machine: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], typed: str
) -> None:
    printed = run(machine, tmp_path, *arguments, typed=typed)
    assert "care team" in printed or "corpus folder nowhere" in printed
    assert MARKER not in printed
    assert found_in(tmp_path) == []


def test_an_error_inside_the_program_is_told_without_a_word(
    assistant: Assistant, capfd: pytest.CaptureFixture[str]
) -> None:
    faulty = without_search(assistant, KeyError(MARKER))
    reply = faulty.reply(f"is {MARKER} safe", [MARKER])
    assert reply.kind == "error"
    assert MARKER not in as_text(reply) + repr(reply)
    said = capfd.readouterr()
    assert "KeyError at" in said.err
    assert MARKER not in said.out + said.err


def test_the_search_for_the_marker_finds_it(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    kept = tmp_path / "deep" / "er" / "log"
    kept.write_text(f"asked: is {MARKER} safe")
    assert found_in(tmp_path) == [kept]
