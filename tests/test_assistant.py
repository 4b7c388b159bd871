"""The flow as every face of the program calls it, on the real leaflet and on invented ones."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.errors import CorpusError
from askleaflet.reader.encoder import Encoder
from askleaflet.records import Encoded, Query
from askleaflet.rendering import as_text
from askleaflet.setup import open_assistant
from askleaflet.wording import languages, say
from invented import (
    ODD_QUESTIONS,
    OUT_OF_REACH,
    Empty,
    by_phrases,
    quick,
    settings,
    without_search,
)

MARKER = "zqxmarker"
# The leaflet's own sentence: whatever the reader has learned, it finds that.
GIVEN = "Blinatumomab is given as a continuous intravenous (IV) infusion."


@pytest.mark.parametrize(
    ("question", "section"),
    [
        (GIVEN, "How it is administered"),
        ("Blinatumomab should not be taken by patients with known hyper", "Who should not take it"),
        ("Serious side effects can include cytokine release", "Common side effects"),
    ],
)
def test_the_leaflets_own_words_find_themselves_under_their_heading(
    assistant: Assistant, question: str, section: str
) -> None:
    reply = assistant.reply(question)
    assert reply.kind == "answer"
    assert reply.quotes[0].highlight.startswith(question)
    assert reply.quotes[0].section == section


def test_a_question_about_another_medicine_is_refused_by_its_name(assistant: Assistant) -> None:
    reply = assistant.reply("What are the side effects of ibuprofen?")
    assert reply.kind == "other_medicine"
    assert not reply.quotes
    assert "ibuprofen" in reply.message


def test_what_the_leaflet_does_not_say_is_refused_with_what_it_covers(
    assistant: Assistant,
) -> None:
    nothing = replace(assistant, searches=(Empty(),))
    reply = nothing.reply("how much does it cost")
    assert reply.kind == "not_covered"
    assert reply.message == say("en", "reply.not_covered")
    assert not reply.quotes
    assert "How it works" in reply.covers


def test_a_greeting_is_greeted(assistant: Assistant) -> None:
    assert assistant.reply("hello").kind == "greeting"


def test_a_greeting_before_a_question_does_not_turn_it_into_one(assistant: Assistant) -> None:
    assert assistant.reply(GIVEN, ["hello"]).kind == "answer"


def test_what_search_does_not_find_is_not_answered(assistant: Assistant) -> None:
    """One path: no wording of a sidecar answers behind the search."""
    nothing = replace(assistant, searches=(Empty(),))
    for document in assistant.composer.documents.values():
        for entry in document.asked_as:
            assert nothing.reply(entry.says[0]).kind != "answer"


def test_a_described_emergency_is_told_first_whatever_is_found(assistant: Assistant) -> None:
    for question in ("i cant breathe", "i cant breathe. How is it given?"):
        reply = assistant.reply(question)
        assert reply.urgent
        assert reply.notice
        assert as_text(reply).splitlines()[1] == reply.notice.heading.upper()


def test_an_ordinary_question_gets_no_notice(assistant: Assistant) -> None:
    reply = by_phrases(assistant).reply("How is it given?")
    assert not reply.urgent
    assert reply.notice is None


@dataclass(frozen=True)
class Hears:
    """An assistant's network and understanding, which read the same odds in every message."""

    real: Assistant
    urgent: float

    def encode(self, texts: Sequence[str], longest: int) -> list[Encoded]:
        return [self._odd(one) for one in self.real.encoder.encode(texts, longest)]

    def read(self, text: str, history: Sequence[str] = (), leaflet: str = "") -> Query:
        query = self.real.understanding.read(text, history, leaflet)
        return replace(query, vectors=tuple(map(self._odd, query.vectors)))

    def leaning(self, query: Query, text: str, history: Sequence[str]) -> Query:
        return self.real.understanding.leaning(query, text, history)

    def _odd(self, one: Encoded) -> Encoded:
        return replace(one, odds={**one.odds, "urgent": self.urgent})


