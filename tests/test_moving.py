"""Accepting and withdrawing: whole or not at all, every byte kept, nothing unreviewed is served."""

from __future__ import annotations

import hashlib
import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from askleaflet import cli, files
from askleaflet.corpus import inspect_corpus, read_corpus
from askleaflet.errors import CorpusError, ReviewError
from askleaflet.files import replace_file, write_all
from askleaflet.reviewing.moving import accept, withdraw, write_page
from askleaflet.sidecar import read_sidecar, sidecar_of
from askleaflet.signing import with_value
from invented import write
from test_reviewing import LEAFLET, ORIGINAL, put

NOW = datetime(2026, 11, 28, 21, 54, 3, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """A folder with one leaflet that was imported."""
    put(tmp_path / "corpus", LEAFLET, ORIGINAL.replace("V8\n", ""))
    write_page(tmp_path / "corpus", "zorvexin")
    return tmp_path / "corpus"


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [*map(str, words)], catch_exceptions=False)


def test_an_accepted_leaflet_is_served_dated_and_signed(waiting: Path) -> None:
    accept(waiting, "zorvexin", 'B. "Kay" \\', NOW)
    found = read_corpus(waiting, only_signed=True, only_reviewed=True, today=TODAY)
    assert (found.faults, found.ignored) == ((), ())
    assert found.documents[0].text == LEAFLET
    assert found.documents[0].reviewed == "2026-11-28"
    sidecar = read_sidecar(waiting / "zorvexin.toml")
    assert sidecar.reviewed_by == 'B. "Kay" \\'
    assert sidecar.sha256 == hashlib.sha256(LEAFLET.encode()).hexdigest()
    assert (sidecar.title, sidecar.version) == ("Zorvexin", "7")
    assert list((waiting / "incoming").iterdir()) == []
    (page,) = (waiting / "accepted").iterdir()
    assert page.name == "zorvexin.20261128-215403.review.html"
    assert "B. &#34;Kay&#34;" in page.read_text()


def test_words_that_were_lost_keep_a_leaflet_out_unless_a_reason_is_given(waiting: Path) -> None:
    write(waiting / "incoming" / "zorvexin.md", LEAFLET.replace("not take", "take"))
    before = everything(waiting)
    with pytest.raises(ReviewError, match=r"1 words of the original were lost \(not\)"):
        accept(waiting, "zorvexin", "B. Kay", NOW)
    assert everything(waiting) == before
    accept(waiting, "zorvexin", "B. Kay", NOW, although="it stands on the picture")
    assert read_sidecar(waiting / "zorvexin.toml").although == "it stands on the picture"


def test_what_could_not_be_counted_did_not_lose_nothing(tmp_path: Path) -> None:
    write(tmp_path / "incoming" / "a.txt", "What it is\n\nA medicine.\n")
    with pytest.raises(ReviewError, match="no words could be counted"):
        accept(tmp_path, "a", "B. Kay", NOW)
    accept(tmp_path, "a", "B. Kay", NOW, although="written here")
    assert read_corpus(tmp_path, True, True, TODAY).documents[0].id == "a"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("zorvexin.toml", "titel = 'A'", "there is no key 'titel'"),
        ("zorvexin.toml", "reviewed_by = '''a\nb'''", "its reviewed_by cannot be replaced"),
        ("zorvexin.toml", "[[asked_as]]\nsays = 'no such'", "no sentence, list item or heading"),
        ("zorvexin.md", "no headings", "it has no headings"),
        ("zorvexin.import.json", "{", "it is not as import wrote it"),
    ],
)
def test_a_fault_keeps_a_leaflet_out_whatever_the_reason(
    waiting: Path, name: str, content: str, says: str
) -> None:
    write(waiting / "incoming" / name, content)
    before = everything(waiting)
    with pytest.raises(ReviewError, match=says) as caught:
        accept(waiting, "zorvexin", "B. Kay", NOW, although="never mind")
    assert "\n" not in str(caught.value)
    assert everything(waiting) == before


def test_a_newer_version_takes_the_place_of_the_old_one_which_is_kept(waiting: Path) -> None:
    old = LEAFLET.replace("milk", "tea").encode() + b"\xc3\xa9\r\n"
    (waiting / "Zorvexin.txt").write_bytes(old)
    write(waiting / "Zorvexin.toml", "title = 'Old'  # ours\n")
    accept(waiting, "zorvexin", "B. Kay", NOW)
    assert [one.text for one in read_corpus(waiting, today=TODAY).documents] == [LEAFLET]
    assert sorted(one.name for one in waiting.iterdir() if one.is_file()) == [
        "zorvexin.md", "zorvexin.toml",
    ]  # fmt: skip
    kept = waiting / "withdrawn" / "Zorvexin.20261128-215403.txt"
    assert kept.read_bytes() == old
    said = tomllib.loads(kept.with_suffix(".toml").read_text())
    assert said == {"title": "Old", "withdrawn": "2026-11-28T21:54:03+00:00", "why": "replaced"}


