"""The lay vocabulary: what people say and what leaflets say are found as one concept."""

from __future__ import annotations

import itertools

from askleaflet.analysis import terms
from invented import lexicon


def found(text: str) -> list[tuple[str, str]]:
    """Each concept in ``text`` with the words that name it."""
    words = terms(text)
    return [
        (one.concept, text[words[one.first].start : words[one.last - 1].end])
        for one in lexicon().find(words)
    ]


def test_a_lay_word_and_the_leaflets_word_are_one_concept() -> None:
    assert lexicon().concepts("a high temperature") == lexicon().concepts("pyrexia")
    assert lexicon().concepts("pyrexia") == {"fever"}
    assert lexicon().concepts("throwing up") == lexicon().concepts("vomiting")


def test_the_longest_phrase_wins() -> None:
    assert lexicon().concepts("heart attack") != lexicon().concepts("heart")
    assert len(found("heart attack")) == 1


def test_a_word_between_does_not_hide_a_phrase_where_it_is_a_pronoun() -> None:
    assert lexicon().concepts("sick to her stomach") == lexicon().concepts("sick to my stomach")
    assert "nausea" in lexicon().concepts("sick to her stomach")


def test_a_phrase_is_found_whatever_its_endings() -> None:
    assert "nausea" in lexicon().concepts("feels sick")


def test_a_single_word_is_compared_as_written_but_for_its_plural() -> None:
    assert lexicon().concepts("headaches") == lexicon().concepts("headache")
    assert lexicon().concepts("monthly") != lexicon().concepts("months")


def test_a_concept_knows_the_words_that_name_it() -> None:
    assert ("nausea", "sick to her stomach") in found("she is sick to her stomach today")


def test_concepts_are_found_left_to_right_and_never_overlap() -> None:
    words = terms("fever and headache then feeling sick with a rash on my chest")
    places = [(one.first, one.last) for one in lexicon().find(words)]
    assert len(places) >= 4
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(places))


def test_ordinary_words_name_nothing() -> None:
    assert found("and then the of") == []
    assert found("") == []
    assert found("your") == []


def test_every_concept_has_a_type_and_is_near_to_itself() -> None:
    assert set(lexicon().types) == set(lexicon().near)
    assert all(id in near for id, near in lexicon().near.items())


def test_every_near_concept_exists() -> None:
    known = set(lexicon().types)
    assert {one for near in lexicon().near.values() for one in near} <= known
    assert lexicon().needed <= known


def test_symptoms_must_be_accounted_for_but_not_words_too_broad_to_insist_on() -> None:
    assert lexicon().types["nausea"] == "symptom"
    assert "nausea" in lexicon().needed
    assert "malaise" not in lexicon().needed
