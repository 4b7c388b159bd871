"""What the search engine holds beside the leaflets, and no publication touches: which were
withdrawn, and who publishes just now."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter

from askleaflet.errors import PublishingError, RetrievalError
from askleaflet.search.engine import Anything, Engine, Found
from askleaflet.search.index import SETTINGS, Json

MAPPINGS: Json = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in ("kind", "leaflet", "versions")},
        **{name: {"type": "keyword", "index": False} for name in ("why", "when", "holder")},
        "renewed": {"type": "double"},
    },
}
# Who has not said for so long that he still publishes is gone: longer than one request may take.
SECONDS_TO_RENEW, SECONDS_GONE = 20.0, 120.0
MOST_WITHDRAWN = 10_000


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A leaflet that was withdrawn: in all versions that there were of it."""

    leaflet: str
    versions: tuple[str, ...]
    why: str
    when: str


@dataclass(frozen=True, slots=True)
class _Lock:
    holder: str
    renewed: float


@dataclass(frozen=True, slots=True)
class _Held:
    number: Annotated[int, Field(alias="_seq_no")]
    term: Annotated[int, Field(alias="_primary_term")]
    lock: Annotated[_Lock | None, Field(alias="_source")] = None


_FOUND, _HELD = TypeAdapter(Found[Withdrawal]), TypeAdapter(_Held)
_NOBODY = _Held(-1, -1)


def state_index(name: str) -> str:
    """Where this is kept."""
    return f"{name}-state"


def withdrawal_of(versions: Sequence[str]) -> Json:
    """The query for withdrawals of any of these versions."""
    return {
        "bool": {"filter": [{"term": {"kind": "withdrawn"}}, {"terms": {"versions": versions}}]}
    }


def make_state(engine: Engine, name: str) -> None:
    """Makes the index for all this where it is not there."""
    made = json.dumps({"settings": SETTINGS, "mappings": MAPPINGS}).encode()
    path = f"/{state_index(name)}"
    if engine.ask("GET", path, Anything, missing=_NOBODY) is _NOBODY:
        # Another publisher may have been quicker by a moment: then it is there.
        engine.ask("PUT", path, Anything, made)


def withdrawals(engine: Engine, name: str) -> tuple[Withdrawal, ...]:
    """Every leaflet that was withdrawn."""
    query = {"size": MOST_WITHDRAWN, "query": {"term": {"kind": "withdrawn"}},
             "_source": ["leaflet", "versions", "why", "when"]}  # fmt: skip
    path = f"/{state_index(name)}/_search?allow_partial_search_results=false"
    found = engine.ask("POST", path, _FOUND, json.dumps(query).encode())
    return found.sources()


def note(engine: Engine, name: str, one: Withdrawal) -> None:
    """Says that a leaflet is withdrawn: counts at once, everywhere, whatever is published or taken
    back later."""
    said = {"kind": "withdrawn", **asdict(one)}
    path = f"/{state_index(name)}/_doc/withdrawn:{one.leaflet}?refresh=true"
    engine.ask("PUT", path, Anything, json.dumps(said).encode())


@dataclass(slots=True)
class Turn:
    """The right to publish, which one has at a time. The engine counts each change of who has it;
    ``held`` is how it stood when it was last changed from here."""

    engine: Engine
    name: str
    held: _Held
    renewed: float = 0.0

    def renew(self) -> None:
        """Says that it is still needed, now and then. Raises PublishingError where it was lost."""
        now = time.time()
        if now - self.renewed < SECONDS_TO_RENEW:
            return
        place = _at(self.held) if self.held.number >= 0 else "op_type=create"
        said = {"kind": "lock", "holder": socket.gethostname(), "renewed": now}
        path = f"{_lock(self.name)}?refresh=true&{place}"
        held = self.engine.ask("PUT", path, _HELD, json.dumps(said).encode(), missing=_NOBODY)
        if held is _NOBODY:
            raise PublishingError("Somebody else publishes in this moment. Run it again later.")
        self.held, self.renewed = held, now

    def give_back(self) -> None:
        """Lets others publish, unless one took it already."""
        path = f"{_lock(self.name)}?refresh=true&{_at(self.held)}"
        self.engine.ask("DELETE", path, Anything, missing=_NOBODY)


@contextmanager
def publishing(engine: Engine, name: str) -> Iterator[Turn]:
    """The turn to publish. Raises PublishingError where another has it."""
    make_state(engine, name)
    held = engine.ask("GET", _lock(name), _HELD, missing=_NOBODY)
    if held.lock and time.time() - held.lock.renewed < SECONDS_GONE:
        raise PublishingError(
            f"Somebody else is publishing, on {held.lock.holder}. Wait for it to end; where it was "
            f"broken off, wait {SECONDS_GONE / 60:.0f} minutes."
        )
    turn = Turn(engine, name, held)
    turn.renew()
    try:
        yield turn
    finally:
        # It ends by itself where the engine cannot be told.
        with suppress(RetrievalError):
            turn.give_back()


def _lock(name: str) -> str:
    return f"/{state_index(name)}/_doc/lock"


def _at(held: _Held) -> str:
    return f"if_seq_no={held.number}&if_primary_term={held.term}"
