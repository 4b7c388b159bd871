"""A medicine is found in a leaflet by its substance and by the names of its classes."""

from __future__ import annotations

import pytest

from askleaflet.understanding.families import family_names, load_families, plain


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("nurofen", "ibuprofen"),
        ("Nurofen", "non steroidal anti inflammatory"),
        ("viagra", "sildenafil"),
        ("rennies", "antacid"),
        ("warfarin", "anticoagulant"),
        ("entresto", "sacubitril"),
        ("entresto", "valsartan"),
    ],
)
def test_a_brand_is_called_by_its_substance_and_its_classes(said: str, phrase: str) -> None:
    assert phrase in load_families().called(said)


def test_a_medicine_is_not_called_by_another_of_its_class() -> None:
    assert "naproxen" not in load_families().called("ibuprofen")


def test_an_unknown_name_is_called_nothing() -> None:
    assert not load_families().called("xyzzy")
    assert not load_families().called("")


def test_whole_words_in_the_singular_are_compared() -> None:
    assert plain("Non-Steroidal Anti-inflammatory Medicines (NSAIDs)") == (
        "non steroidal anti inflammatory medicine nsaid"
    )


def test_names_of_whole_classes_are_no_names_of_medicines() -> None:
    names = set(family_names())
    assert "nurofen" in names
    assert not names & {"chemo", "the pill", "birth control", "steroids", "nsaids"}
