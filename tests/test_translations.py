"""Translations: words that are asked for those of a passage speak for it, and a file of them is
taken only whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.reader.storing import Arrays, as_bytes
from askleaflet.reader.translations import (
    BELIEVED,
    Translations,
    as_arrays,
    no_translations,
    translations_in,
)
from invented import encoder

TOLD = Translations(
    asked={"drip": 0, "fridg": 1},
    said={"infus": 0, "refriger": 1, "store": 2},
    usual=np.array([0.01, 0.02], np.float32),
    ends=np.array([1, 3]),
    places=np.array([0, 1, 2]),
    chances=np.array([0.5, 0.25, 0.125], np.float32),
)
COLD, DRIP, OTHER = map(
    TOLD.numbers, ("Store it in a refrigerator.", "Given as an infusion.", "It may snow.")
)


def test_the_likelihood_is_that_by_hand() -> None:
    found = TOLD.likelihoods("fridge", [COLD, DRIP, OTHER])
    likely = (0.25 + 0.125) / 2 / 0.02
    unlikely = math.log(1 - BELIEVED) / 2
    by_hand = [math.log(1 - BELIEVED + BELIEVED * likely) / 2, unlikely, unlikely]
    assert found == pytest.approx(by_hand, rel=1e-5)


def test_each_word_counts_and_those_that_nobody_asks_with_do_not() -> None:
    both = TOLD.likelihoods("the drip in the fridge?", [COLD, DRIP])
    (one,), (other,) = (TOLD.likelihoods(word, [DRIP]) for word in ("drip", "fridge"))
    assert both[1] == pytest.approx((2 * one + 2 * other) / 3, rel=1e-5)
    assert not TOLD.likelihoods("zyzzyva", [COLD, DRIP]).any()


@given(st.lists(st.sampled_from(["drip", "fridge", "snow"]), max_size=6))
def test_what_is_said_of_a_passage_hangs_on_no_other(words: list[str]) -> None:
    asked = " ".join(words)
    every = TOLD.likelihoods(asked, [COLD, DRIP, OTHER])
    alone = [TOLD.likelihoods(asked, [one])[0] for one in (COLD, DRIP, OTHER)]
    assert every == pytest.approx(alone, abs=1e-6)


def test_a_network_that_came_without_says_nothing() -> None:
    none = translations_in(None)
    assert none is not None
    assert not none.likelihoods("drip", [none.numbers("infusion"), none.numbers("")]).any()
    assert not no_translations().likelihoods("", []).size


def test_what_is_kept_is_what_is_read() -> None:
    found = translations_in(as_bytes(as_arrays(TOLD)))
    assert found is not None
    assert (found.asked, found.said) == (TOLD.asked, TOLD.said)
    assert found.likelihoods("fridge drip", [COLD, DRIP]) == pytest.approx(
        TOLD.likelihoods("fridge drip", [COLD, DRIP]), rel=1e-3
    )


def _damaged() -> list[Arrays]:
    whole = as_arrays(TOLD)
    return [
        {name: one for name, one in whole.items() if name != "usual"},
        {**whole, "more": whole["ends"]},
        *({**whole, name: one[:-1]} for name, one in whole.items() if one.dtype != np.uint8),
        *({**whole, name: whole[name][:4]} for name in ("asked", "said")),
        *({**whole, name: one[None]} for name, one in whole.items()),
        *({**whole, name: one.astype(np.float64)} for name, one in whole.items()),
        {**whole, "ends": np.array([3, 1], np.int32)},
        {**whole, "places": np.array([0, 1, 3], np.int32)},
        {**whole, "places": np.array([0, 1, -1], np.int32)},
        {**whole, "usual": np.array([0.0, 0.5], np.float32)},
        {**whole, "chances": np.array([0.5, 0.5, 1.5], np.float16)},
        {**whole, "chances": np.array([0.5, 0.5, np.nan], np.float16)},
    ]


@pytest.mark.parametrize("arrays", _damaged())
def test_a_file_that_is_damaged_is_none(arrays: Arrays) -> None:
    assert translations_in(as_bytes(arrays)) is None


@pytest.mark.parametrize("content", [b"", b"no such file", as_bytes({})])
def test_another_file_is_none(content: bytes) -> None:
    assert translations_in(content) is None


def test_those_that_ship_know_how_people_ask() -> None:
    own = encoder().translations
    passages = [
        own.numbers(one)
        for one in (
            "Store in a refrigerator (2°C - 8°C). Do not freeze.",
            "If you forget to take a dose, take it as soon as you remember.",
            "Tell your doctor if you are pregnant or breast-feeding.",
        )
    ]
    for place, asked in enumerate(
        ("does it go in the fridge", "i missed one last night", "is it ok for my baby if i nurse")
    ):
        assert int(own.likelihoods(asked, passages).argmax()) == place, asked
