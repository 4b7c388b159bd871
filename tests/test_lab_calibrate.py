"""The numbers of the card: fitted as a plain calculation by hand says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.reader.reader import answering
from askleaflet.records import Reading
from askleaflet_lab.alarms import Heard, Limits, _fires
from askleaflet_lab.calibrate import RIDGE, Case, _fit, _least_as_good, _odds, _threshold
from askleaflet_lab.evaluation import Question

_KINDS = st.sampled_from(("answerable", "unanswerable"))


def case(right: bool, kind: str = "answerable", **evidence: float) -> Case:
    gold = ("x",) if kind == "answerable" else ()
    return Case(Question("q", kind, "x", (), gold), Reading((), 0.0, evidence), right, False)


def test_evidence_that_says_nothing_leaves_the_share_of_right_ones() -> None:
    weights = _fit([case(True, vector=0.5)] * 3 + [case(False, vector=0.5)], ["vector"])
    assert weights["vector"] == pytest.approx(0.0, abs=1e-6)
    odds = weights["constant"] + weights["vector"] * 0.5
    assert odds == pytest.approx(math.log(3), abs=1e-6)


@pytest.mark.parametrize(("size", "weight"), [(100, 0.0), (1000, 1.0), (100_000, 2.0)])
def test_a_weight_counts_as_better_by_more_than_chance_alone(size: int, weight: float) -> None:
    # The standard error of 0.835 is 0.037 in a hundred questions, 0.012 in a thousand.
    assert _least_as_good({0.0: 0.8, 1.0: 0.83, 2.0: 0.835, 4.0: 0.83}, size) == weight


def test_the_fit_is_where_the_loss_by_hand_is_least() -> None:
    cases = [
        case(True, vector=0.9, lead=1.0),
        case(True, vector=0.8, lead=0.2),
        case(False, vector=0.7, lead=0.1),
        case(True, vector=0.4, lead=2.0),
        case(False, vector=0.3, lead=0.4),
        case(False, vector=0.2, lead=0.9),
    ]
    weights = _fit(cases, ("vector", "lead"))
    spread = {
        name: float(np.std([one.reading.evidence[name] for one in cases]))
        for name in ("vector", "lead")
    }

    def loss(own: dict[str, float]) -> float:
        """The negative log-likelihood, with a ridge on the weights of standardised evidence."""
        total = sum(RIDGE / 2 * (own[name] * spread[name]) ** 2 for name in spread)
        for one in cases:
            chance = answering(own, one.reading.evidence)
            total -= math.log(chance if one.right else 1 - chance)
        return total

    least = loss(weights)
    for name in weights:
        for step in (-0.05, 0.05):
            assert loss({**weights, name: weights[name] + step}) > least
    assert weights["vector"] > 0
    assert set(weights) == {"vector", "lead", "constant"}


@given(st.lists(st.tuples(st.booleans(), st.floats(-2, 2)), min_size=4, max_size=30))
def test_whatever_the_cases_the_fit_is_finite_and_leans_the_way_they_do(
    told: list[tuple[bool, float]],
) -> None:
    cases = [case(right, x=value) for right, value in (*told, (True, 1.0), (False, -1.0))]
    weights = _fit(cases, ["x"])
    assert all(map(math.isfinite, weights.values()))
    right = [one.reading.evidence["x"] for one in cases if one.right]
    wrong = [one.reading.evidence["x"] for one in cases if not one.right]
    apart = float(np.mean(right) - np.mean(wrong))
    assert weights["x"] * apart >= -1e-6


def test_the_odds_are_those_that_the_program_computes() -> None:
    weights = {"constant": -1.0, "vector": 2.0, "lead": 0.5}
    own = case(True, vector=0.7, lead=3.0)
    chance = 1 / (1 + math.exp(-_odds(weights, own.reading)))
    assert chance == pytest.approx(answering(weights, own.reading.evidence))


def test_the_threshold_lies_between_wrong_quotes_and_right_ones() -> None:
    cases = [case(True), case(True), case(False), case(False, "unanswerable")]
    odds = np.log(np.array([0.9, 0.8, 0.425, 0.3]) / (1 - np.array([0.9, 0.8, 0.425, 0.3])))
    assert 0.425 < _threshold(cases, odds, 1.5) <= 0.8


@given(
    st.lists(st.tuples(_KINDS, st.booleans(), st.floats(0.01, 0.99)), min_size=1, max_size=12),
    st.floats(0.5, 3),
)
def test_no_threshold_is_worth_more_than_the_chosen_one(
    told: list[tuple[str, bool, float]], cost: float
) -> None:
    cases = [case(right and kind == "answerable", kind) for kind, right, _ in told]
    chances = np.array([chance for _, _, chance in told])

    def worth(least: float) -> float:
        return sum(
            (1.0 if one.right else -cost)
            if chance >= least
            else float(one.question.kind == "unanswerable")
            for one, chance in zip(cases, chances, strict=True)
        )

    chosen = _threshold(cases, np.log(chances / (1 - chances)), cost)
    assert 0.05 <= chosen <= 0.95
    grid = np.arange(0.05, 0.96, 0.01)
    # Rounded to two places, a chance that lies on the very threshold may fall to either side.
    own = max(map(worth, (chosen - 1e-6, chosen, chosen + 1e-6)))
    assert own >= max(map(worth, grid))


def test_of_thresholds_that_are_worth_as_much_the_one_that_quotes_least_is_taken() -> None:
    cases = [case(True), case(True), case(False, "unanswerable")]
    odds = np.log(np.array([0.9, 0.8, 0.3]) / (1 - np.array([0.9, 0.8, 0.3])))
    assert _threshold(cases, odds, 1.5) == 0.8
    assert _threshold(cases, odds, 1.5, alike=0.4) == pytest.approx(0.9, abs=0.011)


@pytest.mark.parametrize(
    ("phrases", "due", "life", "odds", "near", "story", "fires"),
    [
        (True, False, False, -2.0, -2.0, False, True),
        (True, False, False, -4.0, -4.0, False, False),
        (True, True, False, -99.0, -99.0, False, True),
        (True, False, True, -11.0, -11.0, False, True),
        (True, False, True, -13.0, -13.0, False, False),
        (True, False, False, -2.0, -2.0, True, False),
        (True, True, False, -99.0, -99.0, True, True),
        (True, False, True, -8.0, -8.0, True, True),
        (True, False, True, -10.0, -10.0, True, False),
        # What stands elsewhere in a story counts only where it is urgent by itself.
        (True, False, False, 0.4, -2.0, True, False),
        (True, False, False, 0.5, -2.0, True, True),
        (True, False, False, 0.4, -1.0, True, True),
        (True, False, True, 0.4, -10.0, True, False),
        (True, False, True, 0.4, -8.0, True, True),
        (False, False, False, -2.0, -2.0, False, False),
        (False, False, False, 1.0, 1.0, False, True),
        (False, False, False, 0.4, 0.4, True, False),
        (False, False, False, 0.5, 0.5, True, True),
    ],
)
def test_a_phrase_counts_unless_it_is_surely_calm(
    phrases: bool, due: bool, life: bool, odds: float, near: float, story: bool, fires: bool
) -> None:
    heard = Heard(True, phrases, due, life, odds, near, story)
    limits = Limits(1.0, -3.0, grave=-12.0, urgent_story=0.5, story=-1.0, story_grave=-9.0)
    assert _fires(heard, limits) is fires
