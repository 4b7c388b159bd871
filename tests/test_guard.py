"""The guard and the gate, in front of an application that would serve anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from asgi import EVENTS, post, send
from askleaflet.settings import Settings, read_settings
from askleaflet.web import receiving
from askleaflet.web.events import EventGate, Limits
from askleaflet.web.guard import Gates, Guard
from askleaflet.web.limits import RateLimit
from askleaflet.web.receiving import LARGEST_BODY
from askleaflet.web.visits import Visits

PAGE = '<html><head><meta property="og:title" content="Gradio" /></head><script>1</script></html>'
SECRET = "my name is Ada"
WISH = (
    '{"asked":[{"text":"How?","urgent":false,"leaflet":""}],"language":"en","leaflet":"",'
    '"shown":"","known":0}'
)
GOOD: Mapping[str, object] = {
    "fn_index": 3,
    "data": [WISH],
    "trigger_id": 7,
    "session_hash": "abc",
    "event_data": None,
}


async def anything(scope: Scope, receive: Receive, send: Send) -> None:
    """Serves every path, and shows what reached it."""
    request = Request(scope, receive)
    if scope["path"] == "/assets/broken.js":
        raise ValueError(SECRET)
    if scope["path"] == "/":
        response: Response = HTMLResponse(PAGE, headers={"set-cookie": "a=b", "server": "x"})
    else:
        body = (await request.body()).decode()
        seen = {"body": body, "headers": dict(request.headers), "query": request.url.query}
        response = JSONResponse(seen, headers={"access-control-allow-origin": "*"})
    await response(scope, receive, send)


CARE = "Please talk to the Leukaemia Day Unit about this."


def guarded(
    settings: Settings | None = None,
    visits: Visits | None = None,
    inner: ASGIApp = anything,
    limits: Limits | None = None,
) -> ASGIApp:
    chosen = settings or read_settings(care_team_name="the Leukaemia Day Unit")
    known = visits or Visits()
    many = RateLimit(600, 600)
    gated = EventGate(
        inner,
        events={3: frozenset({7})},
        limits=limits or Limits(many, RateLimit(6000, 6000), RateLimit(6000, 6000)),
        settings=chosen,
        visits=known,
    )
    return Guard(gated, Gates.of(chosen, ["style.css"]), known, CARE, head=b"<title>T</title>")


@pytest.mark.parametrize(
    "path",
    [
        "/config",
        "/docs",
        "/openapi.json",
        "/monitoring",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org/",
        "/gradio_api/runs",
        "/gradio_api/queue/join",
        "/gradio_api/deep_link",
        "/gradio_api/call/x",
        "/gradio_api/run/other",
        "/gradio_api/run/predict/",
        "/gradio_api/app_id/x",
        "/static-leaflet/server.py",
        "/static-leaflet/../server.py",
        "/static-leaflet/",
        "/assets/",
        "/assets/../config",
        "/assets/.env",
        "/assets/a/b.js",
        "/static/img/logo.svg",
        "/static/fonts/a/b.woff2",
        "//config",
        "/healthz/",
        "/index.html",
        "/assets/a%2f..%2fconfig",
        "/assets/x.js\n",
    ],
)
def test_what_is_not_on_the_list_does_not_exist(path: str) -> None:
    for method in ("GET", "POST"):
        scope_path = path.encode("ascii", "ignore").decode()
        assert _raw(guarded(), method, scope_path) == 404


def run(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """One call of an application, below any client."""

    async def called() -> None:
        await app(scope, receive, send)

    asyncio.run(called())


def _raw(app: ASGIApp, method: str, path: str) -> int:
    """As a client that tidies no path would ask."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def collect(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
    }
    run(app, scope, receive, collect)
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/theme.css",
        "/gradio_api/app_id",
        "/assets/a-b.js",
        "/static-leaflet/style.css",
    ],
)
def test_what_the_page_needs_is_served_and_only_read(path: str) -> None:
    assert send(guarded(), "GET", path).status_code == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        refused = send(guarded(), method, path)
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD"


def test_questions_cannot_stand_in_an_address() -> None:
    assert send(guarded(), "GET", EVENTS).status_code == 405
    assert send(guarded(), "GET", "/healthz?deep_link=x&q=y").json()["query"] == ""


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/assets/broken.js", "/assets/a.js"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = send(guarded(), "GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    for dropped in ("server", "set-cookie", "access-control-allow-origin"):
        assert dropped not in headers


def test_nothing_is_kept_but_files_whose_name_changes_with_them() -> None:
    fresh = {
        path: send(guarded(), "GET", path).headers["cache-control"]
        for path in (
            "/",
            "/healthz",
            "/assets/a.js",
            "/static-leaflet/style.css",
            "/assets/broken.js",
        )
    }
    assert fresh["/"] == fresh["/healthz"] == fresh["/assets/broken.js"] == "no-store"
    assert "immutable" in fresh["/assets/a.js"]
    assert fresh["/static-leaflet/style.css"] == "no-cache"
    script = send(guarded(), "GET", "/static/js/iframeResizer.contentWindow.min.js")
    assert script.headers["cache-control"].endswith("86400")


def test_each_script_gets_the_nonce_of_its_answer_and_no_answer_the_same() -> None:
    first, second = (send(guarded(), "GET", "/") for _ in range(2))
    nonce = first.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    assert f'<script nonce="{nonce}">1' in first.text
    assert nonce not in second.text
    assert "<head><title>T</title>" in first.text
    visits = [one.text.partition('name="visit" content="')[2][:40] for one in (first, second)]
    assert visits[0] != visits[1]
    assert all(visits)
    assert "og:title" not in first.text
    assert send(guarded(), "HEAD", "/").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.test", "localhost.evil.test", "10.0.0.1", "[::2]:7860", "", "[localhost]"),
        *("[::1]evil", "localhost:evil", "localhost:1:2", "[::1", "[::1]]", "::1]", "localhost]:1"),
    ],
)
def test_other_hosts_are_refused(host: str) -> None:
    assert send(guarded(), "GET", "/healthz", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:7860", "[::1]:7860", "localhost."]
)
def test_this_machine_is_a_host(host: str) -> None:
    assert send(guarded(), "GET", "/healthz", headers={"Host": host}).status_code == 200


