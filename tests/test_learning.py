"""The weights are learned from the example messages, the same from the same."""

from __future__ import annotations

import numpy as np
import pytest

from askleaflet.data import read_text
from askleaflet.errors import VocabularyError
from askleaflet.urgency import find_signs, learning, load_vocabulary
from askleaflet.urgency.learning import EXAMPLES_FILE, Example, learn, read_examples
from askleaflet.urgency.vocabulary import GROUPS
from invented import learned

FEW = [
    Example("my chest is on fire", "other", life=True),
    Example("the pump howls", "pump"),
    Example("my chest of drawers is on order", None),
    Example("how does the pump work", None),
]


def test_the_same_examples_give_the_same_weights() -> None:
    first, second = (learn(FEW, load_vocabulary()) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    assert np.array_equal(first.groups, second.groups)
    assert np.array_equal(first.life, second.life)


def test_an_example_without_a_word_is_left_out() -> None:
    with_empty = learn([*FEW, Example("!?", None)], load_vocabulary())
    assert np.array_equal(with_empty.weights, learn(FEW, load_vocabulary()).weights)


def test_every_group_has_examples_of_both_sides_and_none_stands_on_both() -> None:
    examples = read_examples()
    assert {one.group for one in examples if one.group} == GROUPS
    urgent = {one.text.lower() for one in examples if one.group}
    calm = {one.text.lower() for one in examples if not one.group}
    assert len(urgent) > 2000
    assert len(calm) > 2000
    assert not urgent & calm


def test_nearly_every_example_is_told_right() -> None:
    # Every fifth: all of them take half a minute and tell no more.
    examples = read_examples()[::5]
    seen = [(bool(find_signs(one.text, likeness=learned())), one.group) for one in examples]
    urgent = [fired for fired, group in seen if group]
    calm = [fired for fired, group in seen if not group]
    assert sum(urgent) / len(urgent) >= 0.99
    assert sum(calm) / len(calm) <= 0.05


def test_an_unknown_group_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = read_text(EXAMPLES_FILE).replace("[bleeding]", "[blood]")
    monkeypatch.setattr("askleaflet.data.read_text", lambda name: broken)
    with pytest.raises(VocabularyError, match=r"no group \[blood\]\. There are bleeding, crisis"):
        learning.read_examples()
