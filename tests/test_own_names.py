"""The names of a leaflet's own medicine: found however written, and never in another word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import words
from askleaflet.own_names import (
    PLACEHOLDER,
    nearest_name,
    neutral,
    neutral_question,
    own_names,
)
from askleaflet.understanding.conversation import read_stop_words
from invented import MELOTIN, ZORVEXIN, document

QRD = """\
## 1. What Zorvexin is

Zorvexin contains the active substance velmotine. It is a tablet.

## 6. Contents of the pack

The active substance is velmotine. The other ingredients are lactose and talc.
"""
ONE, TWO = document(QRD), document(MELOTIN, "melotin", markdown=False)


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
    assert names == ("zorvexin",)


def test_no_name_of_the_shipped_leaflets_is_a_word_of_questions() -> None:
    names = {word for name in own_names(ONE) + own_names(TWO) for word in words(name)}
    assert not names & (read_stop_words() | {"tablet", "spray", "leaflet"})


@pytest.mark.parametrize(
    "asked",
    ["zorvexin", "ZORVEXIN®", "Zorvexin", "zorvexn", "zorvxin", "sorvexin zorvexinn", "Velmotine"],
)
def test_a_name_is_neutral_however_it_is_written(asked: str) -> None:
    read = neutral_question(f"is {asked} safe", own_names(ONE))
    assert PLACEHOLDER in read
    assert read.startswith("is ")
    assert read.endswith(" safe")


@pytest.mark.parametrize(
    "asked", ["zorvexinol", "prozorvexin", "rezorvexined", "zorro", "motion", "zone", "the oven"]
)
def test_a_name_inside_another_word_is_left_as_it_is(asked: str) -> None:
    assert neutral(asked, own_names(ONE)) == asked
    assert PLACEHOLDER not in neutral_question("zorro motion zone", own_names(ONE))


@given(st.text("abz -.é®?", max_size=30))
def test_what_holds_no_name_stays_as_it_is(text: str) -> None:
    assert neutral_question(text, own_names(ONE)) == text
    assert neutral_question(text, ()) == text


@given(st.lists(st.sampled_from("is zorvexin safe Zorvexin, (velmotine) for me?".split())))
def test_no_name_is_left_and_no_other_word_is_lost(said: list[str]) -> None:
    read = words(neutral_question(" ".join(said), own_names(ONE)))
    kept = [word for word in words(" ".join(said)) if word not in {"zorvexin", "velmotine"}]
    assert not {"zorvexin", "velmotine"} & set(read)
    assert [word for word in read if word not in words(PLACEHOLDER)] == kept


@given(st.integers(1, 7), st.sampled_from("aeiou"))
def test_one_wrong_letter_in_a_long_name_is_still_the_name(at: int, letter: str) -> None:
    name = "zorvexin"
    for wrong in (name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :]):
        assert nearest_name(wrong, [name]) == name


def test_a_short_name_or_another_first_letter_is_no_misspelling() -> None:
    assert nearest_name("blinq", ["blina"]) is None
    assert nearest_name("dorvexin", ["zorvexin"]) is None
    assert nearest_name("zxxxxxin", ["zorvexin"]) is None


def test_the_title_of_the_invented_leaflet_counts_whole() -> None:
    read = replace(document(ZORVEXIN), title="Zorvexin 5 mg tablets")
    assert "zorvexin 5 mg tablets" in own_names(read)
    assert "tablets" not in own_names(read)
