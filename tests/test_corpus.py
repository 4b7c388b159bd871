"""The folder of leaflets: good ones are read, each fault is named with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from askleaflet import reading
from askleaflet.catalogue import Fault
from askleaflet.corpus import inspect_corpus, read_corpus
from askleaflet.errors import CorpusError
from invented import MELOTIN, ZORVEXIN, write


def only_fault(folder: Path) -> Fault:
    found = inspect_corpus(folder).faults
    assert len(found) == 1
    return found[0]


def test_markdown_and_plain_text_leaflets_are_read(leaflets: Path) -> None:
    found = read_corpus(leaflets)
    assert [one.id for one in found.documents] == ["melotin", "zorvexin"]
    assert found.document("zorvexin").text == ZORVEXIN
    assert found.document("melotin").text == MELOTIN
    assert not found.faults
    assert {one.document for one in found.passages} == {"melotin", "zorvexin"}


def test_a_leaflet_dropped_in_is_there_at_the_next_reading(leaflets: Path) -> None:
    write(leaflets / "third.md", "## One\n\nText.\n")
    assert "third" in [one.id for one in read_corpus(leaflets).documents]


def test_the_text_is_kept_to_the_letter_with_its_line_ends(tmp_path: Path) -> None:
    text = "## Öne\r\n\r\nTe\u0301xt ≥ 0.1%.\u00a0\r\n"
    write(tmp_path / "a.md", text)
    assert read_corpus(tmp_path).documents[0].text == text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf## One\n\nText.\n")
    assert read_corpus(tmp_path).documents[0].text == "## One\n\nText.\n"


def test_the_title_is_made_of_the_file_name_where_none_is_given(tmp_path: Path) -> None:
    write(tmp_path / "my-long_name.md", "## One\n\nText.\n")
    assert read_corpus(tmp_path).documents[0].title == "My long name"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"\xff\xfe not utf-8", "byte 0 is not UTF-8"),
        (b"## One\n\nNUL \x00 here.\n", "it holds NUL bytes"),
        (b"Just a text. Without headings.\n", "it has no headings"),
        (b"## One\n\n## Two\n", "no text under them"),
    ],
)
def test_a_faulty_leaflet_is_named_and_the_good_ones_go_on(
    leaflets: Path, content: bytes, says: str
) -> None:
    (leaflets / "bad.md").write_bytes(content)
    found = read_corpus(leaflets)
    assert [one.id for one in found.documents] == ["melotin", "zorvexin"]
    assert [fault.file for fault in found.faults] == ["bad.md"]
    assert says in str(found.faults[0])
    assert found.faults[0].serious


def test_a_leaflet_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"## A\n\n" + b"a" * reading.LARGEST_LEAFLET)
    assert "2,000,006 bytes" in str(only_fault(tmp_path))


def test_a_name_with_strange_characters_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "my leaflet.md", "## One\n\nText.\n")
    assert "Rename it" in str(only_fault(tmp_path))


def test_two_leaflets_of_one_id_are_named_and_the_first_is_served(leaflets: Path) -> None:
    write(leaflets / "Melotin.md", "## Other\n\nText.\n")
    found = inspect_corpus(leaflets)
    assert [one.id for one in found.documents].count("melotin") == 1
    assert "another file has the id 'melotin'" in str(found.faults[0])


def test_a_leaflet_that_cannot_be_read_is_named(
    leaflets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.open

    def refused(path: Path, flags: int) -> int:
        if path.name == "melotin.txt":
            raise PermissionError(13, "Permission denied")
        return honest(path, flags)

    monkeypatch.setattr(os, "open", refused)
    found = read_corpus(leaflets)
    assert [one.id for one in found.documents] == ["zorvexin"]
    assert "cannot be read (Permission denied)" in str(found.faults[0])


def test_a_dangling_link_is_named(leaflets: Path) -> None:
    (leaflets / "gone.md").symlink_to(leaflets / "nowhere.md")
    assert only_fault(leaflets).file == "gone.md"


def test_a_broken_sidecar_keeps_its_leaflet_from_serving(leaflets: Path) -> None:
    write(leaflets / "melotin.toml", "title = \n")
    found = read_corpus(leaflets)
    assert [one.id for one in found.documents] == ["zorvexin"]
    assert found.faults[0].file == "melotin.toml"


def test_a_sidecar_without_a_leaflet_is_a_warning(leaflets: Path) -> None:
    write(leaflets / "renamed.toml", "title = 'A'\n")
    fault = only_fault(leaflets)
    assert not fault.serious
    assert "no renamed.md or renamed.txt" in str(fault)


def test_other_files_are_ignored_and_noted_but_not_sources_or_hidden_ones(leaflets: Path) -> None:
    for name in ("scan.pdf", "SOURCES.md", ".hidden.md"):
        write(leaflets / name, "## A\n\nText.\n")
    (leaflets / "folder").mkdir()
    found = inspect_corpus(leaflets)
    assert len(found.documents) == 2
    assert "scan.pdf" in found.ignored
    assert not {".hidden.md", "folder"} & set(found.ignored)


def test_a_folder_without_a_good_leaflet_is_an_error_that_names_every_fault(
    tmp_path: Path,
) -> None:
    write(tmp_path / "a.md", "")
    write(tmp_path / "b.txt", "no heading.")
    with pytest.raises(CorpusError, match=r"a\.md: it is empty.*b\.txt: it has no headings"):
        read_corpus(tmp_path)


def test_an_empty_folder_is_an_error_that_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no \.md or \.txt file.*--corpus"):
        read_corpus(tmp_path)


def test_a_missing_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"is not there\. Make it"):
        read_corpus(tmp_path / "nowhere")


def test_an_unknown_document_is_an_error_not_another_document(leaflets: Path) -> None:
    with pytest.raises(StopIteration):
        read_corpus(leaflets).document("aspirin")