@pytest.mark.parametrize(
    ("question", "odds", "urgent", "uneasy"),
    [
        ("how is it given", 4.0, True, False),
        ("how is it given", 2.0, False, True),
        ("how is it given", 0.0, False, False),
        ("i cant breathe", 0.0, True, False),
        ("i cant breathe", 4.0, True, False),
        ("i cant breathe", -7.9, True, False),
        ("i cant breathe", -8.1, False, False),
        ("he has a fever", 0.0, True, False),
        ("he has a fever", -4.0, False, False),
    ],
)
def test_phrases_and_network_together_say_what_is_urgent(
    assistant: Assistant, question: str, odds: float, urgent: bool, uneasy: bool
) -> None:
    hears = Hears(assistant, odds)
    alarms = {
        "urgent": 3.0,
        "maybe": 1.0,
        "calm": -3.0,
        "grave": -8.0,
        "urgent_story": 3.0,
        "story": -3.0,
        "life": 0.0,
    }
    hearing = replace(assistant, encoder=hears, understanding=hears, alarms=alarms)  # type: ignore[arg-type]
    reply = hearing.reply(question)
    assert (reply.kind == "error", reply.urgent, reply.offers_help) == (False, urgent, uneasy)


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


@pytest.mark.parametrize("mark", ["\x00", "\udfff", "\u200b", "\u202e", "\x1b", "\ufeff"])
def test_marks_that_cannot_be_seen_hide_no_question(assistant: Assistant, mark: str) -> None:
    reply = assistant.reply(mark + GIVEN.replace(" ", f" {mark}") + mark)
    assert reply.quotes
    assert reply.quotes[0].highlight == GIVEN


@pytest.mark.parametrize("name", ["another script", "han", "arabic"])
def test_another_script_is_told_that_nothing_can_be_translated(
    assistant: Assistant, name: str
) -> None:
    reply = assistant.reply(ODD_QUESTIONS[name])
    assert say("en", "reply.foreign") in (reply.message, *reply.notes)


SPANISH_EMERGENCIES = [
    "le falta el aire",
    "se le paralizó la cara",
    "mi nieto se ahoga",
    "quisiera morirme",
    "fiebre",
    "vomita sangre",
]


@pytest.mark.parametrize("page", languages())
@pytest.mark.parametrize("question", SPANISH_EMERGENCIES)
def test_an_emergency_told_in_spanish_is_answered_in_spanish_on_every_page(
    assistant: Assistant, question: str, page: str
) -> None:
    reply = assistant.reply(question, language=page)
    assert reply.notice
    assert reply.notice == assistant.reply(question, language="es").notice
    assert reply.language == "es"
    assert reply.care_team == say("es", "care.plain")
    assert reply.offered == ("" if page == "es" else "es")


@pytest.mark.parametrize(
    "question",
    ["quiero entender mejor", "mi sobrina tiene 4 años y pesa 15 kilos", "para qué es la bolsa"],
)
def test_the_network_alone_makes_no_emergency_of_a_language_that_it_does_not_know(
    assistant: Assistant, question: str
) -> None:
    sure = replace(assistant, alarms={**assistant.alarms, "urgent": -99.0})
    assert not sure.reply(question).urgent
    assert sure.reply("how is it given").urgent


def test_the_network_withdraws_no_emergency_that_is_told_in_a_language_it_does_not_know(
    assistant: Assistant,
) -> None:
    calm = replace(assistant, alarms={**assistant.alarms, "calm": 99.0})
    assert calm.reply("tengo escalofríos").urgent
    assert not calm.reply("i have chills").urgent


def test_every_question_that_staff_offer_in_spanish_is_answered_as_in_english_when_it_is_typed(
    assistant: Assistant,
) -> None:
    for one in assistant.composer.listings["blinatumomab"].starters:
        typed, tapped = assistant.reply(one.offered("es")), assistant.reply(one.question)
        assert typed.quotes == tapped.quotes != (), one.question
        assert typed.notes[-1] == say("es", "reply.foreign")


