"""Connections end: those that send slowly, take slowly or say nothing, and the longest idle first.

uvicorn waits for ever for the rest of a request, and answers everybody with 503 once it has as
many connections as it may have. There is no bound for one address: a hospital is one address.
"""

from __future__ import annotations

import asyncio
import resource
from collections import OrderedDict
from dataclasses import dataclass, field

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_FOR_HEADERS = 5.0
SECONDS_FOR_BODY = 10.0
SECONDS_IDLE = 15
# To take more of an answer, when the network is full of it.
SECONDS_TO_TAKE = 20.0
MOST_CONNECTIONS = 4_000
# Taken in at one go before any of them is looked at.
BACKLOG = 128
# For the leaflets, the page's own files and whatever else is open.
OTHER_FILES = 96
FEWEST = 64


def most_connections() -> int:
    """As many as the process may have files for; its own limit is raised as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + BACKLOG + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(FEWEST, min(MOST_CONNECTIONS, soft - BACKLOG - OTHER_FILES))


@dataclass(slots=True)
class Book:
    """How many connections there are and may be; ``idle`` holds those that wait for their client,
    the longest idle first."""

    most: int = MOST_CONNECTIONS
    count: int = 0
    idle: OrderedDict[Watched, None] = field(default_factory=OrderedDict)


BOOK = Book()


class Watched(H11Protocol):
    """A connection with a clock."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes the connection; past the bound the longest idle one goes, else this one."""
        self._clock: asyncio.TimerHandle | None = None
        self._head_began = False
        super().connection_made(transport)
        BOOK.count += 1
        BOOK.idle[self] = None
        self._wait(SECONDS_FOR_HEADERS)
        if BOOK.count > BOOK.most:
            next(iter(BOOK.idle)).drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the connection."""
        BOOK.count -= 1
        BOOK.idle.pop(self, None)
        self._stop()
        super().connection_lost(exc)

    def drop(self) -> None:
        """Ends the connection now, whatever is still to be sent."""
        BOOK.idle.pop(self, None)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Reads on. A head or a body has its time as a whole, however it dribbles."""
        waits_for = self.conn.their_state
        super().data_received(data)
        if self.transport.is_closing():
            return
        state = self.conn.their_state
        if state is h11.IDLE and not self._answering():
            if not self._head_began:
                self._head_began = True
                self._wait(SECONDS_FOR_HEADERS)
        elif state is h11.SEND_BODY:
            if waits_for is not h11.SEND_BODY:
                self._wait(SECONDS_FOR_BODY)
        else:
            # Whole: now it waits for us.
            self._stop()
            BOOK.idle.pop(self, None)

    def on_response_complete(self) -> None:
        """The answer is sent; the next request has its own time."""
        self._head_began = False
        if self.conn.their_state is h11.SEND_BODY:
            # Answered before all of the request came: nobody waits for the rest of it.
            self.transport.close()
        super().on_response_complete()
        if not self.transport.is_closing() and not self._answering():
            BOOK.idle[self] = None
            BOOK.idle.move_to_end(self)
            # What came while it was answered may be the beginning of the next head.
            self._head_began = bool(self.conn.trailing_data[0])
            self._wait(SECONDS_FOR_HEADERS if self._head_began else SECONDS_IDLE)

    def pause_writing(self) -> None:
        """The client takes nothing more for now."""
        super().pause_writing()
        self._wait(SECONDS_TO_TAKE)

    def resume_writing(self) -> None:
        """The client takes the answer again."""
        super().resume_writing()
        self._stop()

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._clock = self.loop.call_later(seconds, self.drop)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
