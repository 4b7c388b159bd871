"""Importing: what is written, what is counted, and that no file can hang it or stop the others."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from askleaflet import cli, files
from askleaflet.files import replace_file
from askleaflet.importing import child, incoming, run
from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError, LeftOut, Understood
from askleaflet.importing.child import understood
from askleaflet.importing.counting import count, words
from askleaflet.importing.dates import day_of, month_of
from askleaflet.importing.markdown import as_markdown, shown
from askleaflet.importing.parts import names_in
from askleaflet.importing.plain import read_markdown, read_plain
from askleaflet.importing.reading import read_file
from askleaflet.importing.texts import clean
from askleaflet.languages import language_of
from askleaflet.reading import read_leaflet
from askleaflet.sidecar import read_sidecar, sidecar_of
from importable import docx, lines, paragraph, pdf

HTML = "<h1>Zorvexin</h1><p>It is a medicine.</p><h2>Side effects</h2><ul><li>fever</li></ul>"
TEXT = """\
Zorvexin 5 mg

Do not drink alcohol while taking this medicine; it may increase
bleeding in the stomach and prolong its time.

Possible side effects

\uf0b7 fever that lasts for longer
  than a day

\u2022

\u2022 chills

5. How to store it

Keep it in the fridge, where child-
ren cannot reach it.
"""


def imported(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["import", *map(str, words)], catch_exceptions=False)


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# What is written


def test_a_file_becomes_a_leaflet_and_a_draft_of_its_sidecar(tmp_path: Path) -> None:
    result = imported(put(tmp_path / "in" / "My Zorvexin (5 mg).html", HTML))
    assert result.exit_code == 0
    folder = tmp_path / "corpus" / "incoming"
    assert sorted(one.name for one in folder.iterdir()) == [
        "my-zorvexin-5-mg.import.json",
        "my-zorvexin-5-mg.md",
        "my-zorvexin-5-mg.review.html",
        "my-zorvexin-5-mg.toml",
    ]
    read = read_leaflet(folder / "my-zorvexin-5-mg.md")
    assert read.document.text == ("# Zorvexin\n\nIt is a medicine.\n\n## Side effects\n\n- fever\n")
    assert read.document.reviewed is None
    assert "of 8 words 0 lost, 0 added" in result.stderr
    assert "2 headings, 1 list items" in result.stderr


def test_what_is_imported_is_not_served_until_somebody_moves_it(tmp_path: Path) -> None:
    put(tmp_path / "corpus" / "other.md", "# Other\n\nIt is a medicine.\n")
    imported(put(tmp_path / "zorvexin.html", HTML))
    result = CliRunner().invoke(cli.app, ["check"])
    assert "1 leaflets can be served: other" in result.output


def test_an_existing_leaflet_is_not_written_over_without_being_told_to(tmp_path: Path) -> None:
    path = put(tmp_path / "a.html", HTML)
    old = put(tmp_path / "out" / "a.md", "old")
    refused = imported(path, "--into", tmp_path / "out")
    assert refused.exit_code == 1
    assert "a.md is in" in refused.stderr
    assert old.read_text() == "old"
    assert not (tmp_path / "out" / "a.toml").exists()
    assert imported(path, "--into", tmp_path / "out", "--replace").exit_code == 0
    assert "It is a medicine." in old.read_text()


def test_two_files_of_one_name_do_not_write_over_each_other(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.html", HTML)
    put(tmp_path / "in" / "a.txt", TEXT)
    result = imported(tmp_path / "in", "--into", tmp_path / "out", "--replace")
    assert result.exit_code == 1
    assert "another file of this run was written as a" in result.stderr
    assert "Zorvexin\n\nIt is" in (tmp_path / "out" / "a.md").read_text()


def test_nothing_is_left_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second of the two files cannot be written, the sidecar alone serves nothing."""
    leaflet = Understood(Facts("A", source="a"), "# A\n\nText.\n", "", 1, (), (), (), 1, 0)

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".md":
            raise OSError(28, "No space left on device")
        replace_file(path, content)

    monkeypatch.setattr(files, "replace_file", full)
    with pytest.raises(ImportingError, match="No space left on device"):
        incoming.write(tmp_path / "out", "a", leaflet, replace=False)
    assert [one.name for one in (tmp_path / "out").iterdir()] == []


