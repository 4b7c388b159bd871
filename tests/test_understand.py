"""What a question is understood as: its leaflet, what it leans on, whom else it names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given

from askleaflet.analysis import stems
from askleaflet.naming import PLACEHOLDER
from askleaflet.records import AskedAs, Query
from askleaflet.understanding.understand import (
    Understanding,
    asks_for_advice,
    is_foreign_script,
)
from invented import MELOTIN, ZORVEXIN, corpus_of, document, quick
from strategies import histories, questions

MENTIONS = ZORVEXIN + "\nTell your doctor if you take ibuprofen.\n"


@cache
def one() -> Understanding:
    return quick(corpus_of(document(MENTIONS))).understanding


@cache
def two() -> Understanding:
    other = document(MELOTIN, "melotin", markdown=False)
    return quick(corpus_of(document(MENTIONS), other)).understanding


def about(*texts: str) -> Query:
    """The last of ``texts``, asked of two leaflets after those before it."""
    return two().read(texts[-1], texts[:-1])


def leaning(text: str, *earlier: str) -> Query:
    """``text`` as it is read together with what it leans on, of one leaflet."""
    return one().leaning(one().read(text, earlier), text, earlier)


def test_with_one_leaflet_every_question_is_about_it() -> None:
    assert one().read("can i drink milk").documents == ("zorvexin",)
    assert one().read("can i drink milk").named == ()


def test_with_two_leaflets_a_question_is_about_the_one_that_it_names() -> None:
    assert about("is melotin kept cold").documents == ("melotin",)
    assert about("is zorvexn kept cold").documents == ("zorvexin",)
    assert about("melotin and zorvexin together").documents == ("melotin", "zorvexin")
    assert about("is it kept cold").documents == ()


def test_the_leaflet_that_the_conversation_named_last_is_meant() -> None:
    assert about("what is zorvexin", "what is melotin", "is it kept cold").documents == ("melotin",)
    assert about("what is melotin", "thanks", "hm", "is it kept cold").documents == ("melotin",)
    assert about("what is melotin", "is zorvexin kept cold").documents == ("zorvexin",)


def test_the_leaflet_that_was_chosen_is_meant_until_a_question_names_another() -> None:
    chosen = two().read("is it kept cold", ("what is zorvexin",), "melotin")
    assert chosen.documents == ("melotin",)
    assert two().read("is zorvexin kept cold", (), "melotin").documents == ("zorvexin",)
    assert two().read("is it kept cold", (), "gone").documents == ()


@pytest.mark.parametrize(
    "text",
    ["can i take it with melotin", "is it like melotin", "with melotin?", "can i have melotin too"],
)
def test_a_medicine_named_beside_the_one_talked_about_does_not_take_its_place(text: str) -> None:
    for read in (about("what is zorvexin", text), two().read(text, (), "zorvexin")):
        assert (read.documents, read.named) == (("zorvexin",), ())
        assert {one.sort for one in read.subjects} <= {"mentioned"}
    assert about("what is zorvexin", text, "is that all").documents == ("zorvexin",)


@pytest.mark.parametrize("text", ["melotin", "what about melotin", "melotin, what is it for"])
def test_a_medicine_that_is_asked_about_takes_the_place_of_the_other(text: str) -> None:
    assert about("what is zorvexin", text).documents == ("melotin",)


def test_what_was_told_of_another_medicine_answers_no_question_of_its_own() -> None:
    told = ("what is zorvexin for", "hello", "im on warfarin")
    read = about(*told, "bad taste")
    assert two().leaning(read, "bad taste", told).earlier == ""
    assert two().leaning(about(*told, "why that"), "why that", told).earlier != ""


def test_what_may_be_about_either_is_asked_back_for_one_question_more() -> None:
    told = ("what is zorvexin", "im on melotin")
    assert about(*told).documents == ("zorvexin", "melotin")
    assert about(*told, "can i drive").documents == ("zorvexin", "melotin")
    assert about(*told, "can i drive", "and swim").documents == ("zorvexin",)


def test_the_chosen_one_of_those_that_a_question_names_is_meant() -> None:
    asked = "can i take melotin and zorvexin together"
    assert two().read(asked, (), "melotin").documents == ("melotin",)
    assert about(f"Melotin: {asked}").documents == ("melotin",)
    assert about(f"Melotin: {asked}", "how long").documents == ("melotin",)


def test_one_of_two_that_were_talked_of_is_asked_back() -> None:
    both = about("what is zorvexin", "is melotin kept cold", "and the first one?")
    assert both.documents == ("zorvexin", "melotin")
    assert about("is melotin kept cold", "and the first one?").documents == ("melotin",)


def test_a_name_that_may_be_one_of_ours_is_no_other_medicine_but_with_one_leaflet() -> None:
    read = about("zorvxinib who can have that")
    assert (read.documents, read.unsure, read.subjects) == ((), ("zorvexin",), ())
    (other,) = one().read("zorvxinib who can have that").subjects
    assert other.sort == "medicine"


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("can i take warfarin", "mentioned"),
        ("is it ok with warfarin", "mentioned"),
        ("what is warfarin for", "medicine"),
    ],
)
def test_whether_another_may_be_taken_is_asked_of_the_leaflet_talked_about(
    text: str, sort: str
) -> None:
    assert [one.sort for one in about("what is zorvexin", text).subjects] == [sort]
    assert [other.sort for other in one().read(text).subjects] == ["medicine"]


def test_a_name_alone_takes_up_the_question_before_it() -> None:
    read = about("where should the spray be stored", "Melotin")
    assert read.documents == read.named == ("melotin",)
    assert "stored" in read.read
    assert read.text == "where should the spray be stored"
    again = about("where is zorvexin stored", "and melotin?")
    assert again.read == f"where is {PLACEHOLDER} stored"


@pytest.mark.parametrize("text", ["and for children?", "how long", "what about babies", "why"])
def test_a_follow_up_is_read_after_the_question_that_it_leans_on(text: str) -> None:
    asked = "can someone have zorvexin after a stroke"
    read = leaning(text, asked)
    assert read.earlier == asked.replace("zorvexin", PLACEHOLDER)
    assert read.read == f"{read.earlier} | {text}"


def test_of_several_follow_ups_the_question_that_stands_alone_is_taken_up() -> None:
    read = leaning("why", "can someone drive a car after a stroke", "how long")
    assert read.earlier == "can someone drive a car after a stroke"


def test_a_question_that_stands_alone_leans_on_nothing() -> None:
    for text in ("can someone drive a car after a stroke", "is zorvexin cheap"):
        read = leaning(text, "what are the side effects in children")
        assert read.earlier == ""
        assert "|" not in read.read


def test_a_question_in_another_language_than_the_leaflets_leans_on_nothing() -> None:
    read = leaning("¿y para los niños?", "how long is zorvexin taken")
    assert (read.beside, read.earlier) == ("en", "")


@pytest.mark.parametrize(
    ("earlier", "text", "bound"),
    [
        ("is ibuprofen allowed", "how much", True),
        ("is ibuprofen allowed", "what are its effects", True),
        ("is ibuprofen allowed", "what about babies", False),
        ("does he need radiotherapy first", "how is that done", True),
        ("can someone drive a car after a stroke", "why", False),
    ],
)
def test_what_follows_a_question_about_another_treatment_is_bound_to_it_unless_it_has_a_subject(
    earlier: str, text: str, bound: bool
) -> None:
    assert leaning(text, earlier).bound is bound


def test_a_question_that_staff_offer_in_another_language_is_read_as_the_leaflet_is_asked_it() -> (
    None
):
    offered = AskedAs(
        ("Open the box",), (), "How do I open the box?", (("es", "¿Cómo abro la caja?"),)
    )
    own = quick(corpus_of(replace(document(ZORVEXIN), asked_as=(offered,)))).understanding
    for typed in ("¿Cómo abro la caja?", "como abro la caja", "CÓMO ABRO LA CAJA"):
        read = own.read(typed)
        assert (read.text, read.read, read.beside) == (typed, "How do I open the box?", "")
        assert read.stems == own.read("How do I open the box?").stems
    other = own.read("¿Cómo cierro la caja?")
    assert (other.read, other.beside) == ("¿Cómo cierro la caja?", "en")


@pytest.mark.parametrize("text", ["fiebre", "zorvexin efectos", "traduzca", "no reacciona"])
def test_one_word_that_is_of_one_language_alone_tells_it(text: str) -> None:
    assert (one().read(text).language, one().read(text).beside) == ("es", "en")


@pytest.mark.parametrize("text", ["no fever", "is la leche milk for my baby", "what is fiebre"])
def test_no_such_word_outweighs_a_question_in_the_leaflets_language(text: str) -> None:
    assert one().read(text).beside == ""


def test_the_name_of_the_medicine_is_neither_searched_for_nor_read() -> None:
    read = one().read("does zorvexin cause headache")
    assert read.read == f"does {PLACEHOLDER} cause headache"
    assert "headach" in read.stems
    assert not {"zorvexin", "medicin", "this"} & set(read.stems)


def test_another_medicine_is_named_in_the_persons_words() -> None:
    (other,) = one().read("is Paracetomol the same").subjects
    assert (other.words, other.sort) == ("Paracetomol", "medicine")


def test_a_medicine_of_which_the_leaflet_speaks_is_mentioned_and_not_another() -> None:
    (other,) = one().read("what about ibuprofen").subjects
    assert (other.words, other.sort) == ("ibuprofen", "mentioned")
    (other,) = one().read("what about ibuprofn").subjects
    assert (other.words, other.sort) == ("ibuprofn", "mentioned")
    assert about("melotin with ibuprofen").subjects[0].sort == "medicine"


def test_a_word_of_the_leaflet_is_no_misspelled_name_of_another_medicine() -> None:
    said = quick(corpus_of(document(ZORVEXIN + "\nIt is made by Ibuprofin.\n")))
    assert said.understanding.read("who is ibuprofin").subjects == ()
    assert [other.name for other in one().read("who is ibuprofin").subjects] == ["ibuprofen"]


def test_the_leaflets_own_medicine_is_no_other_one() -> None:
    assert one().read("zorvexin or zorvexn").subjects == ()


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Как вводится это лекарство?", True),
        ("这种药怎么用", True),
        ("كيف يعطى هذا الدواء؟", True),
        ("¿Cómo se da? Füße, naïve, mañana", False),
        ("is it α or β", False),
        ("38 \U0001f489", False),
        ("", False),
    ],
)
def test_another_script_is_told_from_latin(text: str, foreign: bool) -> None:
    assert is_foreign_script(text) is one().read(text).foreign is foreign


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿cómo se da el medicamento?", "es"),
        ("cuánto tiempo dura esto", "es"),
        ("¿puedo tomar este medicamento con la comida?", "es"),
        ("hvordan skal tabletterne opbevares", "da"),
        ("Darf ich mit der Pumpe duschen?", "de"),
        ("est-ce que je peux boire du café avec ce médicament", "fr"),
        ("how is it given", "en"),
        ("can i fly to el paso with the pump on my back for two weeks", "en"),
        ("no", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_question_is_told_by_its_small_words(
    question: str, language: str
) -> None:
    assert one().read(question).language == language


@pytest.mark.parametrize(
    ("question", "personal"),
    [
        ("should I stop it", True),
        ("hello, can my son have it", True),
        ("Is it safe", True),
        ("what would you do?", True),
        ("¿Puedo?", True),
        ("how is it given", False),
        ("what are the side effects", False),
        ("I should", False),
        ("", False),
    ],
)
def test_a_decision_about_a_person_is_told_apart(question: str, personal: bool) -> None:
    assert asks_for_advice(stems(question)) is one().read(question).personal is personal


def test_a_long_message_is_cut_and_says_so() -> None:
    long = one().read("is it cold? " * 500)
    assert long.truncated
    assert len(long.text) <= 1000
    assert not one().read("is it cold? " * 50).truncated


def test_nothing_is_understood_as_nothing() -> None:
    read = one().read("")
    assert not any((read.stems, read.subjects, read.vectors))


@given(questions, histories)
def test_whatever_is_typed_is_understood_without_a_fault(text: str, history: list[str]) -> None:
    read = two().read(text, history)
    assert set(read.documents) <= {"zorvexin", "melotin"}
    assert set(read.named) <= set(read.documents)
    assert bool(read.vectors) == bool(read.text)
    for other in read.subjects:
        assert other.words in read.text
