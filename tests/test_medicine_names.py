"""Names of other medicines: found where they are spelled wrong, and never in ordinary words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import words
from askleaflet.data import read_lines
from askleaflet.naming import MEDICINES_FILE, medicines
from askleaflet.spelling import Phrases
from askleaflet.understanding.names import WORDS_FILE, MedicineNames
from invented import encoder
from strategies import any_text

NAMES = MedicineNames.load(encoder().words())


def found(text: str) -> list[str]:
    return [one.name for one in NAMES.find(words(text))]


@pytest.mark.parametrize(
    "text",
    [
        "muchas gracias por todo, hasta mañana",
        "mi hijo tiene dos años y fiebre",
        "how long does the infusion take and can we go home between the bags",
        "my daughter is crying all night and won't eat her dinner",
        "is it normal to feel wiped out the morning after",
        "what happens when the pump beeps",
        "can i drink milk or eat grapefruit with it",
        "thanks, that was helpful",
        "does it hurt, will my hair fall out",
        "i have high cholesterol and a blister near my pancreas, and use a nebuliser",
        "will my potassium or my thyroid go up, i had mumps and bronchitis",
        "does the therapy get shorter, is vertigo a benefit or definitely not",
        "not one bit of differance, is it a conicidence",
    ],
)
def test_ordinary_words_name_no_medicine(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "can i take antibiotics",
        "are steroids given before",
        "is it safe with painkillers",
        "blood thinners and antidepressants",
        "what about vaccines",
        "chemotherapy or immunotherapy",
        "can i have a painkiller or a laxative",
    ],
)
def test_a_class_of_medicines_is_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("can i take ibuprofen", "ibuprofen"),
        ("is IBUPROFEN ok", "ibuprofen"),
        ("what about ibuprofin", "ibuprofen"),
        ("paracetamols please", "paracetamol"),
        ("can he have paracetomol", "paracetamol"),
        ("warfarine for his leg", "warfarin"),
        ("does metformine help", "metformin"),
    ],
)
def test_a_medicine_is_found_also_where_it_is_spelled_wrong(text: str, name: str) -> None:
    assert found(text)[0].startswith(name[:-2])


@pytest.mark.parametrize("word", ["zorblamab", "quxatinib", "vexostatin", "zelparib"])
def test_a_word_that_ends_like_a_substance_is_one_though_no_list_has_it(word: str) -> None:
    assert found(f"is {word} the same") == [word]


def test_the_longest_name_is_found_and_its_place() -> None:
    names = MedicineNames(Phrases([("vel",), ("vel", "motin"), ("zorvexin",)]), ())
    assert names.find("is vel motin like vel or zorvexins or zorvexn".split()) == [
        ("vel motin", 1, 3, False),
        ("vel", 4, 5, False),
        ("zorvexin", 6, 7, False),
        ("zorvexin", 8, 9, True),
    ]


def test_no_ordinary_word_is_taken_for_a_name_and_each_would_be_without_the_list() -> None:
    known = read_lines(WORDS_FILE)
    unlisted = MedicineNames(medicines(), encoder().words())
    assert [one for one in known if found(one)] == []
    assert [one for one in known if not unlisted.find([one])] == []


@given(st.sampled_from([name for name in read_lines(MEDICINES_FILE) if name.isalpha()]))
def test_every_name_of_the_list_is_found_as_written(name: str) -> None:
    (one,) = NAMES.find(words(f"is {name} ok"))
    assert (one.first, one.last) == (1, 2)


@given(any_text)
def test_names_never_overlap_and_stand_in_the_text(text: str) -> None:
    read = words(text)
    at = 0
    for one in NAMES.find(read):
        assert at <= one.first < one.last <= len(read)
        at = one.last
