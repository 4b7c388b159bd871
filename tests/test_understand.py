"""From what a person typed to a Query, every step visible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from askleaflet.analysis import LONGEST_QUESTION, beginning, fold, size
from askleaflet.assistant import Assistant
from askleaflet.data import read_lines
from askleaflet.records import Query
from askleaflet.understanding.names import MEDICINES_FILE
from askleaflet.understanding.parts import asking_clauses, split_questions
from invented import shipped
from strategies import histories, questions

Read = Callable[..., Query]


@pytest.fixture(scope="session")
def read(assistant: Assistant) -> Read:
    """Reads a question after earlier ones, as the shipped assistant does."""

    def reading(text: str, *history: str, exact: bool = False) -> Query:
        return assistant.understanding.read(text, history, exact)

    return reading


def words(query: Query) -> list[str]:
    return [term.word for term in query.terms]


def sorts(query: Query) -> list[tuple[str, str]]:
    return [(one.words, one.sort) for one in query.subjects]


def clauses(query: Query) -> list[str]:
    return [
        query.text[query.terms[one.start].start : query.terms[one.end - 1].end]
        for one in query.clauses
    ]


@pytest.mark.parametrize(
    "name", ["Blinatumomab", "BLINCYTO", "blina", "blinatunomab", "blincyto's"]
)
def test_the_leaflets_name_however_spelled_is_read_as_the_medicine(read: Read, name: str) -> None:
    query = read(f"is {name} a tablet")
    assert query.documents == ("blinatumomab",)
    assert words(query)[1] == "medicine"
    assert not query.subjects


def test_spelling_is_mended_and_the_change_is_shown(read: Read) -> None:
    query = read("what is the infuson for")
    assert [(one.typed, one.read_as) for one in query.changes] == [("infuson", "infusion")]
    assert "infusion" in words(query)


def test_exact_takes_the_words_as_typed(read: Read) -> None:
    query = read("what is the infuson for a high temperature", exact=True)
    assert query.exact
    assert not query.changes
    assert not query.concepts
    assert "infuson" in words(query)


def test_lay_words_are_named_with_the_persons_own_words(read: Read) -> None:
    query = read("will I be Throwing Up a lot")
    assert ("Throwing Up", "symptom") in [(one.words, one.type) for one in query.concepts]


def test_another_medicine_is_a_subject(read: Read) -> None:
    assert sorts(read("can i take Ibuprofen with it")) == [("Ibuprofen", "medicine")]


@pytest.mark.parametrize("name", ["methotrexite", "warferin", "zorblaximab"])
def test_a_misspelled_or_new_medicine_is_a_subject_in_the_persons_words(
    read: Read, name: str
) -> None:
    assert sorts(read(f"can i take {name} with it")) == [(name, "medicine")]


@pytest.mark.parametrize("name", ["ferrous sulfate", "Intron A", "ak-tracin", "aluminum hydroxide"])
def test_the_words_of_a_name_are_not_mended_into_other_words(read: Read, name: str) -> None:
    query = read(f"how is {name} given")
    assert sorts(query) == [(name, "medicine")]
    assert not query.changes


def test_every_other_medicine_on_the_list_is_a_subject(read: Read) -> None:
    """All of them take ten seconds; every seventh is enough to see a rule break."""
    for name in read_lines(MEDICINES_FILE)[::7]:
        query = read(f"what are the side effects of {name}")
        assert query.documents or query.subjects, name


def test_a_medicine_whose_stem_is_a_word_of_the_leaflet_is_still_another_medicine(
    read: Read,
) -> None:
    assert sorts(read("how is beforal given")) == [("beforal", "medicine")]


def test_a_medicine_the_leaflet_speaks_of_is_only_mentioned(read: Read) -> None:
    assert sorts(read("why dexamethasone")) == [("dexamethasone", "mentioned")]


def test_an_illness_of_which_the_leaflet_does_not_speak_is_a_subject(read: Read) -> None:
    assert sorts(read("does it cure gout")) == [("gout", "illness")]


def test_a_word_nobody_knows_is_a_subject_as_typed(read: Read) -> None:
    assert sorts(read("what is a Qwxzkvj")) == [("Qwxzkvj", "unknown")]


def test_short_unknown_words_and_numbers_are_no_subject(read: Read) -> None:
    assert not read("qxz 38.5 x9x9x9").subjects


def test_a_follow_up_leans_on_the_two_questions_before_nearest_first(read: Read) -> None:
    query = read("and for how long?", "first one here", "How is it given?", "Does it hurt people?")
    assert [one.text for one in query.earlier] == ["Does it hurt people?", "How is it given?"]


def test_a_full_question_leans_on_nothing(read: Read) -> None:
    assert not read("can pregnant women have the infusion at home", "How is it given?").earlier
    assert not read("and blincyto?", "How is it given?").earlier


def test_an_earlier_message_without_words_is_not_leaned_on(read: Read) -> None:
    assert not read("and for how long?", "???").earlier


def test_search_reads_the_first_thousand_characters_and_says_so(read: Read) -> None:
    query = read("how " * 1000)
    assert query.truncated
    assert query.text == ("how " * 1000)[:LONGEST_QUESTION]
    assert not read("a" * LONGEST_QUESTION).truncated


def test_sentences_are_clauses(read: Read) -> None:
    query = read("My son is 4. He weighs 5.4 kg! How is it given?")
    assert clauses(query) == ["My son is 4", "He weighs 5.4 kg", "How is it given"]


def test_a_long_sentence_is_cut_at_commas_and_where_it_turns(read: Read) -> None:
    story = (
        "my mother has been in the ward for three weeks now, she is very tired and cold all the "
        "time but how is the infusion given to her"
    )
    assert clauses(read(story)) == [
        "my mother has been in the ward for three weeks now",
        "she is very tired and cold all the time",
        "but how is the infusion given to her",
    ]


def test_the_clauses_that_ask_are_told_from_the_story(read: Read) -> None:
    query = read("My son fell ill. The nurse left. How is it given?")
    assert [query.terms[one.start].word for one in asking_clauses(query)] == ["how"]
    assert clauses(read("No idea. None at all")) == ["No idea", "None at all"]
    silent = read("No idea. None at all")
    assert asking_clauses(silent) == silent.clauses
    marked = read("Some milk. Milk in it? Thank you")
    assert [marked.terms[one.start].start for one in asking_clauses(marked)] == [11]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("How is it given? Does it hurt a lot?", ("How is it given", "Does it hurt a lot")),
        ("How is it given? Really?", ()),
        ("How is it given?", ()),
        ("how is it given", ()),
        ("One two three? Four five six? Seven eight nine?", ("One two three", "Four five six")),
        ("How is it given??? Does it hurt a lot？", ("How is it given", "Does it hurt a lot")),
        ("", ()),
    ],
)
def test_two_questions_in_one_message_are_told_by_their_marks(
    text: str, parts: tuple[str, ...]
) -> None:
    assert split_questions(text) == parts


def test_language_and_script_are_noted(read: Read) -> None:
    assert read("¿cómo se da este medicamento?").language == "es"
    assert read("Как вводится это лекарство?").foreign
    assert not read("How is it given?").foreign


def test_a_question_for_advice_is_noted(read: Read) -> None:
    assert read("should I have it").personal
    assert not read("how is it given").personal


@given(text=questions, history=histories)
def test_every_part_of_a_query_stands_where_it_says(text: str, history: list[str]) -> None:
    query = shipped()[0].understanding.read(text, history)
    assert text.startswith(query.text)
    count = len(query.terms)
    for term in query.terms:
        assert 0 <= term.start < term.end <= len(query.text)
    for subject in query.subjects:
        assert 0 <= subject.first < subject.last <= count
        assert subject.words in query.text
    for concept in query.concepts:
        assert 0 <= concept.first < concept.last <= count
        assert concept.words in query.text
    assert [n for one in query.clauses for n in range(one.start, one.end)] == list(range(count))
    assert all(change.typed in query.text for change in query.changes)
    assert len(query.earlier) <= 2


def test_what_is_read_is_counted_after_folding() -> None:
    """One sign can fold to eighteen letters: 250 of them cost half a second."""
    ligature = "\ufdfa"
    assert len(fold(ligature)[0]) == 18
    query = read(ligature * 250)
    assert query.truncated
    assert sum(len(term.word) for term in query.terms) <= LONGEST_QUESTION
    assert beginning("a" * LONGEST_QUESTION + "b") == "a" * LONGEST_QUESTION
    assert beginning("\u0301" * 5000) == "\u0301" * LONGEST_QUESTION
    assert size(ligature * 250) <= LONGEST_QUESTION
