"""What ``askleaflet check`` says of leaflets that can be served and may serve badly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askleaflet.checking import check_all
from askleaflet.corpus import read_corpus
from askleaflet.quality import LONGEST_SENTENCE, quality
from askleaflet.records import Document
from invented import CORPUS, document, settings, write

GOOD = """\
## What it is for

Melotin helps against hay fever.

## Who should not take it

Do not take it if you have gout.

## Side effects

- headache
- rash
"""


def found(text: str, *, declared: bool = True, language: str = "en") -> list[str]:
    read = document(text, "melotin")
    return list(quality([replace(read, declared=declared, language=language)]))


def test_a_good_leaflet_raises_no_suspicion() -> None:
    assert found(GOOD) == []


def test_of_the_sample_leaflet_there_is_nothing_to_say() -> None:
    assert list(quality(read_corpus(CORPUS).documents)) == []


@pytest.mark.parametrize(
    ("more", "lines", "says"),
    [
        ("## Contents\n\n1. What it is for\n2. Side effects\n", "line 16", "a list of contents"),
        ("## In this leaflet:\n\n- Side effects\n- Storage\n", "line 16", "a list of contents"),
        ("## Dose\n\nA|B\n-|-\n1|2\n", "line 16", "a table"),
        ("## Dose\n\nTake &foo; now.\n", "line 16", "marks of Markdown"),
        ("## V\n\nIt helps.\n", "line 14", "hardly a letter"),
        ("## 3\n\nIt helps.\n\n## .\n\nIt does.\n", "lines 14, 18", "hardly a letter"),
        ("## Side effects\n\n- nausea\n", "line 14", "stands there before"),
        ("## How to take it and\n\nTake one.\n", "line 14", "go on in the next line"),
        ("## How to take it when you\nare ill\n\nTake one.\n", "line 14", "go on in the next line"),
        ("## Dose of the\nday\n\nOne.\n", "line 14", "go on in the next line"),
        ("## Dose\n\n| Age | Dose |\n|---|---|\n| Adults | 2 |\n", "line 16", "a table"),
        ("## Dose\n\nTake **one.\n", "line 16", "marks of Markdown"),
        ("## Dose\n\nTake ~~one~~ two.\n", "line 16", "marks of Markdown"),
        ("## Dose\n\nTake <s>one</s>.\n", "line 16", "marks of Markdown"),
        ("## Dose\n\nTake <B onclick=x>one.\n", "line 16", "marks of Markdown"),
        ("## Dose\n\nTake 10<sup>6 or 7</sup>.\n", "line 16", "marks of Markdown"),
        (f"## Dose\n\n{'very ' * LONGEST_SENTENCE}much.\n", "line 16", "Check whether full stops"),
        (
            "## Dosis\n\nNehmen Sie das Medikament nicht mit Milch, wenn Sie der Arzt von der "
            "Einnahme mit Wasser nicht zu warnen hat und die Tabletten nicht groß sind.\n",
            "line 14",
            "in another language",
        ),
    ],
)
def test_each_suspicion_names_its_lines_and_what_to_do(more: str, lines: str, says: str) -> None:
    (one,) = found(f"{GOOD}\n{more}")
    assert one.startswith(f"melotin, {lines}: ")
    assert says in one
    assert one.count(". ") >= 1


@pytest.mark.parametrize(
    "more",
    [
        "Tell us of:\n\n- gout\n\n3/6\n\n- asthma\n",
        "Take <b>one</b>, 10<sup>6</sup>.\n",
        "Take 5 mg.Stop it now (or wait).Ask us too.\n",
        "## Dose\n\nTake **one** &frac12; \\[a day\\] <!-- x -->.\n",
    ],
)
def test_what_is_read_as_it_is_meant_is_no_suspicion(more: str) -> None:
    assert found(f"{GOOD}\n{more}") == []


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    (one,) = found(GOOD + "\n## Dose\n\nTake **one.\n" + "\nOr **two.\n" * 7)
    assert one.startswith("melotin, lines 16, 18, 20, 22, 24 and 3 more: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("Who should not take it", "Others").replace("Do not take it", "Ask us"),
         "who should not take it"),
        (GOOD.replace("- headache\n- rash", "You may feel sick."), "no list of side effects"),
        (GOOD.replace("## Side effects", "## Other things"), "no list of side effects"),
    ],
)  # fmt: skip
def test_what_every_leaflet_has_is_missed(text: str, says: str) -> None:
    (one,) = found(text)
    assert says in one


def test_a_do_not_in_the_text_itself_is_enough() -> None:
    assert found(GOOD.replace("Who should not take it", "Others")) == []


def test_a_leaflet_that_is_the_template_alone_is_named() -> None:
    template = (
        "## About\n\nKeep this leaflet. If you have any further questions, ask your doctor.\n\n"
        "Not all pack sizes may be marketed.\n"
    )
    assert any("hardly more than what stands in every leaflet" in one for one in found(template))


@pytest.mark.parametrize(
    "torn",
    [
        "## Package leaflet: Information for the user\n\nMelotin 5 mg spray\n\nmelotinib\n\n"
        "Keep this leaflet. You may need to read it again.\n",
        "## Melotin\n\n## Annexes\n\n## Leaflet\n\nThe leaflet is annexed.\n",
    ],
)
def test_a_leaflet_of_which_a_torn_piece_is_left_is_named(torn: str) -> None:
    assert any("hardly more than what stands in every leaflet" in one for one in found(torn))
    assert not any("hardly more" in one for one in found(GOOD + "Take one.\n" * 200))


def test_a_language_that_nobody_declared_is_named_with_what_to_write() -> None:
    (one,) = found(GOOD, declared=False)
    assert 'language = "en"' in one
    assert "melotin.toml" in one


def test_of_a_leaflet_in_another_language_no_english_heading_is_missed() -> None:
    assert found("## Om\n\nDet er farligt.\n\n## Dosis\n\nEn.\n", language="da") == []


def test_two_leaflets_for_one_medicine_are_named_together() -> None:
    def of(id: str) -> Document:
        text = f"{GOOD}\n## Contents of the pack\n\nThe active substance is melotinib.\n"
        return replace(document(text, id), declared=True)

    (one,) = quality(
        [of("melotin"), of("zelotin"), replace(document(GOOD, "other"), declared=True)]
    )
    assert one.startswith("melotin, zelotin: all are leaflets for “melotinib”")


def test_a_suspicion_is_a_warning_and_the_leaflet_is_served(tmp_path: Path) -> None:
    write(tmp_path / "melotin.md", f"{GOOD}\n## 3\n\nIt helps.\n")
    report = check_all(settings(corpus=tmp_path))
    assert report.leaflets == ("melotin",)
    assert report.faults == ()
    assert any(one.startswith("melotin, line 14: a heading of hardly") for one in report.warnings)
    assert any("nobody said in which language" in one for one in report.warnings)
    write(tmp_path / "melotin.toml", 'language = "en"\n')
    assert not any("nobody said" in one for one in check_all(settings(corpus=tmp_path)).warnings)
