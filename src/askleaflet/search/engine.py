"""The OpenSearch cluster as this program speaks to it: JSON, from one node after the other.

A node that fails is left alone for a second, then probed before it is asked again; another one
is asked meanwhile. Everything together ends in time for a reply to say what is wrong. What a
person typed is never in an address, which nodes and proxies log, nor in an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Annotated, Generic, TypeVar

from pydantic import AliasPath, Field, TypeAdapter, ValidationError

from askleaflet.errors import RetrievalError

# method, address, content, headers, seconds: status and content. Raises OSError or TimeoutError.
Send = Callable[[str, str, bytes | None, Mapping[str, str], float], tuple[int, bytes]]
# Who asks gets an answer or an error within two seconds: so long for one node, and for all.
SECONDS_A_NODE, SECONDS_IN_ALL = 0.7, 1.4
# For publishing, where nobody waits for a reply.
SECONDS_TO_PUBLISH = 60.0
# So long a node that failed is left alone; then one request probes it first.
SECONDS_ALONE = 1.0
SECONDS_TO_PROBE = 0.3
_GOOD = range(200, 300)
_UNKNOWN_TO_IT = frozenset({401, 403})
JSON = {"content-type": "application/json"}
LINES = {"content-type": "application/x-ndjson"}
T = TypeVar("T")
Anything = TypeAdapter(object)


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A document as the engine gives it."""

    source: Annotated[T, Field(alias="_source")]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The documents that a search found."""

    hits: Annotated[tuple[Stored[T], ...], Field(validation_alias=AliasPath("hits", "hits"))]

    def sources(self) -> tuple[T, ...]:
        """What stands in them."""
        return tuple(one.source for one in self.hits)


@dataclass(slots=True)
class Node:
    """One node; it may be asked from ``asked_again`` on."""

    address: str
    asked_again: float = 0.0
    failed: bool = False


@dataclass(slots=True)
class Engine:
    """The nodes of a cluster. May be used by several threads."""

    nodes: Sequence[Node]
    send: Send
    clock: Callable[[], float] = time.monotonic
    a_node: float = SECONDS_A_NODE
    in_all: float = SECONDS_IN_ALL
    lock: Lock = field(default_factory=Lock)

    def patient(self) -> Engine:
        """The same nodes, for when nobody waits for a reply."""
        return replace(self, a_node=SECONDS_TO_PUBLISH, in_all=SECONDS_TO_PUBLISH)

    def ask(
        self,
        method: str,
        path: str,
        shape: TypeAdapter[T],
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] = JSON,
        missing: T | None = None,
    ) -> T:
        """What a node answers, which must be of this shape; ``missing`` where there is no such
        thing, or it is there already. Raises RetrievalError where no node can answer."""
        until = self.clock() + self.in_all
        why = "no node of it answers"
        for node in self._worth_asking():
            left = min(self.a_node, until - self.clock())
            if left <= 0:
                break
            try:
                status, content = self.send(method, node.address + path, body, headers, left)
            except OSError:
                self._rest(node)
                continue
            if status in _GOOD:
                self._recovered(node)
                return _read(shape, content)
            if missing is not None and status in {404, 409}:
                self._recovered(node)
                return missing
            why = _refusal(status)
            if status < 500 and status != 429:
                # Every other node would say the same.
                break
            self._rest(node)
        raise RetrievalError(f"The search engine cannot answer: {why}.")

    def _worth_asking(self) -> Iterator[Node]:
        """Those that work, and those whose rest is over and that answer a probe."""
        for node in self.nodes:
            with self.lock:
                good = not node.failed
            if good or (self._may_probe(node) and self._answers(node)):
                yield node

    def _answers(self, node: Node) -> bool:
        try:
            status, _ = self.send("GET", f"{node.address}/", None, JSON, SECONDS_TO_PROBE)
        except OSError:
            return False
        return status < 500

    def _may_probe(self, node: Node) -> bool:
        now = self.clock()
        with self.lock:
            if now < node.asked_again:
                return False
            node.asked_again = now + SECONDS_ALONE
            return True

    def _rest(self, node: Node) -> None:
        with self.lock:
            node.failed, node.asked_again = True, self.clock() + SECONDS_ALONE

    def _recovered(self, node: Node) -> None:
        with self.lock:
            node.failed = False


def _read(shape: TypeAdapter[T], content: bytes) -> T:
    try:
        return shape.validate_json(content or b"null")
    except ValidationError:
        raise RetrievalError(
            "The search engine answers something else than expected. Check that search_url names "
            "OpenSearch, and that its version is one that the runbook names."
        ) from None


def _refusal(status: int) -> str:
    if status in _UNKNOWN_TO_IT:
        return "it refuses this program. Check search_user, search_secret and their rights"
    if status == 404:
        return "what is asked for is not there. Run askleaflet publish"
    return f"it answers with status {status}"
