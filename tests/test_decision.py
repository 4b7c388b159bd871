"""What is answered, what is refused, and what is asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.corpus import read_corpus
from askleaflet.decision import both_answered
from askleaflet.records import Decision, Passage, Span
from askleaflet.setup import assemble
from invented import ROOT, corpus_of, document, general, settings, write

LEAFLETS = ROOT / "tests" / "evaluation" / "leaflets"


def kind(assistant: Assistant, text: str, *history: str) -> str:
    return assistant.reply(text, history).kind


@pytest.mark.parametrize(
    "question",
    ["ozempic dose", "can imatinib be taken with food", "what is lisinoprill", "is kymriah better"],
)
def test_a_question_about_another_medicine_is_never_answered(
    assistant: Assistant, question: str
) -> None:
    reply = assistant.reply(question)
    assert reply.kind == "other_medicine"
    assert not reply.quotes
    assert "Blinatumomab" in reply.message


def test_another_medicine_beside_this_one_is_refused_by_name(assistant: Assistant) -> None:
    reply = assistant.reply("can i take ibuprofen with blinatumomab")
    assert reply.kind == "not_covered"
    assert not reply.quotes


@pytest.mark.parametrize("question", ["prednisone", "why do they give me dexamethasone first"])
def test_a_medicine_that_the_leaflet_names_can_be_asked_about(
    assistant: Assistant, question: str
) -> None:
    assert kind(assistant, question) == "answer"


@pytest.mark.parametrize(
    "question",
    [
        "is drinking alcohol allowed",
        "can i have a pint with it",
        "when may i drive again",
        "does it make you lose your hair",
        "will it bung you up",
        "how many mcg do i get",
        "can men father a child on it",
        "how do you pronounce blinatumomab",
    ],
)
def test_what_the_leaflet_does_not_say_is_refused(assistant: Assistant, question: str) -> None:
    reply = assistant.reply(question)
    assert reply.kind == "not_covered"
    assert not reply.quotes


def test_a_refusal_names_what_it_is_about_and_what_is_covered(assistant: Assistant) -> None:
    reply = assistant.reply("can i drive while im on it")
    assert reply.message == "This leaflet says nothing about driving and using machines."
    assert "Common side effects" in reply.covers


def test_benzyl_alcohol_is_no_drink(assistant: Assistant) -> None:
    assert kind(assistant, "is wine allowed") == "not_covered"
    reply = assistant.reply("is there benzyl alcohol in it, she is a newborn")
    assert reply.kind == "answer"
    assert "benzyl alcohol" in reply.quotes[0].highlight


def test_a_question_for_a_number_wants_one_in_the_answer(assistant: Assistant) -> None:
    assert kind(assistant, "what proportion of people get a fever") == "not_covered"
    reply = assistant.reply("how long does one treatment run")
    assert "28 days" in reply.quotes[0].highlight


def test_an_uncovered_question_after_an_answer_is_still_refused(assistant: Assistant) -> None:
    assert kind(assistant, "and wine?", "what are the common side effects") == "not_covered"
    assert kind(assistant, "and driving?", "how is it given") == "not_covered"


def test_a_greeting_is_greeted_and_noise_is_not_answered(assistant: Assistant) -> None:
    assert kind(assistant, "hello there") == "greeting"
    assert not assistant.reply("qwrt zxcv bnmp").quotes


def test_two_questions_in_one_line_are_both_answered(assistant: Assistant) -> None:
    reply = assistant.reply("How is it given? Can it harm my unborn baby?")
    assert [quote.section for quote in reply.quotes] == [
        "How it is administered",
        "Who should not take it",
    ]


def test_both_answered_wants_two_different_answers() -> None:
    passage = Passage("a:0", "a", 0, "sentence", Span(0, 5), Span(0, 5))
    other = Passage("a:1", "a", 0, "sentence", Span(6, 9), Span(0, 9))
    answer, second = Decision("answer", (passage,)), Decision("answer", (other,))
    assert both_answered([answer, answer]) is None
    assert both_answered([answer, Decision("unclear")]) is None
    both = both_answered([answer, second])
    assert both is not None
    assert both.passages == (passage, other)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two real leaflets without example questions."""
    folder = tmp_path_factory.mktemp("library")
    for name in ("entresto", "trelegy"):
        write(folder / f"{name}.md", (LEAFLETS / f"{name}.md").read_text("utf-8"))
    return assemble(read_corpus(folder), settings(corpus=folder), general())


