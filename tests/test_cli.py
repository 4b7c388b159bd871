"""The command line: what each command prints, and one line on standard error when it cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from askleaflet import __version__, cli
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue, Fault
from askleaflet.settings import Settings
from askleaflet.wording import say
from invented import CORPUS, SOURCE, Empty, without_search, write

GIVEN = "Blinatumomab is given as a continuous intravenous (IV) infusion."


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]) -> None:
    """The commands find the shipped leaflet open already, which takes a second each time."""
    monkeypatch.setattr(cli, "open_assistant", lambda *_: opened)


def run(*words: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(cli.app, list(words), input=given, catch_exceptions=False)


def fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says on standard error: one line, nothing printed, exit status 2."""
    monkeypatch.setattr(sys, "argv", ["askleaflet", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert said.err.startswith("askleaflet: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("shipped")
def test_ask_prints_the_quote_with_its_heading_and_the_care_team() -> None:
    said = run("ask", GIVEN).stdout
    assert f">>{GIVEN}<<" in said
    assert "How it is administered" in said
    assert "Please talk to your care team" in said


@pytest.mark.usefixtures("shipped")
def test_ask_with_a_dash_reads_standard_input() -> None:
    assert (
        run("ask", "-", given="How is it given?\n").stdout == run("ask", "How is it given?").stdout
    )


@pytest.mark.usefixtures("shipped")
def test_ask_reads_bytes_that_are_no_utf8() -> None:
    assert run("ask", "-", given=b"how is it \xff given").exit_code == 0


@pytest.mark.usefixtures("shipped")
def test_ask_prints_json_of_one_line() -> None:
    (row,) = rows(run("ask", "--json", GIVEN))
    assert row["kind"] == "answer"


@pytest.mark.usefixtures("shipped")
def test_batch_answers_every_line_in_order_with_its_id() -> None:
    lines = [
        {"id": "a", "question": GIVEN},
        {"id": 2, "question": "hello", "history": ["How is it given?"]},
        {"id": None, "question": "", "history": None},
        {"question": "\ud800 ≥", "history": []},
    ]
    result = run("batch", given="\n\n".join(json.dumps(line) for line in lines))
    assert result.exit_code == 0
    assert [row["id"] for row in rows(result)] == ["a", 2, None, None]
    assert [row["kind"] for row in rows(result)][:3] == ["answer", "greeting", "unclear"]
    assert all(row["care_team"] for row in rows(result))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{not json", "it is not JSON"),
        (b'{"id": "x", "question": "a\xff"}', "it is not JSON in UTF-8"),
        (b"[" * 100_000, "it is not JSON"),
        (b'["x"]', "it is not an object"),
        (b"null", "it is not an object"),
        (b'{"id": "x"}', "its 'question' is not text"),
        (b'{"id": "x", "question": 5}', "its 'question' is not text"),
        (b'{"id": "x", "question": "a", "history": "b"}', "its 'history' is not a list of texts"),
        (b'{"id": "x", "question": "a", "history": [1]}', "its 'history' is not a list of texts"),
    ],
)
def test_batch_names_a_bad_line_goes_on_and_ends_with_status_1(line: bytes, says: str) -> None:
    good = b'{"id": "good", "question": "hello"}\n'
    result = run("batch", given=good + line + b"\n" + good)
    assert result.exit_code == 1
    first, bad, last = rows(result)
    assert (first["kind"], last["kind"]) == ("greeting", "greeting")
    assert bad["kind"] == "error"
    assert "Line 2 of the batch" in str(bad["message"])
    assert says in str(bad["message"])
    assert bad["care_team"] == first["care_team"]
    assert bad["quotes"] == []
    assert bad["id"] == ("x" if line.startswith(b'{"id": "x"') and b"\xff" not in line else None)


def test_batch_goes_on_where_search_is_down(
    monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]
) -> None:
    down = (without_search(opened[0]), opened[1])
    monkeypatch.setattr(cli, "open_assistant", lambda *_: down)
    result = run("batch", given='{"id": 1, "question": "a"}\n{"id": 2, "question": "b"}\n')
    assert [(row["id"], row["kind"]) for row in rows(result)] == [(1, "error"), (2, "error")]
    assert result.exit_code == 1


@pytest.mark.parametrize(("words", "status"), [(("ask", "-"), 1), (("chat",), 0)])
def test_a_fault_of_the_program_is_said_below_an_urgent_notice_and_is_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
    opened: tuple[Assistant, Catalogue],
    words: tuple[str, ...],
    status: int,
) -> None:
    faulty = (without_search(opened[0], KeyError("breathe")), opened[1])
    monkeypatch.setattr(cli, "open_assistant", lambda *_: faulty)
    result = run(*words, given="he cant breathe\n")
    urgent, broken = say("en", "urgent.wait"), say("en", "reply.error")
    assert result.stdout.index(urgent) < result.stdout.index(broken)
    assert say("en", "reply.not_covered") not in result.stdout
    assert "a reply failed: KeyError at" in result.stderr
    assert "breathe" not in result.stderr
    assert result.exit_code == status


