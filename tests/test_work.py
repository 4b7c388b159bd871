"""Whose turn it is: short requests first, costly ones in the end, and nobody who has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import pytest

from askleaflet.web.work import IN_HAND, SHORT, FullError, Turns, Work, given_up


class Queue:
    """Requests which last until they are ended, and the order in which they began."""

    def __init__(self, most_waiting: int = 100) -> None:
        self.now = 0.0
        self.turns = Turns(most_waiting, clock=lambda: self.now)
        self.began: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, name: str, letters: int) -> None:
        self.ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._run(name, letters))
        await self.settle()

    async def _run(self, name: str, letters: int) -> None:
        async with self.turns.turn(letters):
            self.began.append(name)
            await self.ends[name].wait()

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await self.settle()

    async def leave(self, name: str) -> None:
        self.tasks[name].cancel()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def close(self) -> None:
        for end in self.ends.values():
            end.set()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


def run(story: Coroutine[None, None, None]) -> None:
    asyncio.run(story)


def test_a_short_request_waits_for_no_costly_one() -> None:
    async def story() -> None:
        queue = Queue()
        for number in range(45):
            await queue.ask(f"costly {number}", 10_000)
        assert queue.began == ["costly 0"]
        await queue.ask("short", 40)
        assert queue.began == ["costly 0", "short"]
        await queue.close()

    run(story())


def test_the_cheaper_goes_first_and_nobody_waits_for_ever() -> None:
    async def story() -> None:
        queue = Queue()
        await queue.ask("a", SHORT)
        await queue.ask("b", SHORT)
        await queue.ask("costly", 10_000)
        await queue.ask("middling", 1_000)
        await queue.ask("short", 30)
        await queue.end("a")
        assert queue.began[2:] == ["short"]
        queue.now = 60.0
        await queue.ask("late", 30)
        await queue.end("b")
        await queue.end("short")
        assert queue.began[2:] == ["short", "middling", "costly"]
        await queue.close()

    run(story())


def test_who_hangs_up_frees_the_place_waiting_or_served() -> None:
    async def story() -> None:
        queue = Queue()
        for name in ("a", "b", "c", "d"):
            await queue.ask(name, 30)
        await queue.leave("c")
        await queue.leave("a")
        assert queue.began == ["a", "b", "d"]
        await queue.end("b")
        await queue.end("d")
        await queue.ask("e", 30)
        await queue.ask("f", 30)
        assert queue.began[3:] == ["e", "f"]
        await queue.close()

    run(story())


def test_a_full_queue_says_so() -> None:
    async def story() -> None:
        queue = Queue(most_waiting=1)
        for name in ("a", "b", "c"):
            await queue.ask(name, 30)
        with pytest.raises(FullError):
            async with queue.turns.turn(30):
                pass
        await queue.close()

    run(story())


def test_work_that_nobody_waits_for_is_given_up() -> None:
    assert not given_up()
    work = Work()
    token = IN_HAND.set(work)
    assert not given_up()
    work.gone = True
    assert given_up()
    IN_HAND.reset(token)
