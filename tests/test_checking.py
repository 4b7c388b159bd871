"""``askleaflet check``: every fault of leaflets, sidecars, vocabularies and settings at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet import checking
from askleaflet.checking import Report, check_all
from askleaflet.errors import CorpusError, ReaderError, VocabularyError
from invented import settings, write


def report(folder: Path, **given: object) -> Report:
    return check_all(settings(corpus=folder, **given))


def test_the_shipped_leaflet_and_vocabularies_have_no_fault() -> None:
    found = check_all(settings())
    assert found.faults == ()
    assert found.leaflets == ("blinatumomab",)


def test_good_leaflets_have_no_fault_but_unset_numbers_are_worth_a_look(leaflets: Path) -> None:
    found = report(leaflets)
    assert found.faults == ()
    assert any(line.startswith("emergency_number is not set") for line in found.warnings)
    assert any("ASKLEAFLET_EMERGENCY_NUMBER" in line for line in found.warnings)


def test_a_number_that_is_set_is_no_warning(leaflets: Path) -> None:
    found = report(leaflets, emergency_number="112")
    assert not any(line.startswith("emergency_number") for line in found.warnings)


def test_faults_of_all_files_are_named_at_once(leaflets: Path) -> None:
    write(leaflets / "a.md", "")
    write(leaflets / "b.md", "no headings")
    write(leaflets / "melotin.toml", "titel = 'x'")
    found = report(leaflets)
    assert [line.partition(":")[0] for line in found.faults] == ["a.md", "b.md", "melotin.toml"]
    assert found.leaflets == ("zorvexin",)


def test_without_a_good_leaflet_the_faults_are_still_listed(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "")
    found = report(tmp_path)
    assert found.leaflets == ()
    assert len(found.faults) == 1


def test_without_a_folder_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is not there"):
        report(tmp_path / "gone")


@pytest.mark.parametrize(
    ("sidecar", "says"),
    [
        ("says = 'Not in it.'\nquestions = 'a b'", "no sentence, list item or heading"),
        ("says = ['headache', 'Nor this.']\nquestions = 'a b'", "“Nor this.”"),
        ("says = 'headache'\nkind = 'pain'", "there is no key 'asked_as.0.kind'"),
        ("says = 'headache'\nquestions = ['head aches?', 'Head ache']", "stands twice in"),
        (
            "says = 'headache'\nquestions = 'hurts'\n"
            "[[asked_as]]\nsays = 'feeling sick'\nquestions = 'hurts'",
            "stands in “headache” and “feeling sick”",
        ),
    ],
)
def test_a_sidecar_entry_that_cannot_be_right_is_named(
    leaflets: Path, sidecar: str, says: str
) -> None:
    write(leaflets / "zorvexin.toml", f"[[asked_as]]\n{sidecar}\n")
    (fault,) = report(leaflets).faults
    assert says in fault
    assert "zorvexin.toml" in fault


def test_an_entry_tied_to_a_heading_or_a_sentence_is_right(leaflets: Path) -> None:
    write(
        leaflets / "zorvexin.toml",
        "[[asked_as]]\nsays = ['Possible side effects', 'headache']\nquestions = 'what happens'\n",
    )
    assert report(leaflets).faults == ()


def test_a_wording_that_is_answered_and_not_answered_is_named(leaflets: Path) -> None:
    write(
        leaflets / "zorvexin.toml",
        "not_answered = 'does it hurt'\n"
        "[[asked_as]]\nsays = 'headache'\nquestions = 'Does it hurt?'\n",
    )
    (fault,) = report(leaflets).faults
    assert "stands in “headache” and “not_answered”" in fault


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("load_vocabulary", VocabularyError("data/urgent.toml: broken. Mend that line.")),
        ("load_encoder", ReaderError("The reader's file reader.onnx cannot be used.")),
    ],
)
def test_a_broken_part_of_the_program_is_a_fault_and_the_rest_is_checked_on(
    leaflets: Path, monkeypatch: pytest.MonkeyPatch, part: str, error: Exception
) -> None:
    def broken() -> object:
        raise error

    monkeypatch.setattr(checking, part, broken)
    write(leaflets / "a.md", "")
    found = report(leaflets)
    assert str(error) in found.faults
    assert any(line.startswith("a.md") for line in found.faults)
