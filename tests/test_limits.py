"""Rate limits: fair to a person, generous to a hospital, and small whoever asks."""

from __future__ import annotations

import pytest

from askleaflet.web.limits import RateLimit


class Clock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_allows_the_burst_and_refuses_the_next(clock: Clock) -> None:
    limit = RateLimit(30, burst=5, clock=clock)
    assert [limit.take("one") for _ in range(5)] == [0.0] * 5
    assert limit.take("one") == pytest.approx(2.0)


def test_says_how_long_to_wait_and_keeps_its_word(clock: Clock) -> None:
    limit = RateLimit(30, burst=1, clock=clock)
    limit.take("one")
    clock.now += limit.take("one")
    assert limit.take("one") == 0.0


def test_thirty_a_minute_and_no_more_in_the_long_run(clock: Clock) -> None:
    limit = RateLimit(30, burst=5, clock=clock)
    allowed = 0
    for _ in range(6000):
        clock.now += 0.1
        allowed += limit.take("one") == 0.0
    assert allowed == pytest.approx(10 * 30 + 5, abs=1)


def test_one_page_never_uses_up_what_another_may_ask(clock: Clock) -> None:
    limit = RateLimit(30, burst=2, clock=clock)
    for _ in range(10):
        limit.take("busy")
    assert limit.take("quiet") == 0.0


def test_a_refused_question_costs_nothing(clock: Clock) -> None:
    limit = RateLimit(60, burst=1, clock=clock)
    limit.take("one")
    for _ in range(50):
        limit.take("one")
    clock.now += 1
    assert limit.take("one") == 0.0


def test_memory_stays_bounded_under_made_up_sessions(clock: Clock) -> None:
    limit = RateLimit(30, burst=5, capacity=100, clock=clock)
    for number in range(10_000):
        limit.take(str(number))
        assert len(limit) <= 100


def test_forgets_whoever_has_gone(clock: Clock) -> None:
    limit = RateLimit(30, burst=5, clock=clock)
    for number in range(50):
        limit.take(str(number))
    clock.now += 60
    limit.take("new")
    assert len(limit) == 1


def test_at_the_limit_of_memory_the_longest_silent_goes_first(clock: Clock) -> None:
    limit = RateLimit(30, burst=1, capacity=2, clock=clock)
    limit.take("first")
    clock.now += 0.1
    limit.take("second")
    limit.take("third")
    assert limit.take("second") > 0
    assert limit.take("first") == 0.0
