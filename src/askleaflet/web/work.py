"""Answering costs processor time, and there is little of it: who goes next, and who has gone.

Two requests are answered at once, one of them always a short one. The others wait, and whoever
asks for little waits little: each has a time by which it should be served, its arrival and a share
of what it costs, and the earliest goes first (earliest deadline; Liu and Layland 1973). So a
costly request is overtaken, but never for ever.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

AT_ONCE = 2
# Letters of all questions of a request, once they are folded; a long ordinary visit has so many.
SHORT = 1_500
# A second later for so many letters.
LETTERS_A_SECOND = 500.0
MOST_WAITING = 4_000


class FullError(Exception):
    """More wait than could be served in time."""


@dataclass(slots=True)
class Work:
    """One request in hand; ``gone`` once nobody waits for its answer."""

    gone: bool = False


IN_HAND: ContextVar[Work | None] = ContextVar("work", default=None)


def given_up() -> bool:
    """Whether nobody waits any more for what this thread works on."""
    work = IN_HAND.get()
    return work is not None and work.gone


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    number: int
    short: bool = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Turns:
    """Gives requests their turn. All of it runs in the one thread of the event loop."""

    def __init__(
        self, most_waiting: int = MOST_WAITING, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most_waiting = most_waiting
        self._clock = clock
        self._numbers = itertools.count()
        self._queue: list[_Waiting] = []
        self._running = {True: 0, False: 0}

    @asynccontextmanager
    async def turn(self, letters: int) -> AsyncIterator[None]:
        """Waits for a turn and holds it. Raises FullError where too many wait already."""
        short = letters <= SHORT
        if self._may_start(short) and not self._queue:
            self._running[short] += 1
        else:
            await self._wait(short, letters)
        try:
            yield
        finally:
            self._running[short] -= 1
            self._next()

    async def _wait(self, short: bool, letters: int) -> None:
        if len(self._queue) >= self._most_waiting:
            raise FullError
        due = self._clock() + letters / LETTERS_A_SECOND
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, _Waiting(due, next(self._numbers), short, turn))
        self._next()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # The turn came in the moment in which nobody wanted it any more.
                self._running[short] -= 1
                self._next()
            raise

    def _may_start(self, short: bool) -> bool:
        """One place is for short requests only."""
        whole = sum(self._running.values()) < AT_ONCE
        return whole and (short or self._running[False] < AT_ONCE - 1)

    def _next(self) -> None:
        """Starts those whose turn it is, in order, past those that may not start yet."""
        kept: list[_Waiting] = []
        while self._queue and sum(self._running.values()) < AT_ONCE:
            one = heapq.heappop(self._queue)
            if one.turn.done():
                continue
            if self._may_start(one.short):
                self._running[one.short] += 1
                one.turn.set_result(None)
            else:
                kept.append(one)
        for one in kept:
            heapq.heappush(self._queue, one)
