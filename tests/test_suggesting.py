"""Questions to ask next belong to what was asked, and lead elsewhere than the quote does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from askleaflet.assistant import Assistant
from askleaflet.records import AskedAs, Related
from askleaflet.suggesting import MOST
from invented import ZORVEXIN, corpus_of, document, quick

OPEN = AskedAs(
    ("Open the box",),
    ("how do i open it", "how does the box open", "i cannot open the box"),
    "How do I open the box?",
    (("es", "¿Cómo abro la caja?"),),
)
SICK = AskedAs(
    ("headache",),
    ("does my head hurt from it", "my head is pounding", "is a sore head normal"),
    "Can my head hurt?",
)
UNTOLD = AskedAs(("weigh less than 5.4 kg",), (), "Can small babies have it?")


@pytest.fixture(scope="module")
def zorvexin() -> Assistant:
    return quick(corpus_of(replace(document(ZORVEXIN), asked_as=(OPEN, SICK, UNTOLD))))


def asked(assistant: Assistant, question: str) -> list[str]:
    return [one.question for one in assistant.reply(question).related]


def test_a_refusal_offers_what_is_near_to_the_question_and_nothing_else(
    zorvexin: Assistant,
) -> None:
    reply = zorvexin.reply("my nose is sore and itchy, is that normal")
    assert reply.kind == "not_covered"
    assert [one.question for one in reply.related] == ["Can my head hurt?"]
    assert asked(zorvexin, "who won the football") == []


def test_what_is_quoted_is_not_offered_again(zorvexin: Assistant) -> None:
    reply = zorvexin.reply("how does the box open")
    assert reply.kind == "answer"
    assert "How do I open the box?" not in [one.question for one in reply.related]


def test_a_greeting_is_offered_what_staff_put_first_and_a_cry_of_fear_nothing(
    zorvexin: Assistant,
) -> None:
    assert asked(zorvexin, "hello") == [OPEN.starter, SICK.starter, UNTOLD.starter]
    assert asked(zorvexin, "i am scared") == []


def test_in_another_language_only_what_staff_put_in_it_is_offered_what_shares_words_first(
    zorvexin: Assistant,
) -> None:
    def offered(question: str) -> list[str]:
        reply = zorvexin.reply(question)
        assert reply.kind == "unclear"
        return [one.offered(reply.language) for one in reply.related]

    assert offered("¿se puede pagar a plazos?") == ["¿Cómo abro la caja?"]
    assert offered("hvor meget koster det mig at få den") == []


def test_of_those_that_share_nothing_the_order_of_staff_counts_and_three_are_offered(
    assistant: Assistant,
) -> None:
    reply = assistant.reply("¿puedo viajar con el perro embarazada?")
    own = [dict(one.said_in)["es"] for one in assistant.composer.listings["blinatumomab"].starters]
    offered = [one.offered("es") for one in reply.related]
    assert len(offered) == MOST
    assert offered[0] == "¿Puede hacer daño al bebé durante el embarazo?"
    assert offered[1:] == own[:2]


def test_different_questions_are_offered_different_ones(assistant: Assistant) -> None:
    refused = ("my mouth is sore", "can I breastfeed", "how much does it cost")
    offered = [tuple(asked(assistant, one)) for one in refused]
    assert len(set(offered)) == len(refused)
    assert all(1 <= len(one) <= MOST for one in offered)
    assert "What are the common side effects?" in offered[0]
    assert "Can it harm an unborn baby?" in offered[1]


def test_a_question_is_offered_in_the_readers_language_where_staff_gave_it() -> None:
    one = Related("How to take it", "How?", (("es", "¿Cómo?"),))
    assert (one.offered("es"), one.spoken("es", "en")) == ("¿Cómo?", "es")
    assert (one.offered("en"), one.spoken("en", "en")) == ("How?", "en")
    assert (Related("a", "How?").offered("es"), Related("a", "How?").spoken("es", "da")) == (
        "How?",
        "da",
    )