@given(st.builds(Facts, *[st.text(max_size=300)] * 1, st.lists(st.text()).map(tuple),
                 st.sampled_from(["en", ""]), *[st.text()] * 3))  # fmt: skip
def test_every_draft_is_a_sidecar_that_says_not_reviewed(facts: Facts) -> None:
    written = incoming.draft(Understood(facts, "", "", 0, (), (), (), 0, 0))
    read = sidecar_of(written.encode("utf-8", "replace"), "a.toml")
    assert read.reviewed is None
    assert tomllib.loads(written)["reviewed"] == ""
    assert read.language in {"en", "und"}


@pytest.mark.parametrize("heading", ["Possible side effects", "1. What Zorvexin is"])
def test_no_heading_is_taken_for_the_name_of_a_medicine(heading: str) -> None:
    told = ["Package leaflet: Information for the user", "Zorvexin 5 mg tablets", "zorvexinum"]
    blocks = [Block("paragraph", one) for one in [*told, heading, "Read it."]]
    assert names_in(blocks)[:2] == ("Zorvexin", "zorvexinum")


def test_a_quote_says_of_which_edition_it_is(tmp_path: Path) -> None:
    put(tmp_path / "a.md", "# A\n\nIt is a medicine.\n")
    sidecar = put(tmp_path / "a.toml", 'source = "the maker"\nversion = "7"\nrevised = "2019-06"\n')
    assert read_sidecar(sidecar).revised == "2019-06"
    assert read_leaflet(tmp_path / "a.md").document.source == "the maker, v. 7, 2019-06"
    put(sidecar, 'version = "7"\n')
    assert read_leaflet(tmp_path / "a.md").document.source == "v. 7"


@pytest.mark.parametrize(
    ("name", "number", "of", "id"),
    [
        ("\u00dcbung A_1.v2.pdf", 1, 1, "ubung-a_1.v2"),
        ("a.pdf", 2, 3, "a-2"),
        ("\u041b.pdf", 1, 1, "leaflet"),
        ("../x.pdf", 1, 1, "x"),
        (f"{'a' * 200}.pdf", 1, 1, "a" * 70),
    ],
)
def test_an_id_is_one_that_can_be_served(name: str, number: int, of: int, id: str) -> None:
    assert incoming.id_of(Path(name), number, of) == id


# What is counted


def leaflet_of(original: str, *blocks: Block, left: tuple[LeftOut, ...] = ()) -> Imported:
    return Imported(Facts(), blocks, original, left)


def test_words_lost_and_added_are_counted_and_named() -> None:
    one = leaflet_of("Take 2.5 mg once", Block("paragraph", "Take 25 mg once now"))
    counted = count(one, as_markdown(one.blocks))
    assert (counted.words, counted.lost, counted.added) == (4, ("2.5",), ("25", "now"))


def test_a_sign_that_compares_is_a_word() -> None:
    one = leaflet_of("if < 5 kg", Block("paragraph", "if 5 kg"))
    assert count(one, as_markdown(one.blocks)).lost == ("<",)


def test_what_is_left_out_on_purpose_is_counted_apart() -> None:
    one = leaflet_of("V8 Text", Block("paragraph", "Text"), left=(LeftOut("furniture", "V8"),))
    counted = count(one, as_markdown(one.blocks))
    assert (counted.lost, counted.added, counted.left_out) == ((), (), (("furniture", 2),))


def test_a_word_is_the_same_however_its_line_ended() -> None:
    assert words("infor-\nmation breast-feeding \ufb01t") == words("information breastfeeding fit")


def test_a_loss_is_told_with_the_words(tmp_path: Path) -> None:
    leaflet = Understood(Facts(), "", "the end", 9, ("two", "mg"), (), (("furniture", 3),), 1, 2)
    assert run.told(leaflet) == (
        "took the the end; 1 headings, 2 list items; of 9 words 2 (two mg) lost, 0 added; "
        "left out furniture: 3 words"
    )


MARKS = st.text(
    st.sampled_from("ab12 .)-+*_#>|`~<&;:[]()!\\=/\"'\u2022\u00b2\u2265\t"), min_size=1, max_size=30
)


