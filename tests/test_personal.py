"""Questions that ask for a decision about a person are told from questions about the leaflet."""

from __future__ import annotations

import pytest

from askleaflet.analysis import stems
from askleaflet.understanding.language import guess_language, is_foreign_script
from askleaflet.understanding.personal import asks_for_advice


@pytest.mark.parametrize(
    "question",
    [
        "should I stop it",
        "hello, can my son have it",
        "Is it safe",
        "what would you do?",
        "¿Puedo?",
    ],
)
def test_a_question_for_a_decision_is_recognised_wherever_it_stands(question: str) -> None:
    assert asks_for_advice(stems(question))


@pytest.mark.parametrize("question", ["how is it given", "side effects", "", "I should"])
def test_a_question_about_the_leaflet_is_none(question: str) -> None:
    assert not asks_for_advice(stems(question))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿cómo se da el medicamento?", "es"),
        ("cuánto tiempo dura esto", "es"),
        ("how is it given", "en"),
        ("can i fly to el paso with the pump on my back for two weeks", "en"),
        ("no", "en"),
        ("", "en"),
    ],
)
def test_spanish_is_told_from_english(question: str, language: str) -> None:
    assert guess_language(stems(question)) == language


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Как вводится это лекарство?", True),
        ("这种药怎么用", True),
        ("كيف يعطى", True),
        ("¿Cómo se da? Füße, naïve", False),
        ("how is it given β", False),
        ("", False),
        ("38 \U0001f489", False),
    ],
)
def test_another_script_is_told_from_latin(text: str, foreign: bool) -> None:
    assert is_foreign_script(text) is foreign
