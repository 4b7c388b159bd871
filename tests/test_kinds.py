"""The general kinds of question."""

from __future__ import annotations

import pytest

from askleaflet.errors import VocabularyError
from askleaflet.understanding.kinds import (
    GREETING_KINDS,
    OFF_TOPIC_KINDS,
    SYMPTOM_KINDS,
    Kind,
    read_facets,
    read_kinds,
)


@pytest.fixture(scope="module")
def kinds() -> dict[str, Kind]:
    return read_kinds()


def test_there_are_enough_kinds_each_with_many_wordings(kinds: dict[str, Kind]) -> None:
    assert len(kinds) >= 40
    assert all(len(kind.asked) >= 30 for kind in kinds.values())


def test_every_kind_has_a_name_in_each_language(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        assert kind.name("en")
        assert kind.name("es")
        assert kind.name("fr") == kind.name("en")


def test_the_kinds_the_code_speaks_of_exist(kinds: dict[str, Kind]) -> None:
    assert set(kinds) >= GREETING_KINDS | OFF_TOPIC_KINDS | SYMPTOM_KINDS
    assert kinds["report_symptoms"].any_symptom


def test_every_near_kind_exists(kinds: dict[str, Kind]) -> None:
    assert {near for kind in kinds.values() for near in kind.near} <= set(kinds)


def test_every_facet_is_part_of_a_kind_and_bears_its_name(kinds: dict[str, Kind]) -> None:
    facets = read_facets(kinds)
    assert not set(facets) & set(kinds)
    for facet in facets.values():
        assert facet.names == kinds[facet.near[0]].names
        assert len(facet.asked) >= 20
        assert facet.says


def test_a_facet_of_no_kind_is_named(kinds: dict[str, Kind]) -> None:
    without = {id: kind for id, kind in kinds.items() if id != "storage"}
    with pytest.raises(VocabularyError, match=r"facets\.toml.*storage"):
        read_facets(without)


def test_no_sign_of_an_emergency_teaches_calm() -> None:
    """The signs of data/urgent.toml, where they stand among the symptoms."""
    signs = (
        "fever_chills vomiting fainting swollen_face short_breath wheeze rash hives fast_heartbeat "
        "blood_pressure_low seizures speech_trouble confusion unsteady tremor sleepiness headache "
        "hallucinations blurred_vision painful_urine injection_site bleeding bruising nosebleed "
        "black_or_bloody_stool hard_to_pass_urine yellow_skin_eyes dark_urine chest_pain "
        "belly_pain blood_clot suicidal_thoughts depressed_mood low_sugar peeling_blisters"
    ).split()
    facets = read_facets(read_kinds())
    symptoms = {id for id, facet in facets.items() if facet.symptom}
    assert {f"sym_{one}" for one in signs} <= symptoms
    assert not {one for one in signs if facets[f"sym_{one}"].calm}
    assert {id for id in symptoms if facets[id].calm}
