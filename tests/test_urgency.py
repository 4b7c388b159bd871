"""The phrases fire on what happens now and on nothing else, however long the text.

They are the floor: whatever the network reads, they have to hold. Every row of
``data/urgent_table.jsonl`` has to pass with them alone: they were mended until it did, so the table
says what must not break again, and nothing about messages that nobody has read yet. For those, and
for what phrases and network do together, there are the sets in ``evaluation``.
"""

import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import FrameType
from typing import TypedDict

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from askleaflet.records import Sign
from askleaflet.urgency import find_signs, load_vocabulary
from askleaflet.urgency.vocabulary import GROUPS

# A fever and a temperature are one thing to a patient; the specification lists them in both groups.
ONE = {"reaction", "infection"}


class Row(TypedDict):
    text: str
    history: list[str]
    urgent: bool
    group: str | None
    why: str


def _table() -> list[Row]:
    lines = (
        (Path(__file__).parent / "data" / "urgent_table.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return [json.loads(line) for line in lines]


TABLE = _table()
URGENT = [row for row in TABLE if row["urgent"]]
CALM = [row for row in TABLE if not row["urgent"]]
# Told by itself each of these fires; so it must with anything before or after it.
SENTENCES = [
    "my son has a fever",
    "i cant breathe",
    "he is having a seizure now",
    "the pump is beeping",
    "she won't wake up",
    "tengo fiebre",
    "my temp is 38.5",
    "i want to die",
    "line came out and its all over the bed",
    "chest pain",
    "there's blood in his wee",
]


def _names(text: str, *history: str) -> set[str]:
    return {sign.sign for sign in find_signs(text, history)}


def test_no_row_of_the_table_is_lost_and_none_is_both_urgent_and_calm() -> None:
    assert len(URGENT) >= 450
    assert len(CALM) >= 420
    assert len({(row["text"].lower(), *row["history"]) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", URGENT, ids=lambda row: row["text"][:50])
def test_fires_on_what_happens_now(row: Row) -> None:
    found = {sign.group for sign in find_signs(row["text"], row["history"])}
    assert found, row["why"]
    assert row["group"] in found or (row["group"] in ONE and found & ONE)


@pytest.mark.parametrize("row", CALM, ids=lambda row: row["text"][:50])
def test_stays_quiet_on_questions_denials_and_the_past(row: Row) -> None:
    assert not find_signs(row["text"], row["history"]), row["why"]


def test_the_words_are_the_persons_own() -> None:
    for row in URGENT:
        for sign in find_signs(row["text"], row["history"]):
            assert 0 <= sign.start < sign.end <= len(row["text"])
            assert row["text"][sign.start : sign.end] == sign.words
            assert sign.group in GROUPS


def test_capitals_and_curly_apostrophes_change_nothing() -> None:
    for row in URGENT:
        text = row["text"]
        for other in (text.upper(), text.replace("'", "’"), f"  {text}  "):
            assert find_signs(other, row["history"]), other


@pytest.mark.parametrize(
    "text",
    [
        "i can't breathe",
        "she is having a fit and it's not stopping",
        "he won't wake up",
        "she is bleeding heavily",
        "i have chest pain",
        "my tongue is swelling",
    ],
)
def test_life_threatening_signs_are_marked(text: str) -> None:
    assert any(sign.life for sign in find_signs(text))


def test_a_fever_alone_is_not_marked_as_threatening_life_at_once() -> None:
    assert not any(sign.life for sign in find_signs("my son has a fever"))


@pytest.mark.parametrize(
    "reading",
    [
        "38.5", "38,5", "37.5", "37.5 C", "38°", "38.5°C", "101.2", "101.2F", "99.5",
        "100.4 f", "39 and a half", "38½", "thirty nine point two", "thirty-eight",
        "a hundred and two", "one hundred point eight", "treinta y nueve", "35.9", "36", "96.8",
    ],
)  # fmt: skip
def test_a_temperature_out_of_range_fires(reading: str) -> None:
    assert "temperature" in _names(f"temp is {reading}")


@pytest.mark.parametrize("reading", ["36.1", "36.8", "37", "37.4", "98.6", "99.4", "97"])
def test_a_temperature_in_range_stays_quiet(reading: str) -> None:
    assert not _names(f"temp is {reading}")


@pytest.mark.parametrize(
    "text",
    [
        "store below 25 C", "keep at 2-8 C", "dose of 38 mg", "he weighs 38.5 kg",
        "room temperature is 38", "28 days", "39%", "fridge at 36", "38 years old", "38/40",
    ],
)  # fmt: skip
def test_other_numbers_stay_quiet(text: str) -> None:
    assert not _names(text)


WHO = ["my son", "she", "my husband", "mum", "the patient", "my little girl"]
WHAT = [
    "has a fever", "is shivering", "keeps throwing up", "has a rash", "fainted", "is confused",
    "is slurring his words", "can't breathe", "has chest pain", "has black stools", "wants to die",
    "has yellow eyes", "has double vision", "has a temperature of 38.4", "took too many tablets",
    "is bleeding from the nose", "is hard to wake", "had a seizure just now",
]  # fmt: skip
BEFORE = [
    "",
    "hi nurse ",
    "quick question, ",
    "is it normal that ",
    "the leaflet says to call but ",
]
AFTER = ["", " is that normal", " what should i do", ", is it the blinatumomab?", " since lunch"]


def test_a_real_happening_wins_over_any_question_around_it() -> None:
    told = map("".join, product(BEFORE, WHO, [" "], WHAT, AFTER))
    assert not [one for one in told if not find_signs(one)]


@pytest.mark.parametrize("gap", [", ", " ", ". ", "? "])
@pytest.mark.parametrize(
    "asked",
    [
        "what are the common side effects",
        "is that a common side effect",
        "how is it given",
        "what is it used for",
        "can i drive",
        "how should it be stored",
    ],
)
def test_a_calm_question_beside_it_does_not_hide_what_is_told(asked: str, gap: str) -> None:
    told = ["my son has a fever of 39", "he had a seizure just now", "i have chest pain"]
    for one in [*told, "she is bleeding from the nose", "she has a rash all over"]:
        assert find_signs(f"{one}{gap}{asked}"), (one, asked)
        assert find_signs(f"{asked}{gap}{one}"), (asked, one)


NAMED = [
    "fever", "chills", "seizures", "vomiting", "chest pain", "hives", "dizziness", "confusion",
    "slurred speech", "tremors", "blurred vision", "nosebleeds", "blood in urine", "bruising",
    "trouble breathing", "low blood pressure", "jaundice", "suicidal thoughts", "passing out",
]  # fmt: skip
ASKED = [
    "can {m} cause {s}", "does {m} cause {s}?", "{s} from {m}", "{m} and {s}", "{s} {m}",
    "is {s} a side effect of {m}", "how long does {s} last after stopping {m}",
    "what to do about {s} while on {m}", "how to treat {s} from {m}", "will {m} give me {s}",
    "i am worried about {s} from {m}", "what happens if my child swallows {m}",
    "{m} overdose symptoms", "what is the treatment for {m} poisoning", "can you take {m} for {s}",
    "i take {m} every day, can it cause {s}", "what percentage of patients get {s} on {m}",
]  # fmt: skip
MEDICINES = ["doxycycline", "insulin", "Tylenol", "warfarin", "blinatumomab", "this medicine"]


@given(*(st.sampled_from(part) for part in (ASKED, NAMED, MEDICINES)))
@settings(max_examples=200, deadline=None)
def test_questions_about_medicines_with_nothing_happening_stay_quiet(
    asked: str, named: str, medicine: str
) -> None:
    assert not find_signs(asked.format(s=named, m=medicine))


def test_an_earlier_message_completes_this_one() -> None:
    assert _names("38.4", "what temperature is too high")
    assert _names("he is having one now", "can it cause seizures?")
    assert _names("its come out", "how is my line dressed")
    assert not _names("28", "how long is a cycle")


@pytest.mark.parametrize("reading", ["38.4", "38,4", "101.2", "its 38.2", "39.1!!"])
def test_a_bare_number_with_a_tenth_is_a_temperature(reading: str) -> None:
    assert "temperature" in _names(reading)


@pytest.mark.parametrize(
    "asked",
    [
        "can he go to bed with a temp of 38.6",
        "does a fever of 39 harm the eyes",
        "should she still drink milk, is 38.2 ok",
        "how much calpol for 39.2",
    ],
)
def test_a_reading_counts_whatever_is_asked_about_it(asked: str) -> None:
    assert "temperature" in _names(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "does 38.5 count as a fever",
        "what if the temperature climbs over 39",
        "do i call at 38 or 38.5",
        "when do i ring, at over 38",
    ],
)
def test_a_limit_or_what_a_number_is_called_is_no_reading(asked: str) -> None:
    assert not _names(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "what cream helps against my hives",
        "how long will her seizure last",
        "when will this vomiting stop",
        "does my husbands confusion come from the infusion",
        "what should i do if the tube is leaking right now",
    ],
)
def test_what_is_pointed_at_is_there_whatever_is_asked_and_however_calm_it_sounds(
    asked: str,
) -> None:
    signs = find_signs(asked)
    assert signs
    assert any(sign.held for sign in signs)


@pytest.mark.parametrize(
    "asked",
    [
        "will my hives be bad",
        "what if my nosebleed comes back",
        "does it help against my angina",
        "what if my pump stops",
        "how do i treat hives",
    ],
)
def test_what_is_yet_to_come_or_lasts_for_years_is_only_asked_about(asked: str) -> None:
    assert not _names(asked)


def test_a_device_that_does_something_now_counts_however_calm_the_question_sounds() -> None:
    assert all(sign.held for sign in find_signs("why has the machine stopped"))
    assert not any(sign.held for sign in find_signs("the old pump beeped a lot last year"))


def test_what_only_earlier_messages_make_a_sign_is_not_for_the_network_to_withdraw() -> None:
    (sign,) = find_signs("its come out", ["how is my line dressed"])
    assert sign.held
    (sign,) = find_signs("he has a fever", ["how is my line dressed"])
    assert not sign.held


def test_what_happened_may_go_on_however_much_was_asked_in_between() -> None:
    asked = ["how is it given", "how long is a cycle", "who pays for it", "is it a chemo"]
    assert _names("he is not any better", "he is vomiting", *asked)
    assert not _names("he is not any better", *asked)
    assert not _names("what if it gets worse", "he is vomiting", *asked)
    assert not _names("39", "what temperature is too high", *asked), (
        "what was spoken of is not kept"
    )


def test_after_a_reading_a_bare_number_is_one_too() -> None:
    assert "temperature" in _names("40", "she has 38.3")
    assert not _names("40", "she has a pump")


def test_a_bare_number_that_only_a_feverish_body_has_in_fahrenheit_is_a_reading() -> None:
    assert "temperature" in _names("104")
    assert not _names("38")
    assert not _names("100")


def test_of_what_a_crisis_says_no_part_is_a_sign_of_its_own() -> None:
    signs = find_signs("id like to go to sleep tonight and not wake up")
    assert {sign.group for sign in signs} == {"crisis"}


@pytest.mark.parametrize(
    "text",
    [
        "he vomited blood twice",
        "brought up something like coffee grounds",
        "gran is dying",
        "her nose is bleeding, an hour already and nothing helps",
    ],
)
def test_who_coughs_up_or_loses_blood_or_dies_is_sent_to_the_emergency_number(text: str) -> None:
    assert any(sign.first == "emergency" for sign in find_signs(text))


@pytest.mark.parametrize("calm", ["he is dying to see the dog", "what is the point of the filter"])
def test_ways_of_speaking_are_no_death_and_no_crisis(calm: str) -> None:
    assert not _names(calm)


@pytest.mark.parametrize("text", ["what's the point?", "what is the point of it all"])
def test_who_sees_no_point_is_told_of_the_crisis_line(text: str) -> None:
    assert {sign.group for sign in find_signs(text)} == {"crisis"}


ALONE = [row for row in URGENT if not row["history"]]


@pytest.mark.parametrize("calm", ["how is it given", "thanks, what is neutropenia?"])
def test_a_calm_follow_up_does_not_fire_anew(calm: str) -> None:
    for row in ALONE:
        assert not find_signs(calm, [row["text"]]), row["text"]


ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
CALM_PROSE = st.lists(st.sampled_from([row["text"] for row in CALM]), max_size=6).map(" ".join)


@given(st.one_of(ANYTHING, CALM_PROSE), st.sampled_from(SENTENCES), st.sampled_from(["\n", ". "]))
@example("\ud800", SENTENCES[0], ". ")
@example("if mr", SENTENCES[0], ". ")
@example("no", SENTENCES[0], ". ")
@example("if", SENTENCES[3], "\n")
@settings(max_examples=200, deadline=None)
def test_an_urgent_sentence_fires_after_any_text(before: str, urgent: str, gap: str) -> None:
    assert find_signs(before + gap + urgent)


@given(st.sampled_from(SENTENCES), st.one_of(ANYTHING, CALM_PROSE))
@settings(max_examples=200, deadline=None)
def test_an_urgent_sentence_fires_before_any_text(urgent: str, after: str) -> None:
    assert find_signs(f"{urgent}\n{after}")


@pytest.mark.parametrize("urgent", SENTENCES)
def test_an_urgent_sentence_fires_at_the_end_of_a_very_long_message(urgent: str) -> None:
    calm = " ".join(row["text"] + "." for row in CALM)
    assert find_signs(f"{calm * 2}\n{urgent}")


@given(ANYTHING, st.lists(ANYTHING, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error_and_offsets_hold(text: str, history: list[str]) -> None:
    signs = find_signs(text, history)
    assert len({sign.sign for sign in signs}) == len(signs)
    assert list(signs) == sorted(signs, key=lambda sign: (sign.start, sign.end))
    for sign in signs:
        assert text[sign.start : sign.end] == sign.words


HARD: list[Callable[[int], str]] = [
    lambda n: "i cant " * (n // 7),
    lambda n: "my son has no fever " * (n // 20),
    lambda n: "a" * n,
    lambda n: "fe'" * (n // 3),
    lambda n: "no fever, chills, rash or " * (n // 26),
    lambda n: "if he has not 38.5 of temp " * (n // 27),
    lambda n: "pain " * (n // 5),
    lambda n: "bleeding wont stop\n" * (n // 19),
    lambda n: "she is he was is it " * (n // 20),
    lambda n: "1,2.3/4" * (n // 7),
    lambda n: "feverr shakng " * (n // 14),
    lambda n: "." * n,
]


@pytest.mark.no_cover
@pytest.mark.parametrize("make", HARD, ids=[make(26)[:20] for make in HARD])
def test_time_grows_in_line_with_the_message(make: Callable[[int], str]) -> None:
    find_signs(make(5_000))

    def seconds(n: int) -> float:
        best = float("inf")
        for _ in range(2):
            begun = time.process_time()
            find_signs(make(n))
            best = min(best, time.process_time() - begun)
        return best

    once, twice, four_times = seconds(6_000), seconds(12_000), seconds(24_000)
    # Linear work doubles and doubles; quadratic work would grow four- and sixteenfold.
    # Wide enough for a busy machine and for traced coverage; a square would be four and sixteen.
    assert twice < 3.5 * once + 0.3
    assert four_times < 9 * once + 0.6


@pytest.mark.no_cover
def test_a_very_long_message_takes_little_memory() -> None:
    text = "my son has no fever but he is asking about the pump. " * 600
    tracemalloc.start()
    find_signs(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * len(text)


def test_a_sign_is_a_frozen_record() -> None:
    sign = find_signs("my son has a fever")[0]
    assert sign == Sign("reaction", "fever", False, "fever", 13, 18)
    with pytest.raises(AttributeError):
        sign.words = "x"  # type: ignore[misc]


COSTLY = (
    "fever, chills, cant breathe, zqxmark ",
    "fever chills cant breathe zqxmark ",
    "blood in my pee and bleeding ",
    "pump line bag beeping out it ",
    "f\u00e9ver \u0107hills c\u00e1nt breath\u00e9 ",
    "no fever or chills ",
    "if my line leaks and pump beeps ",
    "1 2 3 ",
)


def calls_to_read(text: str) -> int:
    """Calls are counted, as a busy machine changes times."""
    find_signs("a fever")
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        find_signs(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.no_cover
@pytest.mark.parametrize("text", COSTLY)
def test_the_longest_message_that_only_repeats_itself_costs_two_calls_a_letter(
    text: str,
) -> None:
    """Some milliseconds where nothing else runs."""
    assert calls_to_read((text * (65_536 // len(text) + 1))[:65_536]) < 2 * 65_536


@pytest.mark.no_cover
@pytest.mark.parametrize("between", [" ", ", ", ". "])
def test_the_longest_message_of_alarm_words_costs_few_calls_a_letter(between: str) -> None:
    """Near 60 ms where nothing else runs. No two places of it are alike."""
    known = load_vocabulary()
    alarming = sorted(word for word, keys in known.labels.items() if keys.keys() & known.phrases)
    chance = random.Random(1)
    text = between.join(chance.choice(alarming) for _ in range(12_000))[:65_536]
    assert len(text) == 65_536
    assert 65_536 < calls_to_read(text) < 12 * 65_536
