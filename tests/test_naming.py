"""What a leaflet's own medicine is called and made of, and how it is read without its names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from askleaflet.analysis import words
from askleaflet.naming import (
    classes,
    neutral,
    own_names,
    substances,
)
from askleaflet.records import Document
from askleaflet.understanding.conversation import read_stop_words
from invented import MELOTIN, ZORVEXIN, document

QRD = """\
## 1. What Zorvexin is

Zorvexin contains the active substance velmotine. It is a tablet.

## 6. Contents of the pack

The active substance is velmotine. The other ingredients are lactose and talc.
"""
ONE, TWO = document(QRD), document(MELOTIN, "melotin", markdown=False)


def holding(substance: str) -> Document:
    said = f"Do not use Zor if you are allergic to {substance} or any of the other ingredients."
    return document(f"## Before\n\n{said}\n", "zor")


def test_brand_file_name_other_names_and_substance_are_names() -> None:
    names = own_names(replace(ONE, id="zorvexin-film", title="Velzor", other_names=("Zorva Plus",)))
    assert {"zorvexin", "velzor", "zorva plus", "velmotine"} <= set(names)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The active substance is velmotine.", "velmotine"),
        ("The active substances are velmotine and talc.", "velmotine"),
        ("Zorvexin contains velmotine, which slows the heart.", "velmotine"),
        ("It contains an active ingredient called velmotine.", "velmotine"),
    ],
)
def test_the_substance_that_the_text_names_is_a_name(line: str, name: str) -> None:
    assert name in own_names(document(f"## A\n\n{line}\n", "zorvexin"))


@pytest.mark.parametrize(
    "line",
    [
        "It contains lactose and sodium.",
        "This medicine contains less than 1 mmol sodium.",
        "The active substance is insulin human.",
        "Each tablet contains sorbitol.",
        "The active substance in this medicine is what helps.",
    ],
)
def test_no_word_that_questions_use_is_a_name(line: str) -> None:
    names = own_names(document(f"## A\n\n{line}\n", "zorvexin"))
    assert [name for name in names if " " not in name] == ["zorvexin"]


def test_no_name_of_the_shipped_leaflets_is_a_word_of_questions() -> None:
    names = {word for name in own_names(ONE) + own_names(TWO) for word in words(name)}
    assert not names & (read_stop_words() | {"tablet", "spray", "leaflet"})


@pytest.mark.parametrize(
    "asked", ["zorvexinol", "prozorvexin", "rezorvexined", "zorro", "motion", "zone", "the oven"]
)
def test_a_name_inside_another_word_is_left_as_it_is(asked: str) -> None:
    assert neutral(asked, own_names(ONE)) == asked


def test_substances_are_taken_from_where_leaflets_name_them_as_their_own() -> None:
    assert substances(holding("dapagliflozin, metformin")) == ("dapagliflozin", "metformin")
    assert substances(holding("insulin glargine")) == ("glargine", "insulin glargine")
    other = document("## A\n\nIt contains lactose and benzalkonium. Do not take aspirin.\n", "zor")
    assert substances(other) == ()


@pytest.mark.parametrize(
    "said",
    [
        "levofloxacin, to any other quinolone, such as ofloxacin or moxifloxacin,",
        "levofloxacin (or any other medicine with it such as ofloxacin)",
        "levofloxacin, another medicine called ofloxacin,",
        "levofloxacin, proteins which are like ofloxacin,",
    ],
)
def test_a_medicine_that_a_leaflet_lists_beside_its_own_is_no_substance_of_it(said: str) -> None:
    assert substances(holding(said)) == ("levofloxacin",)


@pytest.mark.parametrize(
    "line",
    [
        "It contains the same active substance as Humalog.",
        "Tell us if you take medicines that contain the active substance ofloxacin.",
        "An equivalent with the same active ingredient is available.",
        "Do not take it if you are allergic to milk. The vaccine contains neomycin.",
        "Read this leaflet because it contains important information.",
        "The active substance is released slowly.",
        "It is not known whether the active substance is excreted in milk.",
        "The active substance is based on a virus.",
    ],
)
def test_what_is_said_of_a_substance_is_none(line: str) -> None:
    assert substances(document(f"## A\n\n{line}\n", "zor")) == ()


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Zorvexin belongs to a group of medicines called statins.", ("statin",)),
        ("It is one of a group of medicines called statins.", ("statin",)),
        ("Zorvexin is given with another type of medicine called statins.", ()),
        ("Tell us if you take some types of medicines called statins.", ()),
        ("Zorvexin helps. Ask us about a group of medicines called statins.", ()),
    ],
)
def test_a_class_is_that_of_the_medicine_whose_sentence_it_is(
    said: str, own: tuple[str, ...]
) -> None:
    assert classes(document(f"## A\n\n{said}\n", "zorvexin")) == own


def test_a_listed_medicine_in_a_long_title_or_file_name_is_a_substance() -> None:
    sheet = replace(document("## A\n\nText.\n", "guide-zolpidem"), title="Metformin 500 mg")
    assert substances(sheet) == ("metformin", "zolpidem")
    assert substances(replace(sheet, id="keytruda", title="Keytruda 25 mg")) == ()


def test_the_title_of_the_invented_leaflet_counts_whole() -> None:
    read = replace(document(ZORVEXIN), title="Zorvexin 5 mg tablets")
    assert "zorvexin 5 mg tablets" in own_names(read)
    assert "tablets" not in own_names(read)
