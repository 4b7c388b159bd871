"""The guard and the gate from within: what goes on to Gradio, and what becomes of a person who
waits, hangs up, or meets a fault."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from asgi import EVENTS, post, send
from askleaflet.settings import read_settings
from askleaflet.web import events
from askleaflet.web.events import EARLIER_TEXTS, EventGate, Limits, events_of
from askleaflet.web.limits import RateLimit
from askleaflet.web.refusal import Refused
from askleaflet.web.visits import Visits
from askleaflet.web.wish import LONGEST_TEXT
from askleaflet.web.work import given_up
from askleaflet.wording import say
from test_guard import GOOD, guarded
from test_refusal import CRY, asked, nothing_left

if TYPE_CHECKING:
    import gradio as gr

JSON = {"content-type": "application/json"}


class Below:
    """An application that keeps what reached it."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.scopes: list[Scope] = []
        self.messages: list[Message] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            self.messages.append(await receive())
            await JSONResponse({"error": None}, self.status)(scope, receive, send)

    def headers(self) -> Headers:
        return Headers(scope=self.scopes[-1])


def gate(inner: ASGIApp, limits: Limits | None = None) -> EventGate:
    many = RateLimit(600, 600)
    return EventGate(
        inner,
        {3: frozenset({7})},
        limits or Limits(many, many, many),
        read_settings(care_team_name="the Day Unit"),
        Visits(),
    )


# The guard


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "words"),
    [
        ("GET", "/config", {}, 404, "There is nothing here."),
        ("PUT", "/", {}, 405, "Not like this."),
        ("POST", EVENTS, {"origin": "https://evil.test"}, 403, "Only the page itself may ask."),
        ("GET", "/", {"host": "evil.test"}, 400, "This address is not in the list of hosts of "
         "this page (setting allowed_hosts)."),
        ("POST", EVENTS, {"transfer-encoding": "chunked", "content-length": "1"}, 400,
         "A request has one length."),
    ],
)  # fmt: skip
def test_each_refusal_says_why(
    method: str, path: str, headers: Mapping[str, str], status: int, words: str
) -> None:
    answer = send(guarded(), method, path, headers=headers, content=b"x")
    assert answer.status_code == status
    assert answer.text.splitlines()[0] == words


def test_what_could_steer_gradio_does_not_reach_it() -> None:
    steering = {"cookie": "a=b", "forwarded": "host=evil.test", "range": "bytes=0-1"}
    others = {"origin": "http://localhost:7860", "x-gradio-server": "http://evil.test"}
    below = Below()
    send(guarded(inner=below), "GET", "/healthz", headers={**steering, **others, "accept": "a/b"})
    assert not {*steering, *others} & set(below.headers())
    assert below.headers()["accept"] == "a/b"
    assert below.scopes[-1]["query_string"] == b""


def test_a_named_proxy_is_believed_in_all_it_forwards_and_nobody_else() -> None:
    told = {"x-forwarded-host": "localhost", "x-forwarded-proto": "https"}
    told["x-forwarded-for"] = "1.2.3.4"
    below = Below()
    app = guarded(read_settings(trusted_proxies=("10.0.0.9",)), inner=below)
    send(app, "GET", "/healthz", headers=told, client="10.0.0.9")
    assert told.items() <= dict(below.headers()).items()
    send(app, "GET", "/healthz", headers=told, client="10.0.0.8")
    assert not set(told) & set(below.headers())


