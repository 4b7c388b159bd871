"""The flow as every face of the program calls it, on the real leaflet and on invented ones."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.errors import CorpusError
from askleaflet.rendering import as_text
from askleaflet.setup import open_assistant
from askleaflet.understanding.understand import Understanding
from askleaflet.wording import languages, say
from invented import (
    ODD_QUESTIONS,
    OUT_OF_REACH,
    few_vocabularies,
    quick,
    settings,
    without_search,
)

MARKER = "zqxmarker"


def test_how_is_it_given_gets_the_sentence_about_the_infusion(assistant: Assistant) -> None:
    reply = assistant.reply("How is it given?")
    assert reply.kind == "answer"
    assert reply.quotes[0].highlight == (
        "Blinatumomab is given as a continuous intravenous (IV) infusion."
    )
    assert reply.quotes[0].section == "How it is administered"


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("who should not have it", "Who should not take it"),
        ("what are the common side effects", "Common side effects"),
        ("how does it work", "How it works"),
    ],
)
def test_plain_questions_are_answered_under_the_heading_that_fits(
    assistant: Assistant, question: str, section: str
) -> None:
    assert assistant.reply(question).quotes[0].section == section


def test_a_question_about_another_medicine_is_refused_by_its_name(assistant: Assistant) -> None:
    reply = assistant.reply("What are the side effects of ibuprofen?")
    assert reply.kind == "other_medicine"
    assert not reply.quotes
    assert "ibuprofen" in reply.message


def test_what_the_leaflet_does_not_say_is_refused_with_what_it_covers(
    assistant: Assistant,
) -> None:
    reply = assistant.reply("how much does it cost")
    assert reply.kind == "not_covered"
    assert not reply.quotes
    assert "How it works" in reply.covers


def test_a_greeting_is_greeted(assistant: Assistant) -> None:
    assert assistant.reply("hello").kind == "greeting"


@pytest.mark.parametrize(
    "question", ["who should not have it", "how is it given", "and the side effects?"]
)
def test_a_greeting_before_a_question_does_not_turn_it_into_one(
    assistant: Assistant, question: str
) -> None:
    assert assistant.reply(question, ["hello"]).kind == "answer"


def test_two_questions_in_one_message_get_both_their_answers(assistant: Assistant) -> None:
    reply = assistant.reply("How is it given? What are the common side effects?")
    assert reply.kind == "answer"
    assert {quote.section for quote in reply.quotes} == {
        "How it is administered",
        "Common side effects",
    }


def test_a_described_emergency_is_told_first_whatever_is_found(assistant: Assistant) -> None:
    for question in ("i cant breathe", "i cant breathe. How is it given?"):
        reply = assistant.reply(question)
        assert reply.urgent
        assert reply.notice
        assert as_text(reply).splitlines()[1] == reply.notice.heading.upper()


def test_an_ordinary_question_gets_no_notice(assistant: Assistant) -> None:
    reply = assistant.reply("How is it given?")
    assert not reply.urgent
    assert reply.notice is None


FAULTS = [OUT_OF_REACH, KeyError(MARKER), RecursionError()]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_a_search_that_fails_is_an_error_and_never_a_refusal(
    assistant: Assistant, fault: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = without_search(assistant, fault).reply(f"How is it given? {MARKER}")
    assert reply.kind == "error"
    assert reply.message == f"{say('en', 'reply.error')} {say('en', 'reply.error_help')}"
    assert reply.care_team
    assert not reply.quotes
    told = capsys.readouterr().err
    assert told.startswith(f"askleaflet: a reply failed: {type(fault).__name__} at ")
    assert MARKER not in told


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("language", languages())
def test_an_emergency_is_told_even_where_search_fails(
    assistant: Assistant, fault: Exception, language: str
) -> None:
    reply = without_search(assistant, fault).reply("i cant breathe", language=language)
    assert (reply.kind, reply.urgent) == ("error", True)
    assert reply.notice
    assert reply.language == language


@pytest.mark.parametrize("name", ODD_QUESTIONS)
def test_bad_input_gets_a_polite_reply_with_the_care_team(assistant: Assistant, name: str) -> None:
    reply = assistant.reply(ODD_QUESTIONS[name])
    assert reply.kind != "error"
    assert reply.message
    assert reply.care_team == "Please talk to your care team about this."
    as_text(reply).encode("utf-8")


@pytest.mark.parametrize("name", ["empty", "spaces", "emoji only", "only marks", "punctuation"])
def test_input_without_words_is_asked_for_a_question(assistant: Assistant, name: str) -> None:
    reply = assistant.reply(ODD_QUESTIONS[name])
    assert (reply.kind, reply.message) == ("unclear", say("en", "reply.empty"))


@pytest.mark.parametrize("name", ["NUL", "lone surrogates", "zero width", "right to left marks"])
def test_marks_that_cannot_be_seen_hide_no_question(assistant: Assistant, name: str) -> None:
    reply = assistant.reply(ODD_QUESTIONS[name])
    assert reply.quotes
    assert reply.quotes[0].section == "How it is administered"


@pytest.mark.parametrize("name", ["another script", "han", "arabic"])
def test_another_script_is_told_that_nothing_can_be_translated(
    assistant: Assistant, name: str
) -> None:
    reply = assistant.reply(ODD_QUESTIONS[name])
    assert say("en", "reply.foreign") in (reply.message, *reply.notes)


def test_a_long_message_is_told_that_its_first_part_was_read(assistant: Assistant) -> None:
    assert say("en", "reply.truncated") in assistant.reply(ODD_QUESTIONS["one megabyte"]).notes


def test_markup_is_no_more_than_words(assistant: Assistant) -> None:
    plain = assistant.reply("How is it given? ibuprofen")
    marked = assistant.reply("<b>How</b> is it given?<script> <i>ibuprofen</i>")
    assert (marked.kind, marked.message) == (plain.kind, plain.message)
    assert "ibuprofen" in marked.message
    assert "<" not in as_text(marked)


def test_the_programs_own_words_are_in_the_language_asked_for(assistant: Assistant) -> None:
    assert assistant.reply("How is it given?", language="es").message == say("es", "reply.answer")
    assert assistant.reply("How is it given?", language="xx").language == "en"


def test_a_misspelling_is_mended_unless_the_words_are_to_be_taken_exactly(
    assistant: Assistant,
) -> None:
    assert assistant.reply("what is the infuson").changes
    assert not assistant.reply("what is the infuson", exact=True).changes


def test_the_same_question_always_gets_the_same_reply(assistant: Assistant) -> None:
    history = ["How is it given?"]
    first = assistant.reply("and for how long?", history)
    assistant.reply("something else entirely about children")
    assert assistant.reply("and for how long?", history) == first
    assert history == ["How is it given?"]


def test_a_question_leaves_no_trace(
    assistant: Assistant,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    caplog.set_level(logging.DEBUG)
    asked = ("Is Qwxzkvj bad for my secret rash?", ["and my hidden fever"])
    assistant.reply(*asked)
    assert capfd.readouterr() == ("", "")
    without_search(assistant).reply(*asked)
    told = capfd.readouterr()
    assert told.out == ""
    assert not [word for word in ("Qwxzkvj", "secret", "rash", "hidden") if word in told.err]
    assert not list(tmp_path.iterdir())
    assert not caplog.text


def test_every_step_can_be_seen(assistant: Assistant) -> None:
    found = assistant.explain("How is it given?", k=3)
    assert [term.word for term in found.query.terms] == ["how", "is", "it", "given"]
    assert found.topics
    assert len(found.hits) <= 3
    assert found.decision.kind == "answer"


def test_every_starter_question_is_answered_under_its_own_heading(assistant: Assistant) -> None:
    for document, starters in assistant.composer.starters.items():
        assert starters
        for one in starters:
            reply = assistant.reply(one.question)
            assert reply.kind == "answer", one.question
            assert reply.quotes[0].document == document
            assert one.section in {quote.section for quote in reply.quotes}, one.question


def test_every_sentence_and_bullet_can_be_shown_with_where_it_stands(
    assistant: Assistant, corpus: Corpus
) -> None:
    for one in corpus.passages:
        quote = assistant.composer.quote(one)
        assert corpus.document(quote.document).text[quote.start : quote.end] == quote.text
        assert quote.section


def test_a_question_about_a_bullet_shows_it_under_its_heading_with_its_lead_in(
    assistant: Assistant,
) -> None:
    reply = assistant.reply("is it for relapsed leukaemia")
    assert reply.kind == "answer"
    (quote,) = [one for one in reply.quotes if "Relapsed or refractory" in one.highlight]
    assert quote.section == "Who Should take it"
    assert quote.text.startswith("Blinatumomab is indicated for")


# Several leaflets, invented.


def opened(folder: Path, **given: object) -> Assistant:
    return quick(read_corpus(folder), **given)


def test_with_two_leaflets_it_asks_which_one_is_meant(leaflets: Path) -> None:
    reply = opened(leaflets).reply("what are the side effects?")
    assert reply.kind == "unclear"
    assert set(reply.choices) == {"Melotin", "Zorvexin"}
    assert not reply.quotes


def test_with_two_leaflets_the_one_named_is_asked(leaflets: Path) -> None:
    reply = opened(leaflets).reply("what are the side effects of zorvexin?")
    assert reply.kind == "answer"
    assert {quote.document for quote in reply.quotes} == {"zorvexin"}


def test_a_leaflet_named_before_is_still_the_one_meant(leaflets: Path) -> None:
    reply = opened(leaflets).reply("side effects?", ["how do i take zorvexin"])
    assert {quote.document for quote in reply.quotes} == {"zorvexin"}
    assert reply.choices == ()


def test_the_site_speaks_its_own_language(leaflets: Path) -> None:
    reply = opened(leaflets, language="es").reply("")
    assert reply.message == say("es", "reply.empty")
    assert reply.language == "es"


def test_the_leaflets_are_opened_with_what_is_wrong_with_the_others(
    leaflets: Path, tmp_path: Path
) -> None:
    (leaflets / "bad.md").write_bytes(b"")
    # In a cache of its own: what is built of few vocabularies is for no other test.
    with few_vocabularies():
        machine, read = open_assistant(settings(corpus=leaflets, cache=tmp_path / "cache"))
    assert len(read.faults) == 1
    assert machine.reply("hello").kind == "greeting"


def test_without_a_leaflet_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No leaflet"):
        open_assistant(settings(corpus=tmp_path))


@pytest.mark.parametrize(
    "around",
    ["{} thanks", "I'm scared {}", "sorry to bother you, {}", "{} what are the side effects"],
)
@pytest.mark.parametrize(
    "emergency", ["sweats and chills on and off all night", "it says infusion paused on the pump"]
)
def test_an_emergency_told_kindly_is_seen(
    assistant: Assistant, emergency: str, around: str
) -> None:
    assert assistant.reply(emergency).urgent
    assert assistant.reply(around.format(emergency)).urgent


@pytest.mark.parametrize("question", ["How is it given?", "Can it cause headache?"])
@pytest.mark.parametrize(
    "told",
    [
        "My mum is on blina.",
        "My husband has leukaemia and is on this drip.",
        "He was diagnosed in May and we start on Monday.",
        "I'm a carer for my dad.",
        "Good morning nurse.",
    ],
)
def test_what_is_told_before_a_question_changes_nothing(
    assistant: Assistant, told: str, question: str
) -> None:
    alone, said = assistant.reply(question), assistant.reply(f"{told} {question}")
    assert not said.urgent
    assert (said.kind, said.quotes) == (alone.kind, alone.quotes)


@pytest.mark.parametrize(
    "text",
    [
        "My dad is on metformin. How is this given?",
        "My son is 6. Is that ok?",
        "It came back after two years. Can he have it?",
        "My mum is on blina.",
    ],
)
def test_what_may_matter_is_not_left_out(assistant: Assistant, text: str) -> None:
    assert assistant.explain(text).query.asides == ()


def test_a_medicine_named_before_the_question_is_still_the_one_asked_about(
    assistant: Assistant,
) -> None:
    query = assistant.explain("My mum is on blina. Will she lose her hair?").query
    assert " ".join(query.asides) == "my mum is on blina"
    assert query.documents == ("blinatumomab",)


def test_a_long_story_is_read_whole(assistant: Assistant) -> None:
    assert assistant.explain("My mum is on blina. " * 20 + "Is it a drip?").query.asides == ()


def test_a_fault_in_what_is_left_out_takes_no_notice_away(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(Understanding, "without_asides", fail)
    assert assistant.reply("I have a fever of 39 and I am shaking").urgent