def test_with_several_leaflets_and_none_named_it_asks_which(library: Assistant) -> None:
    reply = library.reply("what if i miss a dose")
    assert reply.kind == "unclear"
    assert reply.choices == ("Entresto", "Trelegy")


@pytest.fixture(scope="module")
def stored() -> Assistant:
    """Of a leaflet that nobody wrote example questions for, with the whole vocabularies."""
    return assemble(corpus_of(document(STORING)), settings(), general())


def test_naming_the_medicine_answers_the_question_before(library: Assistant) -> None:
    reply = library.reply("entresto", ["what if i miss a dose"])
    assert reply.kind == "answer"
    assert {quote.document for quote in reply.quotes} == {"entresto"}


def test_the_leaflet_is_kept_from_the_conversation(library: Assistant) -> None:
    history = ["how do i use trelegy"]
    assert library.reply("what does the inhaler look like", history).quotes[0].document == "trelegy"


def test_two_named_leaflets_are_not_mixed(library: Assistant) -> None:
    reply = library.reply("can i drive on trelegy or entresto")
    assert reply.kind == "unclear"
    assert set(reply.choices) == {"Entresto", "Trelegy"}


def test_a_leaflet_without_a_sidecar_answers_and_refuses(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    write(folder / "entresto.md", (LEAFLETS / "entresto.md").read_text("utf-8"))
    alone = assemble(read_corpus(folder), settings(corpus=folder), general())
    answer = alone.reply("i forgot to take it this morning")
    assert "forget to take a dose" in answer.quotes[0].highlight
    assert alone.reply("how much does it cost").kind == "not_covered"
    assert alone.reply("what is the best football team").kind in {"greeting", "not_covered"}


@pytest.fixture(scope="module")
def keppra() -> Assistant:
    """Of a real leaflet without example questions."""
    text = (LEAFLETS / "keppra.md").read_text("utf-8")
    return assemble(corpus_of(document(text, "keppra")), settings(), general())


@pytest.mark.parametrize(
    "question",
    [
        "how should i store my insulin",
        "how long do i take antibiotics for",
        "do water tablets make you dizzy",
        "what is the dose of my blood pressure tablets",
    ],
)
def test_a_question_about_a_class_of_medicines_is_not_answered(
    keppra: Assistant, question: str
) -> None:
    assert keppra.reply(question).kind in {"other_medicine", "not_covered"}


def test_one_about_taking_it_beside_a_class_of_medicines_is(keppra: Assistant) -> None:
    assert keppra.reply("are antibiotics ok with it").kind == "answer"


STORING = """\
# Zorvexin: package leaflet

## How to store Zorvexin

Keep this medicine out of the sight and reach of children. Do not use this medicine after the \
expiry date which is stated on the carton. Store in a refrigerator. Do not throw away any \
medicines via wastewater.

## Possible side effects

- changes in taste (dysgeusia)
- constipation
- hoarseness
"""


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("does it live in the cold next to the butter", "Store in a refrigerator."),
        (
            "toddler at home who gets into everything, where do i put it",
            "Keep this medicine out of the sight and reach of children.",
        ),
        ("can i pour what is left down the loo", "Do not throw away any medicines via wastewater."),
        ("my tea tastes of pennies and so does my dinner", "changes in taste (dysgeusia)"),
        ("sounds like a frog since monday, voice is gone", "hoarseness"),
    ],
)
def test_of_sentences_on_one_matter_the_sort_that_is_asked_for_is_marked(
    stored: Assistant, question: str, marked: str
) -> None:
    reply = stored.reply(question)
    assert [quote.highlight for quote in reply.quotes] == [marked]