def test_a_fault_outside_of_a_reply_is_one_line_without_a_word_that_was_typed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    opened: tuple[Assistant, Catalogue],
) -> None:
    faulty = (without_search(opened[0], KeyError("breathe")), opened[1])
    monkeypatch.setattr(cli, "open_assistant", lambda *_: faulty)
    said = fails(monkeypatch, capsys, "search", "he cant breathe")
    assert "something is broken here: KeyError at" in said
    assert "breathe" not in said


@pytest.mark.usefixtures("shipped")
def test_batch_shows_its_progress_to_a_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdin", _Input(b'{"id": 1, "question": "hello"}\n'))
    cli.batch(None)
    assert "Answering" in terminal.written
    assert json.loads(capsys.readouterr().out)["kind"] == "greeting"


class _Terminal:
    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


class _Input:
    def __init__(self, lines: bytes) -> None:
        self.buffer = lines.splitlines(keepends=True)


@pytest.mark.usefixtures("shipped")
def test_search_shows_passages_and_the_numbers_that_rank_them() -> None:
    said = run("search", GIVEN, "--k", "2").stdout
    assert GIVEN in said
    scores = [float(one) for one in re.findall(r"(?m)^ *(-?[\d.]+)  blinatumomab:", said)]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert len(re.findall(r"whole -?[\d.]+, words -?[\d.]+, wordings -?[\d.]+", said)) == 2


def test_search_says_so_where_nothing_is_found(
    monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]
) -> None:
    nothing = replace(opened[0], searches=(Empty(),))
    monkeypatch.setattr(cli, "open_assistant", lambda *_: (nothing, opened[1]))
    assert run("search", "-", given="xylophone\n").stdout == "Nothing was found.\n"


@pytest.mark.usefixtures("shipped")
def test_search_can_show_every_step_of_understanding() -> None:
    said = run("search", "--explain", "should i take ibuprofen before blincyto").stdout
    labels = "read as|words|subjects|leaflets|leans on|language|candidates|evidence|answers"
    for label in [*labels.split("|"), "decision"]:
        assert re.search(rf"(?m)^{label}: ", said), label
    assert "before this medicine" in said
    assert "ibuprofen (medicine)" in said
    assert "blinatumomab" in said
    assert "asks for advice" in said


def test_faults_of_other_leaflets_are_told_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]
) -> None:
    faulty = replace(opened[1], faults=(Fault("bad.md", "it is empty."),))
    monkeypatch.setattr(cli, "open_assistant", lambda *_: (opened[0], faulty))
    result = run("ask", "hello")
    assert result.stderr == "askleaflet: left out: bad.md: it is empty.\n"
    assert "bad.md" not in result.stdout


def test_check_lists_every_fault_at_once_and_ends_with_status_1(leaflets: Path) -> None:
    write(leaflets / "one.md", "")
    write(leaflets / "two.txt", "no heading.")
    write(leaflets / "stray.toml", "")
    write(leaflets / "scan.pdf", "")
    result = run("check", "--corpus", str(leaflets))
    assert result.exit_code == 1
    assert "fault:   one.md: it is empty" in result.stdout
    assert "fault:   two.txt: it has no headings" in result.stdout
    assert "warning: stray.toml" in result.stdout
    assert "warning: scan.pdf" in result.stdout
    assert "2 leaflets can be served: melotin, zorvexin" in result.stdout


def test_check_of_good_leaflets_ends_well(leaflets: Path) -> None:
    result = run("check", "--corpus", str(leaflets))
    assert result.exit_code == 0
    assert "fault" not in result.stdout


def test_the_sample_is_told_from_a_sites_own_leaflets(
    monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]
) -> None:
    sample = replace(opened[0], settings=Settings())
    monkeypatch.setattr(cli, "open_assistant", lambda *_: (sample, opened[1]))
    result = run("ask", "How is it given?")
    assert "this is the sample leaflet" in result.stderr
    assert "--corpus" in result.stderr
    monkeypatch.setattr(cli, "open_assistant", lambda *_: opened)
    assert run("ask", "How is it given?").stderr == ""


def test_check_says_that_it_checked_the_sample(leaflets: Path) -> None:
    said = "warning: this is the sample leaflet"
    assert said in run("check").stdout
    assert said not in run("check", "--corpus", str(leaflets)).stdout


def test_the_version_is_printed() -> None:
    result = run("--version")
    assert (result.stdout, result.exit_code) == (f"askleaflet {__version__}\n", 0)