def test_a_withdrawn_leaflet_is_kept_with_its_reason_and_not_served(waiting: Path) -> None:
    accept(waiting, "zorvexin", "B. Kay", NOW)
    sidecar = (waiting / "zorvexin.toml").read_bytes()
    text, said = withdraw(waiting, "ZORVEXIN", "recalled", NOW)
    assert text.read_bytes() == LEAFLET.encode()
    assert sidecar in said.read_bytes()
    assert (read_sidecar(said).withdrawn, read_sidecar(said).why) == (NOW.isoformat(), "recalled")
    assert inspect_corpus(waiting).documents == ()
    with pytest.raises(ReviewError, match="There is no leaflet 'zorvexin'"):
        withdraw(waiting, "zorvexin", "again", NOW)


@pytest.mark.parametrize("sidecar", ["title = ", "titel = 'A'", "why = '''a\nb'''"])
def test_a_broken_sidecar_keeps_no_leaflet_in_service(waiting: Path, sidecar: str) -> None:
    accept(waiting, "zorvexin", "B. Kay", NOW)
    write(waiting / "zorvexin.toml", sidecar)
    _, said = withdraw(waiting, "zorvexin", "recalled\n[x]", NOW)
    assert said.read_text().endswith(sidecar)
    assert said.read_text().startswith("# withdrawn 2026-11-28T21:54:03+00:00: recalled [x]\n")
    assert not (waiting / "zorvexin.md").exists()


def test_twice_within_a_second_nothing_is_written_over(waiting: Path) -> None:
    for number in range(3):
        write(waiting / "a.md", f"# A\n\nVersion {number}.\n")
        withdraw(waiting, "a", "a try", NOW)
    kept = [one.read_text() for one in (waiting / "withdrawn").glob("*.md")]
    assert sorted(kept) == [f"# A\n\nVersion {number}.\n" for number in range(3)]


def test_nothing_incoming_or_withdrawn_is_served(waiting: Path) -> None:
    write(waiting / "other.md", "# Other\n\nIt is a medicine.\n")
    write(waiting / "gone.md", "# Gone\n\nIt was a medicine.\n")
    withdraw(waiting, "gone", "recalled", NOW)
    assert [one.id for one in read_corpus(waiting).documents] == ["other"]
    for name in ("incoming", "withdrawn"):
        with pytest.raises(CorpusError, match=f"Nothing in a folder '{name}' is served"):
            read_corpus(waiting / name)


def test_a_withdrawn_leaflet_that_is_moved_back_is_a_fault_until_it_is_accepted(
    waiting: Path,
) -> None:
    accept(waiting, "zorvexin", "B. Kay", NOW)
    text, sidecar = withdraw(waiting, "zorvexin", "recalled", NOW)
    for one in (text, sidecar):
        one.rename(waiting / f"back{one.suffix}")
    (fault,) = inspect_corpus(waiting, today=TODAY).faults
    assert fault.serious
    assert "it was withdrawn (recalled)" in str(fault)
    for ending in (".md", ".toml"):
        (waiting / f"back{ending}").rename(waiting / "incoming" / f"back{ending}")
    accept(waiting, "back", "B. Kay", NOW, although="checked against the letter")
    assert [one.id for one in read_corpus(waiting, today=TODAY).documents] == ["back"]


