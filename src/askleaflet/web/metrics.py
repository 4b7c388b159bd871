"""What the server does, counted: how often, how long, of what kind; never a word that was typed.

The counts of all workers lie side by side in memory that they share. Each process adds to its own
row, and whoever is asked for them sums the rows up. The text is Prometheus' own (its exposition
format, version 0.0.4), which needs no library.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Literal, get_args

from askleaflet.records import ReplyKind

MOST_WORKERS = 64
# Seconds; a reply takes some 20 ms of processor time, and nobody waits half a minute.
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
What = Literal["page", "question", "file", "health", "other"]
STATUSES = ("2xx", "3xx", "4xx", "429", "5xx")
SECONDS = "askleaflet_question_seconds"
URGENT, FAULTS = "askleaflet_urgent_total", "askleaflet_faults_total"
LEAFLETS, FAULTY = "askleaflet_leaflets", "askleaflet_leaflets_faulty"
WORKERS, RESTARTS = "askleaflet_workers", "askleaflet_worker_restarts_total"


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name, type, what it is, its series, and how those of workers are one."""

    name: str
    type: str
    help: str
    series: tuple[str, ...]
    one: Callable[[Iterable[float]], float] = sum


def requests_of(what: What, status: int) -> str:
    """The series that counts such a request."""
    kind = "429" if status == 429 else f"{min(max(status // 100, 2), 5)}xx"
    return f'askleaflet_requests_total{{what="{what}",status="{kind}"}}'


def replies_of(kind: ReplyKind) -> str:
    """The series that counts replies of this kind."""
    return f'askleaflet_replies_total{{kind="{kind}"}}'


def _bucket(most: float | str) -> str:
    return f'{SECONDS}_bucket{{le="{most}"}}'


FAMILIES = (
    Family(
        "askleaflet_requests_total",
        "counter",
        "Requests, by what was asked for and the status of the answer.",
        tuple(
            f'askleaflet_requests_total{{what="{what}",status="{status}"}}'
            for what in get_args(What)
            for status in STATUSES
        ),
    ),
    Family(
        SECONDS,
        "histogram",
        "Seconds from a question to the end of its answer.",
        (*map(_bucket, BUCKETS), _bucket("+Inf"), f"{SECONDS}_sum", f"{SECONDS}_count"),
    ),
    Family(
        "askleaflet_replies_total",
        "counter",
        "Replies, by kind.",
        tuple(map(replies_of, get_args(ReplyKind))),
    ),
    Family(URGENT, "counter", "Replies with an urgent notice.", (URGENT,)),
    Family(FAULTS, "counter", "Faults of the program; the log names type and place.", (FAULTS,)),
    Family(LEAFLETS, "gauge", "Leaflets served, by the worker with the fewest.", (LEAFLETS,), min),
    Family(FAULTY, "gauge", "Leaflets with a fault.", (FAULTY,), max),
    Family(WORKERS, "gauge", "Processes that answer.", (WORKERS,)),
    Family(RESTARTS, "counter", "Workers that ended by themselves.", (RESTARTS,)),
)


class Counts:
    """The counts of this process and of those that it forks."""

    def __init__(self) -> None:
        names = [name for family in FAMILIES for name in family.series]
        self._places = {name: place for place, name in enumerate(names)}
        self._cells = memoryview(mmap.mmap(-1, MOST_WORKERS * len(names) * 8)).cast("d")
        self._row = 0
        self._lock = Lock()

    def own(self, row: int) -> None:
        """From here on this process counts in that row, which is its own."""
        self._row = row

    def add(self, series: str, more: float = 1.0) -> None:
        """Counts. Threads may do so at once."""
        with self._lock:
            self._cells[self._place(series, self._row)] += more

    def put(self, series: str, now: float) -> None:
        """What a gauge shows now."""
        self._cells[self._place(series, self._row)] = now

    def took(self, seconds: float) -> None:
        """A question was answered in so many seconds."""
        for most in BUCKETS:
            self.add(_bucket(most), seconds <= most)
        self.add(_bucket("+Inf"))
        self.add(f"{SECONDS}_sum", seconds)
        self.add(f"{SECONDS}_count")

    def gone(self, row: int) -> None:
        """The worker of that row is no more: what it counted stays, what it showed does not."""
        for series in (LEAFLETS, FAULTY, WORKERS):
            self._cells[self._place(series, row)] = 0.0

    def now(self, family: Family, series: str) -> float:
        """The count of all processes that answer."""
        rows = list(range(MOST_WORKERS))
        if family.one is not sum:
            rows = [row for row in rows if self._cells[self._place(WORKERS, row)]] or [0]
        return family.one(self._cells[self._place(series, row)] for row in rows)

    def text(self) -> str:
        """All of it, as Prometheus reads it."""
        lines = []
        for family in FAMILIES:
            lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.type}"]
            lines += [f"{series} {self.now(family, series):.12g}" for series in family.series]
        return "\n".join(lines) + "\n"

    def _place(self, series: str, row: int) -> int:
        return row * len(self._places) + self._places[series]


COUNTS = Counts()
