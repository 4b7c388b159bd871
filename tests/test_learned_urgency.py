"""Emergencies that the network reads in a message: from which odds on, and which kind."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.assistant import Assistant
from askleaflet.reader.encoder import Encoder
from askleaflet.records import Encoded, Sign
from askleaflet.urgency import learned_signs, maybe_urgent, surely_calm
from handmade import encoded
from invented import ZORVEXIN, corpus_of, document, encoder, quick

NAMED = [Sign("infection", "fever", False, "fever", 0, 5)]
LIMITS = {
    "urgent": 1.0,
    "life": 2.0,
    "calm": -3.0,
    "urgent_story": 0.5,
    "story": -2.0,
    "grave": -12.0,
    "story_grave": -9.0,
    "maybe": -1.0,
}
_ODDS = st.floats(-20, 20)


def told(**odds: float) -> Encoded:
    groups = {"group:bleeding": 0.0, "group:crisis": 0.0} | odds
    return encoded(odds=groups)


@given(_ODDS, _ODDS)
def test_from_its_threshold_on_a_message_is_an_emergency(urgent: float, life: float) -> None:
    signs = learned_signs("he went", [told(urgent=urgent, life=life)], LIMITS)
    assert bool(signs) == (urgent >= LIMITS["urgent"])
    for sign in signs:
        assert sign.life == (life >= LIMITS["life"]) == (sign.first == "emergency")
        assert (sign.words, sign.start, sign.end) == ("he went", 0, 7)


@given(_ODDS, _ODDS)
def test_a_story_is_as_urgent_as_its_most_urgent_piece(first: float, last: float) -> None:
    signs = learned_signs("x", [told(urgent=first, life=0.0), told(urgent=last, life=0.0)], LIMITS)
    assert bool(signs) == (max(first, last) >= LIMITS["urgent_story"])


@pytest.mark.parametrize("group", ["bleeding", "crisis"])
def test_the_likeliest_kind_is_named(group: str) -> None:
    (sign,) = learned_signs("x", [told(urgent=5.0, **{f"group:{group}": 3.0})], LIMITS)
    assert sign.group == group


def test_the_most_urgent_piece_of_a_story_counts_with_its_kind() -> None:
    pieces = [
        told(urgent=-5.0, **{"group:crisis": 9.0}),
        told(urgent=4.0, life=3.0, **{"group:bleeding": 1.0}),
        told(urgent=2.0, **{"group:crisis": 9.0}),
    ]
    (sign,) = learned_signs("x", pieces, LIMITS)
    assert (sign.group, sign.life) == ("bleeding", True)


def test_where_nothing_was_read_nothing_is_told_and_nothing_is_surely_calm() -> None:
    assert learned_signs("", [], LIMITS) == ()
    assert not surely_calm(NAMED, [], LIMITS, story=True)
    assert not maybe_urgent([], LIMITS)


@given(st.lists(_ODDS, min_size=1, max_size=4))
def test_what_was_read_is_surely_calm_only_where_all_of_it_is(odds: list[float]) -> None:
    read, story = [told(urgent=one) for one in odds], len(odds) > 1
    least = LIMITS["story" if story else "calm"]
    calm = surely_calm(NAMED, read, LIMITS, story=story)
    assert calm == (max(odds) < least)
    assert maybe_urgent(read, LIMITS) == (max(odds) >= LIMITS["maybe"])
    if calm:
        assert not learned_signs("x", read, LIMITS)
        assert not maybe_urgent(read, LIMITS)


@given(st.lists(_ODDS, min_size=1, max_size=4))
def test_a_phrase_that_tells_of_a_threat_to_life_counts_but_in_what_is_calm_by_far(
    odds: list[float],
) -> None:
    life = Sign("nerves", "a sign", True, "words", 0, 5)
    read, story = [told(urgent=one) for one in odds], len(odds) > 1
    calm = surely_calm([*NAMED, life], read, LIMITS, story=story)
    assert calm == (max(odds) < LIMITS["story_grave" if story else "grave"])


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_phrase_that_tells_of_a_crisis_always_counts(pieces: int) -> None:
    crisis = Sign("crisis", "a sign", False, "words", 0, 5)
    read = [told(urgent=-99.0)] * pieces
    assert not surely_calm([*NAMED, crisis], read, LIMITS, story=pieces > 1)


@given(st.lists(_ODDS, min_size=1, max_size=4))
def test_a_phrase_that_is_held_counts_but_in_a_story(odds: list[float]) -> None:
    held = Sign("bleeding", "a sign", False, "words", 0, 5, held=True)
    read, story = [told(urgent=one) for one in odds], len(odds) > 1
    calm = surely_calm([*NAMED, held], read, LIMITS, story=story)
    assert calm == (len(odds) > 1 and max(odds) < LIMITS["story"])


def test_the_shipped_thresholds_stand_in_their_order() -> None:
    limits = encoder().numbers("urgency")
    assert limits["calm"] <= limits["maybe"] <= limits["urgent"]
    assert limits["story"] <= limits["urgent_story"]
    assert limits["story_grave"] <= min(limits["story"], -5.0)
    assert limits["grave"] <= min(limits["calm"], -8.0)


def test_the_network_tells_the_kinds_of_emergency_that_the_notice_knows() -> None:
    groups = {name.removeprefix("group:") for name in encoder().heads if ":" in name}
    assert groups == {"reaction", "nerves", "infection", "bleeding", "pump", "other", "crisis"}
    assert {"urgent", "life"} <= set(encoder().heads)


def hearing(**limits: float) -> Assistant:
    """An assistant whose network hears every message with its own odds, by these thresholds."""
    return replace(quick(corpus_of(document(ZORVEXIN))), alarms={**LIMITS, **limits})


SURE, NEVER = -999.0, 999.0


def test_what_the_network_hears_is_a_notice_above_the_reply() -> None:
    calm = "is it kept in a box"
    assert hearing(urgent=SURE, calm=SURE).reply(calm).urgent
    assert not hearing(urgent=NEVER, calm=SURE, maybe=NEVER).reply(calm).urgent


def test_what_phrases_find_is_a_notice_unless_the_network_is_sure_that_all_is_calm() -> None:
    for plain, least in (("he has a fever", "calm"), ("she cant breathe", "grave")):
        deaf = {"urgent": NEVER, "calm": SURE, "grave": SURE, "maybe": NEVER}
        assert hearing(**deaf).reply(plain).urgent
        assert not hearing(**{**deaf, least: NEVER}).reply(plain).urgent


def test_of_a_crisis_the_phrase_alone_counts() -> None:
    deaf = hearing(urgent=NEVER, calm=NEVER, grave=NEVER, maybe=NEVER)
    assert deaf.reply("i want to kill myself").urgent


class ByWords:
    """A network that hears what stands for a word in the text, the most of it; calm elsewhere."""

    def __init__(self, **odds: float) -> None:
        self.odds = odds

    def encode(self, texts: Sequence[str], longest: int) -> list[Encoded]:
        heard = ([self.odds.get(word, -50.0) for word in text.split()] for text in texts)
        return [told(urgent=max(own, default=-50.0)) for own in heard]


@pytest.mark.parametrize(
    ("here", "elsewhere", "urgent"),
    [
        (-20.0, -20.0, False),
        (-20.0, 0.0, False),
        (-20.0, 1.0, True),
        (-1.0, -20.0, True),
    ],
)
def test_of_a_story_what_stands_by_a_phrase_is_calm_or_not(
    here: float, elsewhere: float, urgent: bool
) -> None:
    around = "We went to the market and bought apples and a loaf of bread. " * 5
    text = f"{around}He has a fever here. {around}Then elsewhere we had tea."
    network = cast("Encoder", ByWords(**{"here.": here, "elsewhere": elsewhere}))
    whole = quick(corpus_of(document(ZORVEXIN)))
    assistant = replace(whole, encoder=network, alarms=LIMITS)
    read = [told(urgent=here), told(urgent=elsewhere)]
    signs = [Sign("infection", "fever", False, "fever", text.index("fever"), text.index(" here"))]
    assert bool(assistant._heard(text, tuple(signs), read, whole=True)) is urgent


@pytest.mark.parametrize(("times", "read"), [(1, True), (40, False)])
def test_a_phrase_counts_where_the_network_has_not_read_all_of_the_message(
    times: int, read: bool
) -> None:
    around = "We went to the market and bought apples and a loaf of bread. " * times
    text = f"{around}He has a fever. {around}"
    deaf = hearing(urgent=NEVER, calm=NEVER, story=NEVER, story_grave=NEVER, maybe=NEVER)
    assert deaf.reply(text).urgent is not read


def test_in_between_the_reply_says_what_to_do_if_it_is_felt_now() -> None:
    reply = hearing(urgent=NEVER, calm=SURE, maybe=SURE).reply("is it kept in a box")
    assert not reply.urgent
    assert reply.offers_help
    assert (
        not hearing(urgent=NEVER, calm=SURE, maybe=NEVER).reply("is it kept in a box").offers_help
    )


def _listening(texts: tuple[str, ...], **limits: float) -> Assistant:
    """An assistant whose network hears an emergency in ``texts`` alone."""
    assistant = hearing(**limits)
    urgent, calm = (told(urgent=one, life=0.0, nothing=0.0) for one in (SURE_ODDS, -SURE_ODDS))

    def read(some: Sequence[str], _most: int) -> list[Encoded]:
        real = encoder().encode(some, _most)
        return [
            replace(one, odds={**one.odds, **(urgent if text in texts else calm).odds})
            for text, one in zip(some, real, strict=True)
        ]

    class Listening:
        encode = staticmethod(read)

    understanding = copy(assistant.understanding)
    vars(understanding)["_encoder"] = Listening
    return replace(assistant, encoder=cast("Encoder", Listening), understanding=understanding)


SURE_ODDS = 50.0
PIECES = ("he has loose motions", "and now some red in it")
TOGETHER = "he has loose motions. and now some red in it"


def test_an_emergency_told_in_pieces_is_heard() -> None:
    assert _listening((TOGETHER,)).reply(PIECES[1], PIECES[:1]).urgent


def test_what_was_urgent_before_does_not_ring_anew_in_what_follows() -> None:
    assert not _listening((TOGETHER, PIECES[0])).reply(PIECES[1], PIECES[:1]).urgent


@pytest.mark.parametrize("asked", ["and how long?", "should he eat", "no fever"])
def test_a_question_or_a_denial_makes_no_emergency_of_what_was_told_before(asked: str) -> None:
    together = f"{PIECES[0]}. {asked}"
    assert not _listening((together,)).reply(asked, PIECES[:1]).urgent


def test_that_all_is_well_is_not_for_the_network_to_doubt() -> None:
    assert not hearing(urgent=SURE, calm=SURE).reply("her temp was 36.7 today").urgent
    assert hearing(urgent=SURE, calm=SURE).reply("her temp was 36.7 today but she fell").urgent
