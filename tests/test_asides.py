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
from askleaflet.understanding.asides import ASIDES_FILE, PLACE, asked, read_asides
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
    place = asked(typed, read_asides(), read_stop_words())
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
    with pytest.raises(VocabularyError, match=r"asides\.txt"):
        read_asides()


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
