"""Questions for a number."""

from __future__ import annotations

import pytest

from askleaflet.analysis import stems
from askleaflet.understanding.quantity import Quantity, asks_quantity, holds_quantity


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many rounds will i need", "count"),
        ("and for how long", "time"),
        ("how common is it", "share"),
        ("what percentage get a rash", "share"),
        ("cuantos dias", "count"),
        ("how much of it do i get", "amount"),
        ("how high do my levels go", "amount"),
        ("cuanto me dan", "count"),
        ("cuanto tiempo dura", "time"),
        ("when does it start", "time"),
        ("when will my hair come back", "time"),
        ("when should i stop", None),
        ("when you stop taking it do you bleed", None),
        ("how is it given", None),
        ("many thanks, how nice", None),
    ],
)
def test_what_a_question_asks_the_amount_of(question: str, expected: Quantity | None) -> None:
    assert asks_quantity(stems(question)) == expected


@pytest.mark.parametrize(
    ("text", "quantity", "holds"),
    [
        ("infused over a period of 28 days", "time", True),
        ("one month and older", "count", True),
        ("given as a continuous infusion", "time", True),
        ("given as a continuous infusion", "count", False),
        ("Nausea", "share", False),
        ("Common side effects", "share", True),
        ("the patient's weight", "count", False),
        ("depends on the patient's weight", "amount", True),
        ("Nausea", "amount", False),
    ],
)
def test_what_can_answer_it(text: str, quantity: Quantity, holds: bool) -> None:
    assert holds_quantity(stems(text), quantity) is holds
