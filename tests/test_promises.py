"""The eight promises of the design, over any question and random leaflets."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from askleaflet import cli
from askleaflet.answer import Composer
from askleaflet.assistant import Assistant
from askleaflet.bridges import Bridges
from askleaflet.catalogue import Catalogue, listing_of
from askleaflet.corpus import Corpus, inspect_corpus
from askleaflet.data import read_lines
from askleaflet.naming import MEDICINES_FILE
from askleaflet.passages import passages
from askleaflet.records import Decision, Document, Notice, Query, Reply, ReplyKind
from askleaflet.rendering import as_json, as_text
from askleaflet.settings import Settings
from askleaflet.wording import all_words, languages, say
from invented import (
    CORPUS,
    ZORVEXIN,
    Empty,
    by_phrases,
    corpus_of,
    document,
    put_together,
    quick,
    shipped,
    whole,
    without_search,
)
from invented import settings as site
from strategies import Bullets, Leaflet, histories, leaflets, questions

FEW = settings(max_examples=12)
PROMPTS = {"en": "Talk to Ward 7: 555 1234.", "es": "Hable con Ward 7: 555 1234."}
PROMPT = PROMPTS["en"]


@cache
def ward() -> Assistant:
    """The shipped assistant at a site with a name and a number."""
    assistant, _ = shipped()
    given = site(care_team_name="Ward 7", care_team_phone="555 1234")
    composer = replace(assistant.composer, settings=given)
    return replace(assistant, settings=given, composer=composer)


def kept(reply: Reply, corpus: Corpus) -> None:
    """What holds of every reply, whatever was asked and found."""
    for quote in (*reply.quotes, *((reply.nearest,) if reply.nearest else ())):
        read = corpus.document(quote.document)
        assert read.text[quote.start : quote.end] == quote.text
        assert quote.text[quote.highlight_start : quote.highlight_end] == quote.highlight
        assert quote.highlight
        assert quote.section in as_text(reply)
        in_context(read, quote.start, quote.end, quote.start + quote.highlight_start)
    assert reply.care_team
    assert reply.care_team in as_text(reply)
    if reply.urgent and not reply.quotes and reply.kind != "error":
        # What to do stands above, who to talk to below; nothing else is offered.
        assert (reply.message, reply.covers, reply.related, reply.nearest) == ("", (), (), None)
    else:
        assert reply.message
    assert (reply.kind == "answer") == bool(reply.quotes)
    assert reply.urgent == (reply.notice is not None)
    if reply.notice:
        assert as_text(reply).splitlines()[1] == reply.notice.heading.upper()


def in_context(read: Document, start: int, end: int, marked: int) -> None:
    """A marked bullet is quoted with its whole list and the sentence before it, if one is."""
    blocks = [block for block in read.blocks if block.units]
    for number, block in enumerate(blocks):
        if block.kind == "list" and block.span.start <= marked < block.span.end:
            assert start <= block.units[0].start
            assert block.units[-1].end <= end
            before = blocks[number - 1] if number else None
            if before and before.section == block.section and before.kind == "paragraph":
                assert start <= before.units[-1].start


# 1, 2, 3, 4: on the shipped leaflet, any question after any history.


@given(question=questions, history=histories)
def test_whatever_is_asked_quotes_are_exact_in_context_and_the_care_team_is_named(
    question: str, history: list[str]
) -> None:
    reply = ward().reply(question, history)
    kept(reply, whole())
    # A question in another language than the leaflet's is told so in its own.
    assert reply.care_team == PROMPTS[reply.language]
    assert reply.kind != "error"


@given(question=questions, language=st.sampled_from(languages()))
def test_in_every_language_of_the_program_the_quotes_stay_the_leaflets(
    question: str, language: str
) -> None:
    assistant, corpus = shipped()[0], whole()
    reply = assistant.reply(question, language=language)
    kept(reply, corpus)
    assert reply.quotes == assistant.reply(question).quotes


@settings(max_examples=60)
@given(number=st.integers(0), before=histories)
def test_the_leaflets_own_words_asked_keep_the_promises_too(number: int, before: list[str]) -> None:
    assistant, corpus = shipped()[0], whole()
    own = corpus.passages[number % len(corpus.passages)]
    asked = corpus.document(own.document).slice(own.mark)
    kept(assistant.reply(asked, before), corpus)


def test_the_promises_are_tried_on_answers_too() -> None:
    """Where all replies were refusals, nothing would be said about quotes."""
    assistant, corpus = shipped()[0], whole()
    asked = [corpus.document(one.document).slice(one.mark) for one in corpus.passages]
    sentences = [one for one in asked if len(one.split()) > 8]
    answered = [one for one in sentences if assistant.reply(one).kind == "answer"]
    assert 2 * len(answered) > len(sentences)


# 1, 2: on random leaflets of both formats.


@cache
def here() -> Settings:
    return site()


def cutter(read: Document) -> Composer:
    listings = {read.id: listing_of(read, ())}
    return Composer({read.id: read}, Bridges([], frozenset()), here(), listings)


@given(leaflets())
def test_of_any_leaflet_every_possible_quote_is_exact_and_in_context(leaflet: Leaflet) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    leads = {
        item: (block.lead, heading)
        for heading, blocks in leaflet.sections
        for block in blocks
        if isinstance(block, Bullets)
        for item in block.items
    }
    for one in passages(read):
        quote = cutter(read).quote(one)
        assert read.text[quote.start : quote.end] == quote.text
        in_context(read, quote.start, quote.end, quote.start + quote.highlight_start)
        for item, (lead, heading) in leads.items():
            if item in quote.text:
                assert lead in quote.text
                assert quote.section == heading


@given(leaflets())
def test_of_any_leaflet_the_parts_joined_again_are_the_document(leaflet: Leaflet) -> None:
    assert put_together(document(leaflet.text, markdown=leaflet.markdown)) == leaflet.text


@FEW
@given(leaflet=leaflets(), asked=st.lists(questions, min_size=3, max_size=3))
def test_whatever_is_asked_of_any_leaflet_the_promises_hold(
    leaflet: Leaflet, asked: list[str]
) -> None:
    own = corpus_of(document(leaflet.text, markdown=leaflet.markdown))
    machine = quick(own, care_team_name="Ward 7", care_team_phone="555 1234")
    heading, blocks = leaflet.sections[0]
    first = blocks[0] if isinstance(blocks[0], str) else blocks[0].items[0]
    for question in (*asked, heading, first, f"what are the side effects of zorvexin {first}"):
        reply = machine.reply(question)
        kept(reply, own)
        assert reply.care_team == PROMPT


# 3, 5: the care team and a notice that is due, whatever is decided.


@given(
    kind=st.sampled_from(get_args(ReplyKind)),
    text=questions,
    urgent=st.booleans(),
    uneasy=st.booleans(),
    language=st.sampled_from(languages()),
)
def test_whatever_is_decided_the_care_team_is_named_and_a_notice_stands_first(
    kind: ReplyKind, text: str, urgent: bool, uneasy: bool, language: str
) -> None:
    read = document(ZORVEXIN)
    given = site(care_team_name="Ward 7", care_team_phone="555 1234", language=language)
    found = passages(read)[:1] if kind == "answer" else ()
    notice = Notice("Call now", ("Do not wait.",)) if urgent else None
    composer = replace(cutter(read), settings=given)
    reply = composer.compose(Decision(kind, found), Query(text), notice, language, uneasy=uneasy)
    kept(reply, corpus_of(read))
    assert "Ward 7" in reply.care_team
    assert "555 1234" in reply.care_team


# 4: another medicine is never answered from this leaflet.


@given(
    name=st.sampled_from(read_lines(MEDICINES_FILE)),
    question=st.sampled_from(
        (
            "what are the side effects of {}?",
            "how is {} given",
            "who should not take {}",
            "{} dose for children",
            "is {} safe in pregnancy",
            "how long does {} last",
            "does {} cause fever",
        )
    ),
)
def test_another_medicine_is_never_answered(name: str, question: str) -> None:
    assistant, corpus = shipped()[0], whole()
    said = " ".join(one.text for one in corpus.documents).lower()
    names = {n.lower() for one in corpus.documents for n in (one.title, *one.other_names)}
    if not names & set(name.lower().split()) and name.lower() not in said:
        reply = assistant.reply(question.format(name))
        assert reply.kind != "answer", question.format(name)
        assert not reply.quotes


@given(question=questions, history=histories)
def test_what_search_does_not_find_is_not_answered(question: str, history: list[str]) -> None:
    reply = replace(ward(), searches=(Empty(),)).reply(question, history)
    assert reply.kind not in {"answer", "error"}
    assert not reply.quotes
    assert reply.nearest is None


@given(question=questions, language=st.sampled_from(languages()))
def test_a_refusal_says_that_this_leaflet_does_not_answer_and_what_it_covers(
    question: str, language: str
) -> None:
    assistant, corpus = shipped()[0], whole()
    reply = replace(assistant, searches=(Empty(),)).reply(question, language=language)
    if reply.kind == "not_covered" and not reply.urgent:
        assert reply.message == say(language, "reply.not_covered")
        assert reply.covers
        text = corpus.documents[0].text
        assert all(one in text for one in reply.covers)


def test_such_a_refusal_is_met() -> None:
    reply = replace(shipped()[0], searches=(Empty(),)).reply("how is it given")
    assert (reply.kind, bool(reply.covers)) == ("not_covered", True)


# 5: urgent first, and never "not urgent".


@given(question=questions)
def test_an_emergency_is_told_the_same_way_whatever_search_does(question: str) -> None:
    asked = f"i cant breathe. {question}"
    up, down = ward().reply(asked), without_search(ward()).reply(asked)
    nothing = replace(ward(), searches=(Empty(),)).reply(asked)
    assert up.notice
    assert up.notice == down.notice == nothing.notice
    assert down.kind == "error"


class Broken:
    """Understands nothing any more, as where the network fails."""

    def read(self, text: str, history: Sequence[str] = ()) -> Query:
        raise RuntimeError(text)


@given(question=questions)
def test_an_emergency_that_phrases_tell_is_told_where_the_reader_is_broken(question: str) -> None:
    """Phrases need neither the network nor anything else that reads the question."""
    asked = f"i cant breathe. {question}"
    broken = replace(ward(), understanding=Broken())  # type: ignore[arg-type]
    reply = broken.reply(asked)
    assert (reply.kind, reply.urgent) == ("error", True)
    assert reply.notice == by_phrases(ward()).reply(asked).notice


def test_the_program_has_no_words_that_call_something_not_urgent() -> None:
    for language in languages():
        for words in all_words(language).values():
            low = words.lower()
            for wrong in ("not urgent", "no emergency", "not an emergency", "no es urgente"):
                assert wrong not in low


# 6: failure is never silence.


@given(question=questions, history=histories)
def test_where_search_is_down_it_is_always_an_error_and_never_a_refusal(
    question: str, history: list[str]
) -> None:
    reply = without_search(ward()).reply(question, history)
    assert reply.kind == "error"
    assert reply.care_team == PROMPT
    kept(reply, whole())


@given(content=st.binary(max_size=60))
@FEW
def test_a_leaflet_is_read_or_named_whatever_its_bytes(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.md").write_bytes(content)
    read = inspect_corpus(folder)
    if read.documents:
        assert read.documents[0].text.encode("utf-8") in content
    else:
        assert [fault.file for fault in read.faults] == ["any.md"]


# 7: private.


@given(question=questions)
def test_no_error_and_no_log_holds_what_was_asked(question: str) -> None:
    """That a fault is told at all is tested in test_privacy: the same line is not told for ever."""
    secret = f"zqsecretzq {question}"
    told = StringIO()
    listener = logging.StreamHandler(told)
    root = logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(told), redirect_stderr(told):
            broken = without_search(shipped()[0], KeyError(secret)).reply(secret)
    finally:
        root.setLevel(before)
        root.removeHandler(listener)
    assert "zqsecretzq" not in told.getvalue()
    assert broken.kind == "error"
    assert "zqsecretzq" not in repr(broken)


def test_a_batch_line_that_cannot_be_read_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, opened: tuple[Assistant, Catalogue]
) -> None:
    monkeypatch.setattr(cli, "open_assistant", lambda *_: shipped())
    result = CliRunner().invoke(cli.app, ["batch"], input='{"question": "zqsecretzq\n')
    assert result.exit_code == 1
    assert "zqsecretzq" not in result.output


# 8: the same everywhere.


@FEW
@given(asked=st.lists(st.tuples(questions, histories), min_size=1, max_size=4))
def test_python_batch_and_ask_give_the_same_reply(
    asked: list[tuple[str, list[str]]],
) -> None:
    assistant, _ = shipped()
    expected = [
        as_json(assistant.reply(text, history), n) for n, (text, history) in enumerate(asked)
    ]
    lines = [
        json.dumps({"id": n, "question": text, "history": history})
        for n, (text, history) in enumerate(asked)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "open_assistant", lambda *_: shipped())
        batch = CliRunner().invoke(cli.app, ["batch"], input="\n".join(lines))
        assert [json.loads(line) for line in batch.stdout.splitlines()] == expected
        for text, _ in asked:
            if text.isascii() and "\r" not in text:
                one = CliRunner().invoke(cli.app, ["ask", "--json", "-"], input=text)
                assert json.loads(one.stdout) == as_json(assistant.reply(text))
                plain = CliRunner().invoke(cli.app, ["ask", "--", text]) if text != "-" else None
                assert not plain or plain.stdout == as_text(assistant.reply(text)) + "\n"


def test_the_shipped_folder_is_the_one_these_tests_ask(corpus: Corpus) -> None:
    assert (CORPUS / "blinatumomab.md").read_bytes().decode() == corpus.documents[0].text
    assert Path(CORPUS).name == "corpus"
