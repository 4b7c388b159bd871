"""From a Decision to a Reply: quotes cut by offset, and the care team on every one."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from askleaflet.answer import MOST_QUOTES, Composer, answered_in, care_team, covered_headings
from askleaflet.bridges import Bridges
from askleaflet.catalogue import listing_of
from askleaflet.passages import passages
from askleaflet.records import Decision, Document, Notice, Query, ReplyKind
from askleaflet.wording import languages, say
from invented import ZORVEXIN, document, passage, settings
from strategies import Bullets, Leaflet, leaflets

BRIDGES = Bridges(["feeling sick; nausea = nauseous; queasy", "headache = sore head"], frozenset())


def composer(*documents: Document, **given: object) -> Composer:
    known = {one.id: one for one in documents}
    listings = {one.id: listing_of(one, ()) for one in documents}
    return Composer(known, BRIDGES, settings(**given), listings)


def query(text: str = "how", **given: object) -> Query:
    return replace(Query(text), **given)  # type: ignore[arg-type]


def test_a_quote_is_a_slice_with_its_heading_and_where_it_stands() -> None:
    read = document(ZORVEXIN, source="the maker", reviewed="2026-01-31")
    quote = composer(read).quote(passage(read, "weigh less than 5.4 kg"))
    assert read.text[quote.start : quote.end] == quote.text
    assert quote.text[quote.highlight_start : quote.highlight_end] == quote.highlight
    assert quote.highlight == "weigh less than 5.4 kg"
    assert quote.text.startswith("Do not take Zorvexin if you:")
    assert (quote.section, quote.under) == ("Who should not take it", ("Zorvexin 5 mg tablets",))
    assert (quote.title, quote.source, quote.reviewed) == ("Zorvexin", "the maker", "2026-01-31")


@given(leaflets())
def test_every_quote_of_every_leaflet_is_a_slice_with_its_lead_in_and_heading(
    leaflet: Leaflet,
) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    cut = composer(read)
    quotes = [cut.quote(one) for one in passages(read)]
    for quote in quotes:
        assert read.text[quote.start : quote.end] == quote.text
        assert quote.text[quote.highlight_start : quote.highlight_end] == quote.highlight
    for heading, blocks in leaflet.sections:
        for block in blocks:
            if isinstance(block, Bullets):
                for item in block.items:
                    (own,) = [one for one in quotes if one.highlight == item][:1]
                    assert block.lead in own.text
                    assert own.section == heading


@pytest.mark.parametrize("kind", get_args(ReplyKind))
@pytest.mark.parametrize("language", languages())
def test_every_kind_of_reply_carries_the_care_team_and_says_something(
    kind: ReplyKind, language: str
) -> None:
    read = document(ZORVEXIN)
    site = {"language": language, "care_team_name": "Ward 7", "care_team_phone": "555 1"}
    decision = Decision(kind, subjects=("aspirin",))
    reply = composer(read, **site).compose(decision, query(), None, language)
    assert reply.kind == kind
    assert "Ward 7" in reply.care_team
    assert "555 1" in reply.care_team
    assert reply.message
    assert "{" not in reply.message


def test_the_care_team_is_named_with_its_numbers_where_they_are_set() -> None:
    assert care_team(settings(), "en") == "Please talk to your care team about this."
    given = settings(care_team_name="Ward 7", care_team_phone="1", care_team_phone_night="2")
    assert care_team(given, "en") == ("Talk to Ward 7: 1. At night and at weekends: 2.")


def test_no_name_of_another_language_stands_in_a_sentence() -> None:
    names = {"care_team_name": "the Day Unit", "care_team_phone": "1"}
    assert care_team(settings(**names), "es") == "Hable con su equipo médico: 1."
    both = settings(care_team_name_es="la Unidad de Día", **names)
    assert care_team(both, "es") == "Hable con la Unidad de Día: 1."
    assert care_team(both, "en") == "Talk to the Day Unit: 1."
    spanish = settings(language="es", care_team_name="la Unidad de Día", care_team_phone="1")
    assert care_team(spanish, "en") == "Talk to your care team: 1."


def test_no_more_than_three_passages_are_quoted_best_first() -> None:
    read = document(ZORVEXIN)
    found = passages(read)[:5]
    reply = composer(read).compose(Decision("answer", found), query(), None, "en")
    assert [one.highlight for one in reply.quotes] == [
        read.slice(one.mark) for one in found[:MOST_QUOTES]
    ]
    assert not reply.covers


def test_a_refusal_says_what_the_leaflet_covers_and_offers_only_what_may_be_related() -> None:
    read = document(ZORVEXIN)
    near = passage(read, "headache")
    reply = composer(read).compose(Decision("not_covered", nearest=near), query(), None, "en")
    assert not reply.quotes
    assert reply.covers == covered_headings(read)
    assert reply.nearest
    assert reply.nearest.highlight == "headache"


def test_only_a_refusal_offers_what_may_be_related() -> None:
    read = document(ZORVEXIN)
    near = passage(read, "headache")
    decision = Decision("other_medicine", nearest=near, subjects=("aspirin",))
    assert composer(read).compose(decision, query(), None, "en").nearest is None


def test_a_refusal_of_another_medicine_names_it_and_the_leaflet_at_hand() -> None:
    decision = Decision("other_medicine", subjects=("Aspirin", "warfarin"))
    reply = composer(document(ZORVEXIN)).compose(decision, query(), None, "en")
    assert "Aspirin and warfarin" in reply.message
    assert "Zorvexin" in reply.message


def test_where_it_is_open_which_leaflet_is_meant_they_are_offered() -> None:
    two = composer(document(ZORVEXIN), document("## A\n\nText.\n", "melotin"))
    reply = two.compose(Decision("unclear", reason="which leaflet"), query(), None, "en")
    assert reply.choices == ("Zorvexin", "Melotin")
    assert reply.message == say("en", "reply.which")


def test_nothing_to_go_on_asks_for_a_question() -> None:
    decision = Decision("unclear", reason="nothing to go on")
    reply = composer(document(ZORVEXIN)).compose(decision, query(""), None, "en")
    assert reply.message == say("en", "reply.empty")


def test_a_bridge_shows_the_persons_words_beside_the_leaflets() -> None:
    read = document(ZORVEXIN)
    asked = query("will he be Nauseous")
    decision = Decision("answer", (passage(read, "feeling sick"),))
    (bridge,) = composer(read).compose(decision, asked, None, "en").bridge
    assert (bridge.you_wrote, bridge.leaflet_says) == ("Nauseous", "feeling sick")


def test_no_bridge_where_both_say_the_same() -> None:
    read = document(ZORVEXIN)
    asked = query("headaches, a sore head")
    decision = Decision("answer", (passage(read, "headache"),))
    assert not composer(read).compose(decision, asked, None, "en").bridge


def test_a_question_for_a_decision_is_told_who_decides() -> None:
    read = document(ZORVEXIN)
    asked = query("should i", personal=True)
    for decision, key in (
        (Decision("answer", passages(read)[:1]), "reply.personal"),
        (Decision("not_covered"), "reply.personal_uncovered"),
    ):
        assert say("en", key) in composer(read).compose(decision, asked, None, "en").notes


def test_a_long_message_is_told_kindly_how_much_was_read() -> None:
    reply = composer(document(ZORVEXIN)).compose(
        Decision("not_covered"), query(truncated=True), None, "en"
    )
    assert say("en", "reply.truncated") in reply.notes


@pytest.mark.parametrize("kind", get_args(ReplyKind))
def test_what_may_be_felt_now_points_to_help_whatever_the_reply(kind: ReplyKind) -> None:
    cut, decision = composer(document(ZORVEXIN)), Decision(kind)
    uneasy = cut.compose(decision, query("sick"), None, "en", uneasy=True)
    assert say("en", "urgent.when") in uneasy.notes
    assert uneasy.offers_help
    calm = cut.compose(decision, query("sick"), None, "en")
    assert say("en", "urgent.when") not in calm.notes
    assert not calm.offers_help


@pytest.mark.parametrize("kind", get_args(ReplyKind))
def test_a_notice_that_is_due_stands_on_every_kind_of_reply(kind: ReplyKind) -> None:
    notice = Notice("Call now", (), ())
    reply = composer(document(ZORVEXIN)).compose(Decision(kind), query(), notice, "en")
    assert (reply.urgent, reply.notice) == (True, notice)


@pytest.mark.parametrize(
    ("asked", "language", "told"),
    [
        ("es", "es", True),
        ("en", "es", True),
        ("", "es", True),
        ("da", "en", True),
        ("en", "en", False),
    ],
)
def test_who_asks_or_reads_in_another_language_than_the_quotes_is_told_so_in_that_of_the_reply(
    asked: str, language: str, told: bool
) -> None:
    read = document(ZORVEXIN)
    decision = Decision("answer", passages(read)[:1])
    reply = composer(read).compose(decision, query(language=asked), None, language)
    assert (say(language, "reply.foreign") in reply.notes) is told


def test_an_english_page_says_nothing_of_the_language_of_a_leaflet_that_is_asked_in_its_own() -> (
    None
):
    read = replace(document(ZORVEXIN), language="da")
    decision = Decision("answer", passages(read)[:1])
    assert not composer(read).compose(decision, query(language="da"), None, "en").notes


@pytest.mark.parametrize("due", [None, Notice("Call now", ("one",))])
def test_the_page_is_offered_in_the_language_of_the_reply(due: Notice | None) -> None:
    read = composer(document(ZORVEXIN))
    for page, wanted in (("en", "es"), ("es", ""), ("", "")):
        reply = read.compose(Decision("not_covered"), query(), due, "es", page=page)
        assert reply.offered == wanted


def test_a_question_is_answered_in_its_language_where_there_are_words_in_it() -> None:
    assert answered_in("es", "en") == answered_in("", "es") == answered_in("en", "es") == "es"
    assert answered_in("da", "en") == answered_in("", "en") == "en"


def test_of_several_leaflets_the_one_that_is_named_is_described() -> None:
    other = document("## Only this\n\nText.\n", "melotin")
    cut = composer(document(ZORVEXIN), other)
    named = query(documents=("melotin",))
    assert cut.compose(Decision("not_covered"), named, None, "en").covers == ("Only this",)
    assert cut.compose(Decision("not_covered"), query(), None, "en").covers == ()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("answer", say("en", "reply.answer")),
        ("greeting", say("en", "reply.greeting", titles="Zorvexin")),
        ("not_covered", say("en", "reply.not_covered")),
        ("unclear", say("en", "reply.unclear")),
    ],
)
def test_each_kind_of_reply_says_what_it_is(kind: ReplyKind, words: str) -> None:
    read = document(ZORVEXIN)
    decision = Decision(kind, passages(read)[:1] if kind == "answer" else ())
    reply = composer(read).compose(decision, query(), None, "en")
    assert reply.message == words
    assert reply.language == "en"
    assert composer(read).compose(decision, query(), None, "es").language == "es"


@pytest.mark.parametrize("kind", get_args(ReplyKind))
@pytest.mark.parametrize("personal", [True, False])
def test_a_reply_has_the_notes_that_are_due_and_no_other(kind: ReplyKind, personal: bool) -> None:
    read = document(ZORVEXIN)
    decision = Decision(kind, passages(read)[:1] if kind == "answer" else ())
    due = {"answer": "reply.personal", "not_covered": "reply.personal_uncovered"}
    reply = composer(read).compose(decision, query(personal=personal), None, "en")
    assert reply.notes == ((say("en", due[kind]),) if personal and kind in due else ())


def test_only_headings_are_listed_as_covered() -> None:
    """What stands before the first one has none."""
    read = document("Read this.\n\n## How to take it\n\nWith water.\n")
    assert covered_headings(read) == ("How to take it",)


def test_a_quote_names_its_leaflet_and_all_headings_over_it_but_no_other() -> None:
    read = document("Keep it cold.\n\n# One\n\n## Two\n\n### Three\n\nTake it.\n", "melotin")
    cut = composer(read)
    before, below = cut.quote(passage(read, "Keep it cold.")), cut.quote(passage(read, "Take it."))
    assert (before.document, before.section, before.under) == ("melotin", "", ())
    assert (below.section, below.under) == ("Three", ("One", "Two"))