def test_listed_hosts_and_the_address_listened_on_are_hosts() -> None:
    settings = read_settings(host="10.1.2.3", allowed_hosts=("Leaflet.Clinic.test",))
    for host in ("leaflet.clinic.test", "10.1.2.3:80"):
        answer = send(guarded(settings), "GET", "/healthz", headers={"Host": host})
        assert answer.status_code == 200
    everywhere = guarded(read_settings(host="0.0.0.0"))
    assert send(everywhere, "GET", "/", headers={"Host": "0.0.0.0"}).status_code == 400


def test_forwarded_headers_count_only_from_a_named_proxy() -> None:
    settings = read_settings(trusted_proxies=("10.0.0.9",), allowed_hosts=("clinic.test",))
    given = {"X-Forwarded-Host": "clinic.test", "X-Gradio-Server": "http://evil.test"}
    told = send(guarded(settings), "GET", "/healthz", headers=given, client="10.0.0.9").json()
    assert told["headers"]["x-forwarded-host"] == "clinic.test"
    assert "x-gradio-server" not in told["headers"]
    stranger = send(guarded(settings), "GET", "/healthz", headers=given).json()
    assert "x-forwarded-host" not in stranger["headers"]
    evil = {"X-Forwarded-Host": "evil.test"}
    refused = send(guarded(settings), "GET", "/healthz", headers=evil, client="10.0.0.9")
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost:7860"}, 200),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_only_the_page_itself_may_ask(headers: Mapping[str, str], status: int) -> None:
    assert post(guarded(), GOOD, headers=headers).status_code == status


def test_a_failure_is_a_plain_answer_and_its_message_is_not_logged(
    capfd: pytest.CaptureFixture[str],
) -> None:
    answer = send(guarded(), "GET", "/assets/broken.js")
    assert answer.status_code == 500
    assert CARE in answer.text
    out, err = capfd.readouterr()
    assert "ValueError at" in err
    assert "test_guard.py" in err
    assert SECRET not in out + err + answer.text


def test_two_lengths_are_one_too_many() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield json.dumps(GOOD).encode()

    both = {"Content-Type": "application/json", "Content-Length": "5"}
    both["Transfer-Encoding"] = "chunked"
    refused = send(guarded(), "POST", EVENTS, headers=both, content=chunks())
    assert refused.status_code == 400
    assert refused.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/nowhere", {}),
        ("PUT", EVENTS, {}),
        ("POST", EVENTS, {"Origin": "https://evil.test"}),
        ("POST", EVENTS, {"Host": "evil.test"}),
        ("GET", "/assets/broken.js", {}),
    ],
)
def test_every_refusal_names_the_care_team(
    method: str, path: str, headers: Mapping[str, str]
) -> None:
    answer = send(guarded(), method, path, headers=headers)
    assert answer.status_code >= 400
    assert CARE in answer.text


def test_websockets_are_closed_before_they_open() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def collect(message: Message) -> None:
        sent.append(message)

    run(guarded(), {"type": "websocket", "path": "/"}, receive, collect)
    assert [one["type"] for one in sent] == ["websocket.close"]


def test_the_session_stays_outside() -> None:
    passed = json.loads(post(guarded(), GOOD).json()["body"])
    assert passed == {key: value for key, value in GOOD.items() if key != "session_hash"}


@pytest.mark.parametrize(
    "change",
    [
        {"fn_index": 4},
        {"fn_index": True},
        {"fn_index": "3"},
        {"fn_index": None},
        {"data": []},
        {"data": ["a", "b"]},
        {"data": "a"},
        {"trigger_id": 8},
        {"trigger_id": True},
        {"session_hash": None},
        {"session_hash": ""},
        {"session_hash": "x" * 65},
        {"session_hash": ["x"]},
        {"event_data": "x"},
        {"other": 1},
    ],
)
def test_only_events_of_this_page_are_called(change: Mapping[str, object]) -> None:
    refused = post(guarded(), {**GOOD, **change})
    assert refused.status_code == 400
    assert "reload" in refused.json()["error"]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "[" * 9000, b"\xff\xfe", "1e999"])
def test_what_is_no_post_of_the_page_is_refused_kindly(body: str | bytes) -> None:
    assert post(guarded(), body).status_code == 400


def test_other_types_than_json_are_refused() -> None:
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        assert post(guarded(), GOOD, headers={"Content-Type": kind}).status_code == 415


def test_a_body_over_the_limit_is_refused_declared_or_in_chunks() -> None:
    large = {**GOOD, "data": ["x" * LARGEST_BODY]}
    assert post(guarded(), large).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 10_000

    kind = {"Content-Type": "application/json"}
    answer = send(guarded(), "POST", EVENTS, headers=kind, content=chunks())
    assert answer.status_code == 413
    fits = {**GOOD, "data": [WISH.replace("How?", "x" * 15_000)]}
    assert post(guarded(), fits).status_code == 200
    lying = {"Content-Length": "-5"}
    assert post(guarded(), GOOD, headers=lying).status_code == 400


def test_a_body_that_dribbles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SECONDS_FOR_BODY", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    kind = {"Content-Type": "application/json"}
    assert send(guarded(), "POST", EVENTS, headers=kind, content=slow()).status_code == 408
