"""What people say around a question changes nothing of what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import terms, words
from askleaflet.assistant import Assistant
from askleaflet.data import read_lines
from askleaflet.errors import VocabularyError
from askleaflet.understanding import asides
from askleaflet.understanding.asides import ASIDES_FILE, PLACE, asked
from askleaflet.understanding.conversation import read_stop_words

_LINES = read_lines(ASIDES_FILE)
_OPENINGS = [line.removesuffix(PLACE).strip() for line in _LINES if line.endswith(PLACE)]
_CLOSINGS = [line.removeprefix(PLACE).strip() for line in _LINES if line.startswith(PLACE)]
_QUESTIONS = (
    "Will I lose my hair?",
    "how is the infusion given",
    "Can children have it?",
    "what does it do to my blood counts",
    "¿Cuánto dura el ciclo?",
)


def left(text: str) -> str:
    """The words of ``text`` that are searched for."""
    typed = terms(text)
    place = asked(typed, read_stop_words())
    return " ".join(term.word for term in typed[place.start : place.end])


@given(
    st.lists(st.sampled_from(_OPENINGS), max_size=2),
    st.sampled_from(_QUESTIONS),
    st.lists(st.sampled_from(_CLOSINGS), max_size=2),
)
def test_a_question_is_found_whatever_is_said_around_it(
    before: list[str], question: str, after: list[str]
) -> None:
    said = ", ".join([*before, question, *after])
    assert left(said) == " ".join(words(question))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I'm scared of needles", "im scared of needles"),
        ("worried about my liver", "worried about my liver"),
        ("thanks so much", "thanks so much"),
        ("hello", "hello"),
        ("hi there, anyone home?", "hi there anyone home"),
        ("hi, I'm scared", "hi im scared"),
        ("I'm worried sick", "im worried sick"),
        ("I'm so worried, whats it for", "im so worried whats it for"),
        ("I'm scared. I feel sick", "i feel sick"),
        ("is it right to say thanks to the infusion nurse", None),
        ("", ""),
    ],
)
def test_nothing_that_is_asked_is_left_out(said: str, expected: str | None) -> None:
    assert left(said) == (" ".join(words(said)) if expected is None else expected)


@pytest.mark.parametrize("line", ["hello", "...", "hello ... thanks"])
def test_a_broken_line_is_named(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asides, "read_lines", lambda _: [line])
    asides.read_asides.cache_clear()
    with pytest.raises(VocabularyError, match=r"asides\.txt"):
        asked(terms("hello there"), frozenset())
    asides.read_asides.cache_clear()


@pytest.mark.parametrize("question", ["will my hair fall out", "can kids have it"])
@pytest.mark.parametrize(
    "around", ["I'm scared, {}", "hello, sorry to bother you but {}", "{} thanks", "{} I'm worried"]
)
def test_the_reply_is_the_one_to_the_question_alone(
    assistant: Assistant, question: str, around: str
) -> None:
    alone, said = assistant.reply(question), assistant.reply(around.format(question))
    assert (said.kind, said.message, said.quotes) == (alone.kind, alone.message, alone.quotes)


def test_words_taken_as_typed_are_all_searched_for(assistant: Assistant) -> None:
    said = "I'm scared, will my hair fall out"
    assert assistant.explain(said).query.asides == ("im", "scared")
    assert assistant.explain(said, exact=True).query.asides == ()


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