@pytest.mark.parametrize("step", range(7))
def test_where_a_write_fails_all_is_as_it_was(
    waiting: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    write(waiting / "zorvexin.txt", "What it is\n\nAn older medicine.\n")
    write(waiting / "zorvexin.toml", "title = 'Old'\n")
    before, calls = everything(waiting), iter(range(100))

    def full(path: Path, content: bytes) -> None:
        if next(calls) == step:
            raise OSError(28, "No space left on device")
        replace_file(path, content)

    monkeypatch.setattr(files, "replace_file", full)
    if step < 5:
        with pytest.raises(ReviewError, match="No space left on device"):
            accept(waiting, "zorvexin", "B. Kay", NOW)
        assert everything(waiting) == before
    elif step == 5:
        accept(waiting, "zorvexin", "B. Kay", NOW)
        assert (waiting / "zorvexin.md").read_bytes() == LEAFLET.encode()


def test_what_cannot_be_removed_undoes_what_was_written(
    waiting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(waiting)

    def kept(path: Path, missing_ok: bool = False) -> None:
        if path.name == "zorvexin.review.html":
            raise PermissionError(13, "Permission denied")
        os.unlink(path)

    monkeypatch.setattr(Path, "unlink", kept)
    with pytest.raises(ReviewError, match="Permission denied"):
        accept(waiting, "zorvexin", "B. Kay", NOW)
    assert everything(waiting) == before


@given(st.binary(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_accepted_and_withdrawn_every_byte_of_the_text_is_kept(
    tmp_path_factory: pytest.TempPathFactory, ending: bytes, words: str, by: str
) -> None:
    corpus = tmp_path_factory.mktemp("corpus")
    raw = f"# A\r\n\n{words}.\n".encode("utf-8", "replace") + ending
    (corpus / "incoming").mkdir()
    (corpus / "incoming" / "a.md").write_bytes(raw)
    try:
        accept(corpus, "a", by, NOW, although="a test")
    except ReviewError:
        assert (corpus / "incoming" / "a.md").read_bytes() == raw
        assert not (corpus / "a.md").exists()
        return
    assert (corpus / "a.md").read_bytes() == raw
    text, sidecar = withdraw(corpus, "a", by or "why", NOW)
    assert text.read_bytes() == raw
    assert read_sidecar(sidecar).sha256 == hashlib.sha256(raw).hexdigest()


@given(st.sampled_from(["reviewed_by", "why", "although", "title"]), st.text(max_size=50))
def test_a_value_of_a_sidecar_is_written_and_nothing_else(key: str, text: str) -> None:
    old = b'# ours\ntitle = \'A\'  # name\nreviewed_by = "x \\" y"\nreviewed = 2026-01-31\n'
    new = with_value(old, key, text, "a.toml")
    written = getattr(sidecar_of(new, "a.toml"), key)
    assert {**tomllib.loads(new.decode()), key: 0} == {**tomllib.loads(old.decode()), key: 0}
    assert written.split() == "".join(one if one >= " " and one not in "\x7f\u2028\u2029" else " "
                                      for one in text).split()  # fmt: skip
    assert b"# ours" in new
    assert b"# name" in new


def test_a_date_of_review_takes_the_place_of_another() -> None:
    old = b"reviewed = 2020-01-31  # when\n"
    assert with_value(old, "reviewed", "2026-11-28", "a") == b'reviewed = "2026-11-28"  # when\n'


def test_changes_are_made_in_order_or_undone(tmp_path: Path) -> None:
    write(tmp_path / "a", "old")
    with pytest.raises(OSError, match="File exists"):
        write_all({tmp_path / "a": b"new", tmp_path / "b" / "c": b"c", tmp_path / "a" / "d": b"d"})
    assert (tmp_path / "a").read_text() == "old"
    assert not (tmp_path / "b" / "c").exists()


# The commands


def test_the_commands_say_what_was_done_and_when_it_counts(waiting: Path) -> None:
    shown = run("review", "zorvexin")
    assert shown.exit_code == 0
    assert "0 words lost" in shown.stdout
    assert "zorvexin.review.html" in shown.stderr
    write(waiting / "zorvexin.md", LEAFLET.replace("milk", "tea"))
    accepted = run("accept", "zorvexin", "--by", "B. Kay")
    assert accepted.exit_code == 0
    assert "- line 5: Do not take it with tea." in accepted.stdout
    assert accepted.stdout.index("with tea") < accepted.stdout.index("is accepted")
    gone = run("withdraw", "zorvexin", "--why", "recalled")
    assert gone.exit_code == 0
    for one in (accepted, gone):
        assert "takes notice of it within a minute" in one.stdout
    assert not (waiting / "zorvexin.md").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["review", "nowhere"],
        ["accept", "nowhere", "--by", "B. Kay"],
        ["withdraw", "nowhere", "--why", "recalled"],
    ],
)
def test_what_is_refused_is_one_line_and_status_1(waiting: Path, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "There is no leaflet 'nowhere'" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["review"], "is missing"),
        (["accept", "zorvexin"], "'--by' is missing"),
        (["accept", "zorvexin", "--by", " "], "'--by' is given cannot be used"),
        (["accept", "zorvexin", "--by", "x" * 201], "'--by' is given cannot be used"),
        (["accept", "zorvexin", "--by", "a", "--although", " "], "'--although' is given cannot"),
        (["withdraw", "zorvexin"], "'--why' is missing"),
        (["withdraw", "zorvexin", "--why", ""], "'--why' is given cannot be used"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    waiting: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
) -> None:
    before = everything(waiting)
    monkeypatch.setattr("sys.argv", ["askleaflet", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert everything(waiting) == before