def test_serve_serves_with_what_the_command_line_says(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Settings] = []
    monkeypatch.setattr(cli, "serve_page", served.append)
    assert run("serve", "--port", "8001", "--host", "0.0.0.0", "--kiosk").exit_code == 0
    (given,) = served
    assert (given.port, given.host, given.kiosk) == (8001, "0.0.0.0", True)
    assert given.corpus == Path("corpus")


def test_help_names_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([], ["--help"]):
        monkeypatch.setattr(sys, "argv", ["askleaflet", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        said = capsys.readouterr().out
        named = re.findall(r"(?m)^\W+([a-z]+)\s", said)
        assert {"ask", "chat", "batch", "search", "check", "serve"} <= set(named)


@pytest.mark.parametrize("command", ["ask", "chat", "batch", "search", "check", "serve"])
def test_help_of_every_command_names_its_folder_option(command: str) -> None:
    assert "--corpus" in run(command, "--help").stdout


@pytest.mark.parametrize(
    "words",
    [("ask",), ("nope",), ("ask", "--foo", "x"), ("ask", "a", "b"), ("search", "x", "--k", "0")],
)
def test_wrong_use_is_one_line_that_says_where_to_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert "Try: askleaflet --help" in fails(monkeypatch, capsys, *words)


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "i", "cant", "breathe"),
        ("breathe",),
        ("ask", "--breathe"),
        ("ask", "-breathe"),
        ("search", "x", "--k", "breathe"),
        ("serve", "--port", "breathe"),
        ("chat", "breathe"),
    ],
)
def test_wrong_use_prints_no_word_that_was_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert "breathe" not in fails(monkeypatch, capsys, *words)


def test_check_of_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    result = run("check", "--corpus", str(folder))
    assert result.exit_code == 1
    assert "holds no .md or .txt file. Put at least one leaflet there" in result.stdout


def test_check_signs_where_it_is_told_to(leaflets: Path) -> None:
    result = run("check", "--sign", "--corpus", str(leaflets))
    assert result.exit_code == 0
    assert "2 leaflets are signed: melotin, zorvexin" in result.stdout
    write(leaflets / "melotin.txt", "Other\n\nText.\n")
    result = run("check", "--corpus", str(leaflets))
    assert result.exit_code == 1
    assert "fault:   melotin.txt: its text is not the one that was signed" in result.stdout


@pytest.mark.parametrize(
    "command", [("ask", "x"), ("chat",), ("batch",), ("search", "x"), ("check",)]
)
def test_a_missing_corpus_is_one_line_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: tuple[str, ...],
) -> None:
    said = fails(monkeypatch, capsys, *command, "--corpus", str(tmp_path / "gone"))
    assert "is not there. Make it and put a leaflet in it" in said


def test_a_bad_setting_is_one_line_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASKLEAFLET_PORT", "ninety\nnine")
    assert "ASKLEAFLET_PORT" in fails(monkeypatch, capsys, "ask", "x")


def test_breaking_off_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(*_: object) -> None:
        raise EOFError

    monkeypatch.setattr(cli, "open_assistant", broken_off)
    monkeypatch.setattr(sys, "argv", ["askleaflet", "ask", "x"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "Traceback" not in capsys.readouterr().err


def program(*words: str | bytes, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """The program as a person starts it."""
    path = {"PYTHONPATH": str(SOURCE.parent), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "askleaflet", *words],
        env={**os.environ, **path},
        capture_output=True,
        check=False,
    )


def test_the_program_answers_as_the_function_does() -> None:
    ended = program("ask", GIVEN, "--corpus", str(CORPUS))
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert GIVEN in ended.stdout.decode()


def test_the_program_survives_a_terminal_that_cannot_show_its_words() -> None:
    ended = program("ask", "hello", "--corpus", str(CORPUS), encoding="ascii")
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    shown = program("search", "MRD \u2265 0.1%", "--corpus", str(CORPUS), encoding="ascii")
    assert shown.returncode == 0
    assert b"\\u2265" in shown.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there, never bytes")
def test_the_program_survives_an_argument_that_is_no_text() -> None:
    ended = program("ask", "--json", b"what is Qwx\xffzkvj", "--corpus", str(CORPUS))
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["care_team"]


def test_the_person_who_waits_is_told_which_leaflet_is_made_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "zorvexin.md").write_text("## Storage\n\nKeep it cold.\n", "utf-8")
    monkeypatch.setenv("ASKLEAFLET_CACHE", str(tmp_path / "cache"))
    arguments = ("ask", "how do I keep it", "--corpus", str(tmp_path / "corpus"))
    told = "getting leaflet 1 of 1 ready"
    for times in (1, 0):
        assert run(*arguments).stderr.count(told) == times