@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item"]), MARKS), min_size=1))
def test_markdown_shows_every_character_of_every_block(drawn: list[tuple[str, str]]) -> None:
    blocks = [
        Block(kind, text, int(kind == "heading"))  # type: ignore[arg-type]
        for kind, text in drawn
        if " ".join(text.split())
    ]
    expected = [" ".join(one.text.split()) for one in blocks]
    assert [" ".join(one.split()) for one in shown(as_markdown(blocks)).splitlines()] == expected


# Text and Markdown


def test_wrapped_lines_are_joined_and_headings_and_items_are_known() -> None:
    (leaflet,) = read_plain(TEXT.encode(), "a.txt")
    assert as_markdown(leaflet.blocks) == (
        "### Zorvexin 5 mg\n\nDo not drink alcohol while taking this medicine; it may increase "
        "bleeding in the stomach and prolong its time.\n\n### Possible side effects\n\n"
        "- fever that lasts for longer than a day\n- chills\n\n## 5. How to store it\n\n"
        "Keep it in the fridge, where children cannot reach it.\n"
    )
    counted = count(leaflet, as_markdown(leaflet.blocks))
    assert counted.lost == counted.added == ()


def test_a_line_of_the_contents_is_a_heading_when_it_comes_again() -> None:
    text = "In this leaflet\n\n1. What it is\n2. How to take it\n\n1. What it is\nA medicine.\n"
    (leaflet,) = read_plain(text.encode(), "a.txt")
    assert [one.kind for one in leaflet.blocks] == [
        "heading", "item", "item", "heading", "paragraph",
    ]  # fmt: skip


def test_markdown_stays_as_it_is() -> None:
    given_ = (
        "# Package leaflet: x\r\n\n# Zorvexin 5 mg\n\nzorvexinum\n\nRead all of this leaflet.\n"
        "* **bold**\n<!-- note -->\nThis leaflet was last revised in 03/2024.\n"
    )
    (leaflet,) = read_markdown(given_.encode(), "a.md")
    assert leaflet.verbatim == given_
    assert leaflet.facts.names == ("Zorvexin", "zorvexinum")
    assert leaflet.facts.revised == "2024-03"
    assert count(leaflet, leaflet.verbatim).lost == ()


def test_what_nobody_sees_is_gone_and_signs_of_the_symbol_font_are_themselves() -> None:
    assert clean("medi\u00adcine \u200bof\ufeff \ufb03ne \uf0b3 5 \uf06dg \uf061") == (
        "medicine of ffine \u2265 5 \u00b5g \u03b1"
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [("06/2019.", "2019-06"), ("junio 2022", "2022-06"), ("19 August 2021", "2021-08-19"),
     ("19. august 2021", "2021-08-19"), ("in02/2023", "2023-02"), ("13/2019", ""), ("soon", ""),
     ("le 3 mars 2020", "2020-03-03"), ("31.12.2020", "2020-12-31")],
)  # fmt: skip
def test_a_date_in_words_is_read(text: str, date: str) -> None:
    assert month_of(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [("20130930", "2013-09-30"), ("2024-12-03T18:15:26", "2024-12-03"), ("201309", "2013-09"),
     ("2013", "2013"), ("20139930", ""), ("x", "")],
)  # fmt: skip
def test_a_date_in_digits_is_read(text: str, date: str) -> None:
    assert day_of(text) == date


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Take this medicine with food and ask the doctor if you are not sure. " * 2,
            "en",
        ),
        (
            "Tome este medicamento con la comida y consulte si no lo tiene claro. " * 2,
            "es",
        ),
        (
            "Tag en af tabletterne med mad, og ring til en af os, hvis du er i tvivl. " * 2,
            "da",
        ),
        ("fever chills", ""),
        ("x y z " * 20, ""),
    ],
)
def test_the_language_is_told_where_it_can_be(text: str, code: str) -> None:
    assert language_of(text) == code


# Bad input