def test_only_the_page_itself_is_fetched_uncompressed() -> None:
    """Its nonces are written into it; files are as large as they come."""
    below = Below()
    given = {"accept-encoding": "br", "accept": "a/b"}
    send(guarded(inner=below), "GET", "/", headers=given)
    assert "accept-encoding" not in below.headers()
    assert below.headers()["accept"] == "a/b"
    send(guarded(inner=below), "GET", "/assets/a.js", headers=given)
    assert below.headers()["accept-encoding"] == "br"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "evil://x://localhost:7860"}, 403),
        ({"origin": "http://localhost:7860", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_what_only_looks_like_the_page_may_not_ask(headers: Mapping[str, str], status: int) -> None:
    assert post(guarded(), GOOD, headers=headers).status_code == status


def test_start_and_stop_of_the_server_reach_the_layers_below_as_they_are() -> None:
    given: list[object] = []

    async def below(*one: object) -> None:
        given.extend(one)

    async def never() -> Message:
        raise AssertionError("nobody asks")

    async def drop(_: Message) -> None:
        raise AssertionError("nobody answers")

    scope: Scope = {"type": "lifespan"}
    asyncio.run(cast("Coroutine[None, None, None]", guarded(inner=below)(scope, never, drop)))
    assert given == [scope, never, drop]


def test_a_websocket_is_closed_as_against_the_rules() -> None:
    sent = asyncio.run(told(guarded(), {"type": "websocket", "path": "/"}, []))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_fault_below_is_logged_as_such_and_told_plainly(
    capfd: pytest.CaptureFixture[str],
) -> None:
    answer = send(guarded(), "GET", "/assets/broken.js")
    assert answer.status_code == 500
    assert answer.text.splitlines()[0] == "Something is broken here. Please try again."
    assert "a request failed: ValueError at" in capfd.readouterr().err


# The gate


@pytest.mark.parametrize(
    ("type", "method", "path"),
    [("http", "GET", EVENTS), ("http", "POST", "/other"), ("lifespan", "POST", EVENTS)],
)
def test_what_is_no_post_of_the_page_passes_untouched(type: str, method: str, path: str) -> None:
    below = Below()
    scope = {"type": type, "method": method, "path": path, "headers": []}
    asyncio.run(told(gate(below), scope, [{"type": "http.request", "body": b"x"}]))
    assert below.scopes == [scope]


async def told(app: ASGIApp, scope: Scope, given: list[Message]) -> list[Message]:
    """What an application sends to a client that sends ``given``, then nothing more."""
    sent: list[Message] = []

    async def receive() -> Message:
        if not given:
            await asyncio.Event().wait()
        return given.pop(0)

    async def collect(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, collect)
    return sent


@pytest.mark.parametrize(
    ("kind", "status"),
    [("", 415), ("text/plain", 415), ("application/json; charset=utf-8", 200)],
)
def test_a_post_is_read_only_where_it_calls_itself_json(kind: str, status: int) -> None:
    given = [(b"content-type", kind.encode())] if kind else []
    scope = posted(given)
    sent = asyncio.run(told(gate(Below()), scope, [whole(GOOD)]))
    assert sent[0]["status"] == status


def posted(headers: list[tuple[bytes, bytes]] | None = None) -> Scope:
    """A request as the server hands it on."""
    usual = [(b"content-type", b"application/json")]
    return {
        "type": "http", "method": "POST", "path": EVENTS, "query_string": b"",
        "headers": usual if headers is None else headers, "client": ("10.0.0.1", 1),
    }  # fmt: skip


def whole(body: Mapping[str, object]) -> Message:
    return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}


def test_gradio_gets_the_checked_post_with_its_own_length() -> None:
    below = Below()
    post(gate(below), {**GOOD, "session_hash": "secret"})
    passed = below.messages[0]["body"]
    assert below.headers()["content-length"] == str(len(passed))
    assert set(json.loads(passed)) == {"fn_index", "data", "trigger_id", "event_data"}


def test_of_a_refused_visit_only_the_question_that_was_just_asked_counts() -> None:
    """A notice for what was answered with one before would hide nothing and help nobody."""
    calm = {**GOOD, "data": [json.dumps({"asked": [{"text": CRY}, {"text": "How?"}]})]}
    cry = {**GOOD, "data": [json.dumps({"asked": [{"text": "How?"}, {"text": CRY}]})]}
    refusing = gate(Below(), nothing_left())
    assert post(refusing, calm).json()["urgent"] == ""
    assert post(refusing, cry).json()["urgent"] == "life"


def test_a_refusal_is_in_the_language_of_the_page() -> None:
    wish = {**GOOD, "data": [json.dumps({"asked": [{"text": CRY}], "language": "es"})]}
    said = post(gate(Below(), nothing_left()), wish).json()
    assert said["error"] == say("es", "server.too_many")
    assert said["care"] == say("es", "care.plain")


def test_a_page_that_asks_nothing_yet_is_served() -> None:
    assert post(gate(Below()), {**GOOD, "data": ['{"asked":[]}']}).status_code == 200


def test_a_visit_may_bring_so_many_letters_and_not_one_more() -> None:
    most = LONGEST_TEXT + EARLIER_TEXTS
    assert post(gate(Below()), asked("x" * most)).status_code == 200
    assert post(gate(Below()), asked("x" * (most + 1))).status_code == 413


def test_a_long_question_costs_a_visit_and_a_stranger_more() -> None:
    def still() -> RateLimit:
        return RateLimit(60, 4, clock=lambda: 0.0)

    for visit in (None, "one"):
        limits = Limits(still(), RateLimit(600, 600), still())
        limits.take(visit, "address", letters=6_000)
        limits.take(visit, "address", letters=6_000)
        with pytest.raises(Refused):
            limits.take(visit, "address", letters=0)


@pytest.mark.parametrize("status", [400, 404, 500])
def test_every_fault_of_the_layers_below_is_told_in_words(
    status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = post(gate(Below(status)), asked(CRY))
    assert answer.status_code == 500
    assert "broken" in answer.json()["error"]
    assert answer.json()["urgent"] == "life"
    assert capfd.readouterr().err == "", "whoever made the fault has logged it"


def test_a_fault_in_the_middle_of_an_answer_is_logged_and_adds_no_second_answer(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"[", "more_body": True})
        raise KeyError(CRY)

    sent = asyncio.run(told(gate(breaks), posted(), [whole(GOOD)]))
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    logged = capfd.readouterr().err
    assert "a request failed: KeyError at" in logged
    assert CRY not in logged


# Waiting and leaving


class Visitor:
    """Somebody who asks, and may hang up before the answer comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.sent: list[Message] = []
        self._left = asyncio.Event()
        self._asked = [whole(GOOD)]
        self.task = asyncio.ensure_future(app(posted(), self._receive, self._send))

    async def _receive(self) -> Message:
        if self._asked:
            return self._asked.pop()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

    async def leave(self) -> None:
        self._left.set()
        await settle()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def all_taken(own: EventGate, stack: AsyncExitStack) -> None:
    for _ in range(2):
        await stack.enter_async_context(own.turns.turn(1))


def test_whoever_hangs_up_while_waiting_frees_the_place_and_costs_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async def story() -> None:
        below = Below()
        own = gate(below)
        async with AsyncExitStack() as stack:
            await all_taken(own, stack)
            gone = Visitor(own)
            await settle()
            assert not gone.task.done()
            await gone.leave()
            assert gone.task.done()
            stays = Visitor(own)
            await settle()
        await asyncio.wait_for(stays.task, 5)
        assert gone.sent == []
        assert stays.sent[0]["status"] == 200
        assert len(below.scopes) == 1

    asyncio.run(story())
    assert capfd.readouterr().err == ""


def test_work_under_way_learns_that_nobody_waits_and_ends_by_itself() -> None:
    seen: list[object] = []

    async def story() -> None:
        began, go_on = asyncio.Event(), asyncio.Event()

        async def below(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            seen.append(given_up())
            began.set()
            await go_on.wait()
            seen.append(given_up())
            seen.append((await receive())["type"])

        visitor = Visitor(gate(below))
        await began.wait()
        await visitor.leave()
        assert not visitor.task.done()
        go_on.set()
        await settle()
        assert visitor.task.done()

    asyncio.run(story())
    assert seen == [False, True, "http.disconnect"]


def test_who_waits_too_long_is_told_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LONGEST_WAIT", 0.01)

    async def story() -> list[Message]:
        own = gate(Below())
        async with AsyncExitStack() as stack:
            await all_taken(own, stack)
            visitor = Visitor(own)
            await asyncio.wait_for(visitor.task, 5)
        return visitor.sent

    start, body = asyncio.run(story())
    assert start["status"] == 429
    assert Headers(raw=start["headers"])["retry-after"] == "10"
    assert json.loads(body["body"])["error"].startswith("Many people are asking")


# Which events there are


class Textbox:
    """Named as Gradio's own is."""


def page(**changed: object) -> gr.Blocks:
    """A page with one event and with what is none."""
    usual: dict[str, object] = {
        "targets": [(7, "click"), (None, "load")], "fn": print, "queue": False,
        "inputs": [Textbox()], "api_name": "ask",
    }  # fmt: skip
    own = SimpleNamespace(**{**usual, **changed})
    script = SimpleNamespace(**{**usual, "fn": None, "queue": True})
    leaving = SimpleNamespace(**{**usual, "targets": [(None, "unload")], "queue": True})
    return cast("gr.Blocks", SimpleNamespace(fns={0: script, 1: leaving, 2: own}))


def test_the_events_are_those_that_run_on_the_server_with_what_sets_them_off() -> None:
    assert events_of(page()) == {2: frozenset({7})}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"queue": True}, "Event ask needs queue=False."),
        ({"queue": True, "api_name": None}, "Event 2 needs queue=False."),
        ({"inputs": []}, "Event ask may take one text, no more."),
        ({"inputs": [Textbox(), Textbox()]}, "Event ask may take one text, no more."),
        ({"inputs": ["a text"], "api_name": ""}, "Event 2 may take one text, no more."),
    ],
)
def test_an_event_that_keeps_or_opens_something_is_refused_at_start(
    changed: Mapping[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        events_of(page(**changed))
    assert str(raised.value) == words
