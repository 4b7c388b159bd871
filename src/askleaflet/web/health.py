"""What staff and what watches the server can see of it: its leaflets, and whether it can answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date

from fastapi import FastAPI
from starlette.responses import JSONResponse

from askleaflet.assistant import Assistant
from askleaflet.due import reviews_due
from askleaflet.errors import RetrievalError
from askleaflet.rendering import printable
from askleaflet.reporting import report
from askleaflet.serving import Edition, Served
from askleaflet.settings import Settings

# Whoever asks for it, it is tried no more often; and an engine that is slow is out of reach.
SECONDS_BETWEEN, SECONDS_TO_ANSWER = 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Ready:
    """Whether a question can be answered, and what of it is there: leaflets to search, the reader,
    the search."""

    ready: bool
    leaflets: bool
    reader: bool
    search: bool


class Readiness:
    """Tries, with a question about one of the leaflets, whether questions can be answered."""

    def __init__(self, served: Served, clock: Callable[[], float] = time.monotonic) -> None:
        self._served, self._clock = served, clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._trying = asyncio.Lock()
        self._found: Ready | None = None
        self._tried = 0.0

    async def now(self) -> Ready:
        """What was found a moment ago, or is found now."""
        async with self._trying:
            if self._found is None or self._clock() - self._tried >= SECONDS_BETWEEN:
                self._found = await self._try(self._served.edition)
                self._tried = self._clock()
            return self._found

    async def _try(self, edition: Edition) -> Ready:
        listings = edition.catalogue.listings
        if not listings:
            return Ready(ready=False, leaflets=False, reader=True, search=True)
        question = f"side effects of {next(iter(listings.values())).title}"
        running = asyncio.get_running_loop().run_in_executor(
            self._pool, _answerable, edition.assistant, question
        )
        try:
            return await asyncio.wait_for(running, SECONDS_TO_ANSWER)
        except TimeoutError:
            return Ready(ready=False, leaflets=True, reader=True, search=False)


def _answerable(assistant: Assistant, question: str) -> Ready:
    try:
        assistant.explain(question)
    except RetrievalError:
        return Ready(ready=False, leaflets=True, reader=True, search=False)
    except Exception as error:
        report(error, "a question that tries the reader failed")
        return Ready(ready=False, leaflets=True, reader=False, search=True)
    return Ready(ready=True, leaflets=True, reader=True, search=True)


def add_health(app: FastAPI, served: Served, settings: Settings, today: Callable[[], date]) -> None:
    """``/healthz``: it runs, and with which leaflets. ``/readyz``: it can answer (200) or not."""
    readiness = Readiness(served)

    @app.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> JSONResponse:
        return JSONResponse(_health(served.edition, settings, today()))

    @app.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> JSONResponse:
        found = await readiness.now()
        return JSONResponse(asdict(found), 200 if found.ready else 503)


def _health(edition: Edition, settings: Settings, today: date) -> dict[str, object]:
    """What staff can see of the leaflets. A server runs longer than a review holds."""
    found = edition.catalogue
    due = reviews_due(found.listings.values(), settings.review_every, today)
    return {
        "ok": bool(found.listings),
        "leaflets": len(found.listings),
        "ids": list(found.listings),
        # A name may be bytes that are no text.
        "faulty": sorted({printable(fault.file) for fault in found.faults}),
        "changed": sorted({printable(fault.file) for fault in found.faults if fault.changed}),
        "kept": list(edition.kept),
        "review_due": [one.id for one in due if not one.overdue],
        "review_overdue": [one.id for one in due if one.overdue],
    }