BAD = {
    "empty.pdf": (b"", "it is empty"),
    "damaged.pdf": (b"%PDF-1.7\nbroken", "damaged"),
    "scan.pdf": (pdf([]), "is a scan"),
    "page.pdf": (b"<!DOCTYPE html><p>x", "is named .pdf but holds HTML"),
    "picture.docx": (b"\x89PNG\r\n", "is named .docx but holds a picture"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1", "holds an old Office document"),
    "archive.docx": (b"PK\x03\x04....", "holds another archive"),
    "rich.txt": (b"{\\rtf1 x}", "is named .txt but holds RTF"),
    "text.json": (b"no json", "is named .json but holds text"),
    "broken.json": (b'{"results": [', "is named .json but holds text"),
    "other.json": (b'{"a": 1}', "neither FHIR ePI nor an openFDA"),
    "other.xml": (b'<?xml version="1.0"?><a/>', "neither FHIR ePI nor a label"),
    "broken.xml": (b'<?xml version="1.0"?><a>', "no whole XML"),
    "laughs.xml": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        "declares entities",
    ),
    "thesis.xyz": (b"text", "files named .xyz are not read"),
    "nul.txt": (b"a\0b", "something else than text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_one_line_that_says_what_to_do(tmp_path: Path, name: str) -> None:
    content, why = BAD[name]
    with pytest.raises(ImportingError, match=why) as refused:
        read_file(put(tmp_path / name, content))
    message = str(refused.value)
    assert "\n" not in message
    assert message.count(". ") >= 1, "a second sentence says what to do"


@pytest.mark.parametrize("page", ["<ol><li>a</ol>", "Text <b>bold</b>", "<table><tr><td>x</table>"])
def test_a_page_may_begin_with_any_element(tmp_path: Path, page: str) -> None:
    assert read_file(put(tmp_path / "a.html", page))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(ImportingError, match="more than the 200,000,000"):
        read_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ImportingError, match="pipe"):
        read_file(tmp_path / "pipe.txt")


def test_the_other_files_go_on_and_the_status_says_that_one_failed(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.pdf", b"%PDF-1.7\nbroken")
    put(tmp_path / "in" / "b.docx", docx(paragraph("It is a medicine.")))
    put(tmp_path / "in" / "deeper" / "c.html", HTML)
    put(tmp_path / "in" / "README.md", "no leaflet")
    result = imported(tmp_path / "in", tmp_path / "not_there.pdf", "--into", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert [one.split(": ")[1] for one in told] == [
        "[1/4] a.pdf", "[2/4] b.docx", "[3/4] c.html", "[4/4] not_there.pdf",
    ]  # fmt: skip
    assert "not imported: it is damaged" in told[0]
    assert "cannot be read" in told[3]
    assert sorted(one.name for one in (tmp_path / "out").glob("*.md")) == ["b.md", "c.md"]


def test_a_file_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = put(tmp_path / "a.html", HTML)
    begun = time.monotonic()
    with pytest.raises(ImportingError, match="took longer than 60 seconds"):
        understood(path, seconds=0.01)
    assert time.monotonic() - begun < 30


def test_a_reader_that_breaks_is_a_fault_of_the_file(tmp_path: Path) -> None:
    """The process of one file may crash, as a library in C can: this one writes no JSON."""
    with pytest.raises(ImportingError, match="reading it broke off"):
        understood(put(tmp_path / "a.html", HTML), worker="this")


def test_no_file_beside_the_leaflets_is_run(tmp_path: Path) -> None:
    """The process starts where staff are, and that may be a folder of files from elsewhere."""
    put(tmp_path / "lxml.py", "open('was_run', 'w').close()")
    put(tmp_path / "askleaflet" / "__init__.py", "open('was_run', 'w').close()")
    assert understood(put(tmp_path / "a.html", HTML))
    assert not (tmp_path / "was_run").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are kept on Linux alone")
def test_the_process_of_one_file_cannot_take_all_memory() -> None:
    code = (
        "from askleaflet.importing.worker import limit_memory\n"
        "limit_memory()\n"
        "try:\n    bytearray(4_000_000_000)\nexcept MemoryError:\n    print('refused')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "refused\n"


def test_the_process_of_one_file_tells_what_it_understood(tmp_path: Path) -> None:
    (leaflet,) = child.understood(put(tmp_path / "a.pdf", pdf(lines(
        ("bold", "1. What it is"), "A medicine, of which this leaflet tells enough words."
    ))))  # fmt: skip
    assert leaflet.markdown.startswith("## 1. What it is\n\nA medicine")
    assert (leaflet.lost, leaflet.added, leaflet.headings) == ((), (), 1)


def test_without_its_libraries_one_line_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "LIBRARIES", ("lxml", "not_installed_here"))
    monkeypatch.setattr("sys.argv", ["askleaflet", "import", "a.pdf"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "Importing needs not_installed_here" in said
    assert "pip install 'askleaflet[import]'" in said
    assert said.count("\n") == 1
