"""What is done about a question, from records made by hand: no network decides here."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.data import read_lines
from askleaflet.decide import CERTAIN, NEAR_EXAMPLE, SMALL_TALK, Decider
from askleaflet.passages import passages
from askleaflet.records import Evidence, Passage, Query, Reading, Subject
from askleaflet.urgency import find_signs
from handmade import asking, hit, other
from invented import document

LIMITS = {
    "answer_plain": 0.6,
    "related_plain": 0.3,
    "answer_taught": 0.8,
    "related_taught": 0.5,
    "answer_words": 0.7,
    "related_words": 0.4,
    "second": 1.0,
}
DECIDER = Decider(LIMITS)
TEXT = """\
## Side effects

Fever is seen.

Serious ones are rare.

- seizure
- bleeding

## Storage

Keep it cold.
"""
READ = document(TEXT)
OWN = {READ.slice(one.mark): one for one in passages(READ)}
FEVER, SERIOUS, COLD = (
    OWN["Fever is seen."],
    OWN["Serious ones are rare."],
    OWN["Keep it cold."],
)


def reading(answers: float, *scored: tuple[Passage, float]) -> Reading:
    return Reading(tuple(hit(*one) for one in scored or ((FEVER, 0.0),)), answers)


SURE = reading(0.99)


def test_no_words_of_fear_are_those_of_a_crisis() -> None:
    """What speaks of harming oneself gets its own notice, never a kind word alone."""
    for file in SMALL_TALK.values():
        for line in read_lines(file):
            assert not any(sign.group == "crisis" for sign in find_signs(line)), line


@pytest.mark.parametrize(
    ("query", "kind", "reason"),
    [
        (asking("是", foreign=True), "unclear", "foreign"),
        (asking("Hello there!"), "greeting", "greeting"),
        (asking("¡Gracias!"), "greeting", "greeting"),
        (asking("I'm so very scared."), "greeting", "fear"),
        (asking("am i going to die"), "greeting", "fear"),
        (asking("am i going to die if i drink milk"), "answer", "read"),
        (asking("who can i call please?"), "greeting", "number"),
        (asking("who can i call about my fridge"), "answer", "read"),
        (asking("HELP me!!"), "greeting", "help"),
        (asking("¡Socorro, por favor!"), "greeting", "help"),
        (asking("muchas gracias por todo"), "greeting", "greeting"),
        (asking("does it help me sleep"), "answer", "read"),
        (asking("?!"), "unclear", "nothing to go on"),
        (asking(""), "unclear", "nothing to go on"),
        (Query("is it cold"), "unclear", "which leaflet"),
        (asking("is it cold", "zorvexin", "melotin"), "unclear", "which leaflet"),
        (asking("is it cold"), "answer", "read"),
        (asking("hello there, is it cold"), "answer", "read"),
    ],
)
def test_each_kind_of_question_is_told_from_the_others(
    query: Query, kind: str, reason: str
) -> None:
    decision = DECIDER.decide(query, SURE)
    assert (decision.kind, decision.reason) == (kind, reason)
    assert bool(decision.passages) == (kind == "answer")


@pytest.mark.parametrize("taught", [1.0, NEAR_EXAMPLE, NEAR_EXAMPLE - 0.01, 0.0])
@pytest.mark.parametrize("sure", [True, False])
def test_in_another_language_only_what_staff_taught_is_answered(taught: float, sure: bool) -> None:
    hits = (replace(hit(FEVER), wording=taught),)
    read = replace(reading(1.0 if sure else 0.0), hits=hits)
    decision = DECIDER.decide(asking(beside="da"), read)
    if taught >= NEAR_EXAMPLE and sure:
        assert decision.kind == "answer"
    else:
        assert (decision.kind, decision.reason) == ("unclear", "other language")
        assert (decision.passages, decision.nearest) == ((), None)


@pytest.mark.parametrize("beside", ["es", ""])
def test_in_another_language_what_denies_is_no_answer_to_what_does_not(beside: str) -> None:
    hits = (replace(hit(FEVER), wording=1.0),)
    read = replace(reading(1.0), hits=hits, opposed=True)
    decision = DECIDER.decide(asking(beside=beside), read)
    assert decision.kind == ("unclear" if beside else "answer")


@given(st.floats(0, 1), st.sampled_from(get_args(Evidence)))
def test_two_thresholds_decide_and_both_borders_count(answers: float, sort: Evidence) -> None:
    decision = DECIDER.decide(asking(), replace(reading(answers), sort=sort))
    assert (decision.kind == "answer") == (answers >= LIMITS[f"answer_{sort}"])
    if decision.kind == "answer":
        assert decision.passages == (FEVER,)
    else:
        assert decision.kind == "not_covered"
        assert decision.passages == ()
        assert (decision.nearest == FEVER) == (answers >= LIMITS[f"related_{sort}"])


@pytest.mark.parametrize(
    ("answers", "kind", "near"),
    [
        (0.6, "answer", False),
        (0.5999, "not_covered", True),
        (0.3, "not_covered", True),
        (0.2999, "not_covered", False),
    ],
)
def test_at_the_border(answers: float, kind: str, near: bool) -> None:
    decision = DECIDER.decide(asking(), reading(answers))
    assert (decision.kind, decision.nearest is not None) == (kind, near)


def test_what_search_did_not_find_is_not_answered() -> None:
    decision = DECIDER.decide(asking(), Reading((), 1.0))
    assert (decision.kind, decision.reason) == ("not_covered", "nothing found")
    assert decision.nearest is None


@given(st.floats(0, 1), st.sampled_from(("is {} safe", "{}", "how do i take {}", "{} dose")))
def test_another_medicine_is_never_answered_whatever_was_read(answers: float, text: str) -> None:
    asked = text.format("Ibuprofen")
    query = asking(asked, subjects=(other("Ibuprofen"),))
    decision = DECIDER.decide(query, reading(answers))
    assert decision.kind == "other_medicine"
    assert decision.subjects == ("Ibuprofen",)
    assert decision.passages == ()
    assert decision.nearest is None


@pytest.mark.parametrize("name", ["Nurofen Plus", "coloxyl with senna", "Mixtard"])
def test_a_name_that_says_with_or_plus_is_not_taken_on_top_of_this_medicine(name: str) -> None:
    text = f"is {name} safe in pregnancy"
    query = asking(text, subjects=(other(name),))
    assert DECIDER.decide(query, SURE).kind == "other_medicine"
    both = replace(query, text=f"{text} with it")
    assert DECIDER.decide(both, replace(SURE, others=True)).kind == "answer"


def test_each_other_medicine_is_named_once() -> None:
    text = "Advil or Tylenol? Advil"
    named = tuple(other(one) for one in ("Advil", "Tylenol", "Advil"))
    assert DECIDER.decide(asking(text, subjects=named), SURE).subjects == ("Advil", "Tylenol")


@pytest.mark.parametrize("documents", [("zorvexin",), ("zorvexin", "melotin"), ()])
def test_another_medicine_is_refused_before_it_is_asked_which_leaflet(
    documents: tuple[str, ...],
) -> None:
    query = Query("is Advil ok", documents=documents, subjects=(other("Advil"),))
    assert DECIDER.decide(query, SURE).kind == "other_medicine"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("can I take Advil with it", ()),
        ("can it be mixed with Advil", ()),
        ("Advil while on it", ()),
        ("Advil with zorvexin", ("zorvexin",)),
    ],
)
def test_both_together_are_answered_only_from_where_the_leaflet_speaks_of_other_medicines(
    text: str, named: tuple[str, ...]
) -> None:
    query = asking(text, subjects=(other("Advil"),), named=named)
    assert DECIDER.decide(query, replace(SURE, others=True)).kind == "answer"
    assert DECIDER.decide(query, SURE).kind == "not_covered"
    assert DECIDER.decide(query, reading(0.1)).kind == "not_covered"


def test_a_question_that_names_this_medicine_too_is_for_the_reader() -> None:
    text = "is Advil like zorvexin"
    query = asking(text, subjects=(other("Advil"),), named=("zorvexin",))
    assert DECIDER.decide(query, SURE).kind == "answer"


@pytest.mark.parametrize(
    ("answers", "documents", "kind"),
    [
        (0.9, ("zorvexin",), "answer"),
        (0.1, ("zorvexin",), "other_medicine"),
        (0.9, (), "other_medicine"),
    ],
)
def test_another_medicine_is_answered_only_where_the_leaflet_surely_speaks_of_taking_both(
    answers: float, documents: tuple[str, ...], kind: str
) -> None:
    text = "I take Advil for my knee"
    query = replace(asking(text, subjects=(other("Advil"),)), documents=documents)
    together = replace(reading(answers), others=True)
    assert DECIDER.decide(query, together).kind == kind
    assert DECIDER.decide(query, reading(answers)).kind == "other_medicine"


def test_what_the_leaflet_speaks_of_itself_is_no_other_medicine() -> None:
    named = Subject("Advil", "mentioned", "advil")
    assert DECIDER.decide(asking("is Advil ok", subjects=(named,)), SURE).kind == "answer"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("is a headache serious", "not_covered"),
        ("can i ignore a fever", "not_covered"),
        ("should i ring the ward about it", "not_covered"),
        ("does it give you a fever", "answer"),
    ],
)
def test_a_bare_name_is_no_answer_to_how_bad_it_is(text: str, kind: str) -> None:
    query = asking(text)
    assert DECIDER.decide(query, replace(SURE, bare=True)).kind == kind
    assert DECIDER.decide(query, SURE).kind == "answer"


def quoted(*scored: tuple[Passage, float]) -> tuple[Passage, ...]:
    return DECIDER.decide(asking(), reading(0.9, *scored)).passages


def test_a_second_quote_comes_from_the_same_section_and_is_nearly_as_good() -> None:
    assert quoted((FEVER, 2.0), (SERIOUS, 1.0)) == (FEVER, SERIOUS)
    assert quoted((FEVER, 2.0), (SERIOUS, 0.99)) == (FEVER,)
    assert quoted((FEVER, 2.0), (COLD, 2.0)) == (FEVER,)
    assert quoted((FEVER, 2.0), (COLD, 2.0), (SERIOUS, 1.5)) == (FEVER, SERIOUS)


def test_where_a_heading_is_asked_for_the_next_best_under_it_is_the_second_quote() -> None:
    both = frozenset({FEVER.id, COLD.id})
    asked = replace(reading(0.9, (FEVER, 9.0), (SERIOUS, 2.0), (COLD, 1.0)), under=both)
    assert DECIDER.decide(asking(), asked).passages == (FEVER, COLD)
    alone = replace(asked, under=frozenset({SERIOUS.id}))
    assert DECIDER.decide(asking(), alone).passages == (FEVER,)


def test_what_a_heading_asks_for_is_answered_however_unsure_the_reader_is() -> None:
    asked = replace(reading(0.0, (FEVER, 0.0)), under=frozenset({FEVER.id}))
    assert DECIDER.decide(asking(), asked).passages == (FEVER,)
    another = asking("side effects of Advil", subjects=(other("Advil"),))
    assert DECIDER.decide(another, asked).kind == "other_medicine"


def test_a_second_quote_shows_other_words_than_the_first() -> None:
    seizure, bleeding = OWN["seizure"], OWN["bleeding"]
    assert quoted((seizure, 2.0), (bleeding, 2.0)) == (seizure,)
    assert quoted((seizure, 2.0), (bleeding, 2.0), (FEVER, 2.0)) == (seizure, FEVER)


@given(
    st.permutations(list(OWN.values())),
    st.lists(st.floats(-3, 3), min_size=len(OWN), max_size=len(OWN)),
)
def test_quotes_are_the_best_first_at_most_two_and_never_overlap(
    order: list[Passage], scores: list[float]
) -> None:
    scored = list(zip(order, sorted(scores, reverse=True), strict=True))
    chosen = quoted(*scored)
    assert chosen[0] == order[0]
    assert len(chosen) <= 2
    if len(chosen) == 2:
        one, two = sorted(chosen, key=lambda own: own.block)
        assert one.block.end <= two.block.start
        assert one.section == two.section


@pytest.mark.parametrize(("answers", "kind"), [(CERTAIN - 0.01, "not_covered"), (1.0, "answer")])
def test_of_what_may_be_another_medicine_only_a_certain_answer_is_quoted(
    answers: float, kind: str
) -> None:
    query = asking("what does that do", bound=True)
    assert DECIDER.decide(query, reading(answers)).kind == kind