@pytest.mark.parametrize(
    "question", ["¿a quién no se le da?", "¿quiénes no pueden recibirlo?", "no es para quién"]
)
def test_who_should_not_have_it_is_never_answered_with_who_should(
    assistant: Assistant, question: str
) -> None:
    quoted = [one.section for one in assistant.reply(question).quotes]
    assert "Who Should take it" not in quoted


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the network reads, in order."""
    encode, read = Encoder.encode, list[str]()

    def counted(self: Encoder, texts: Sequence[str], longest: int) -> list[Encoded]:
        read.extend(texts)
        return encode(self, texts, longest)

    monkeypatch.setattr(Encoder, "encode", counted)
    return read


def test_the_network_reads_a_follow_up_once_alone_and_once_with_what_it_leans_on(
    assistant: Assistant, encoded: list[str]
) -> None:
    assistant.reply("how is it given", ["what are the common side effects"])
    leaning = "what are the common side effects | how is it given"
    assert sorted(encoded) == ["how is it given", leaning]


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("will he get methotrexate as well", "what does that do"),
        ("does she need a transplant afterwards", "how is it done"),
        ("my hands are trembling since the morning", "its only small"),
        ("he takes keppra for fits", "how much can he have"),
    ],
)
def test_a_follow_up_about_something_else_is_not_answered_as_if_about_this_medicine(
    assistant: Assistant, earlier: str, text: str
) -> None:
    assert assistant.reply(text, [earlier]).quotes == ()


def test_what_tells_of_an_emergency_gets_no_answer_to_what_was_asked_before(
    assistant: Assistant,
) -> None:
    asked = "what is blinatumomab for"
    assert assistant.reply("why", [asked]).quotes
    told = assistant.reply("i want to die", [asked])
    assert told.urgent
    assert told.quotes == ()


@pytest.mark.parametrize("earlier", ["can i drive", "is it chemo", "he takes keppra for fits"])
def test_a_question_that_is_offered_to_start_from_is_answered_whatever_was_asked_before(
    assistant: Assistant, earlier: str
) -> None:
    for one in assistant.composer.listings["blinatumomab"].starters:
        alone, after = assistant.reply(one.question), assistant.reply(one.question, [earlier])
        assert after.kind == "answer"
        assert after.quotes == alone.quotes


@pytest.mark.parametrize(("letters", "most"), [(5_000, 9), (65_536, 3)])
def test_a_message_that_nobody_typed_is_read_in_few_pieces(
    assistant: Assistant, encoded: list[str], letters: int, most: int
) -> None:
    """Each costs some ten milliseconds; the phrases of emergencies are looked for in all of it."""
    text = ("does it hurt when the pump runs? " * 2_000)[:letters]
    assert assistant.reply(text).notes
    assert 0 < len(encoded) <= most


def test_a_long_message_is_told_that_its_first_part_was_read(assistant: Assistant) -> None:
    assert say("en", "reply.truncated") in assistant.reply("is it a drip or a pill? " * 50).notes


def test_markup_is_no_more_than_words(assistant: Assistant) -> None:
    plain = assistant.reply("What does it cost? ibuprofen")
    marked = assistant.reply("<b>What</b> does it cost?<script> <i>ibuprofen</i>")
    assert (marked.kind, marked.message) == (plain.kind, plain.message)
    assert "ibuprofen" in marked.message
    assert "<" not in as_text(marked)


def test_the_programs_own_words_are_in_the_language_asked_for(assistant: Assistant) -> None:
    assert assistant.reply(GIVEN, language="es").message == say("es", "reply.answer")
    assert assistant.reply("How is it given?", language="xx").language == "en"


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
    found = assistant.explain(GIVEN)
    assert found.query.read == GIVEN.replace("Blinatumomab", "this medicine")
    assert found.query.documents == ("blinatumomab",)
    assert {hit.passage.id for hit in found.reading.hits} == {one.passage.id for one in found.found}
    assert 0 <= found.reading.answers <= 1
    assert found.decision.passages[0] == found.reading.hits[0].passage


def test_every_starter_leads_to_a_heading_of_its_leaflet(
    assistant: Assistant, corpus: Corpus
) -> None:
    for id, listing in assistant.composer.listings.items():
        assert listing.starters
        document = corpus.document(id)
        shown = {document.slice(section.heading) for section in document.sections}
        assert {one.section for one in listing.starters} <= shown


def test_every_sentence_and_bullet_can_be_shown_with_where_it_stands(
    assistant: Assistant, corpus: Corpus
) -> None:
    for one in corpus.passages:
        quote = assistant.composer.quote(one)
        assert corpus.document(quote.document).text[quote.start : quote.end] == quote.text
        assert quote.section


def test_a_question_about_a_bullet_shows_it_under_its_heading_with_its_lead_in(
    leaflets: Path,
) -> None:
    reply = opened(leaflets).reply("Zorvexin: low levels of potassium; feeling sick; headache")
    assert reply.kind == "answer"
    assert {one.section for one in reply.quotes} == {"Possible side effects"}
    reply = opened(leaflets).reply("Do not take Zorvexin if you weigh less than 5.4 kg")
    assert reply.quotes[0].text.startswith("Do not take Zorvexin if you:")
    assert reply.quotes[0].section == "Who should not take it"


# Several leaflets, invented.


def opened(folder: Path, **given: object) -> Assistant:
    return quick(read_corpus(folder), **given)


def test_with_two_leaflets_it_asks_which_one_is_meant(leaflets: Path) -> None:
    reply = opened(leaflets).reply("what are the side effects?")
    assert reply.kind == "unclear"
    assert set(reply.choices) == {"Melotin", "Zorvexin"}
    assert not reply.quotes


def test_with_two_leaflets_the_one_named_is_asked(leaflets: Path) -> None:
    reply = opened(leaflets).reply("Zorvexin: Swallow one tablet with a glass of water")
    assert reply.kind == "answer"
    assert {quote.document for quote in reply.quotes} == {"zorvexin"}


def test_a_leaflet_named_before_is_still_the_one_meant(leaflets: Path) -> None:
    asked = "Swallow one tablet with a glass of water"
    reply = opened(leaflets).reply(asked, ["how do i take zorvexin"])
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
    machine, read = open_assistant(settings(corpus=leaflets))
    assert len(read.faults) == 1
    assert machine.reply("hello").kind == "greeting"


def test_without_a_leaflet_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No leaflet"):
        open_assistant(settings(corpus=tmp_path))


@pytest.mark.parametrize(
    "around",
    ["{} thanks", "I'm scared {}", "sorry to bother, {}", "{} what are the side effects"],
)
@pytest.mark.parametrize(
    "emergency", ["i have chest pain", "the pump is beeping", "my son has a fever of 39"]
)
def test_an_emergency_told_kindly_is_seen(
    assistant: Assistant, emergency: str, around: str
) -> None:
    heard = by_phrases(assistant)
    assert heard.reply(emergency).urgent
    assert heard.reply(around.format(emergency)).urgent


def test_you_before_the_pump_does_not_hide_an_emergency(assistant: Assistant) -> None:
    assert by_phrases(assistant).reply("sorry to bother you, the pump is beeping").urgent


@pytest.mark.parametrize("name", ["blinatumomab", "Blincyto", "blinatunomab", "BLINCYTO®"])
def test_the_leaflets_own_name_however_spelled_changes_nothing(
    assistant: Assistant, name: str
) -> None:
    plain = assistant.explain("how is this medicine given").reading
    named = assistant.explain(f"how is {name} given").reading
    assert [hit.passage for hit in named.hits] == [hit.passage for hit in plain.hits]


def test_a_broad_question_gets_the_list_and_the_serious_paragraph(assistant: Assistant) -> None:
    quotes = [quote.highlight for quote in assistant.reply("side effects").quotes]
    assert quotes[0].startswith("Fever (pyrexia)")
    assert quotes[0].endswith("Diarrhea")
    assert quotes[1].startswith("Serious side effects can include")


def test_who_should_not_take_it_is_never_shown_who_should(assistant: Assistant) -> None:
    quotes = assistant.reply("who should not take it").quotes
    assert [quote.section for quote in quotes] == ["Who should not take it"] * 2


@pytest.mark.parametrize("question", ["take it", "should take it", "should it take"])
def test_a_part_of_a_heading_that_forbids_does_not_ask_for_it(
    assistant: Assistant, question: str
) -> None:
    assert assistant.explain(question).reading.under == frozenset()
