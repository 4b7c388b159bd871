"""Any request at all to the whole server: never a fault, and every refusal says whom to turn to."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import example, given
from hypothesis import strategies as st

from asgi import EVENTS, post, send
from askleaflet.answer import care_team
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.settings import read_settings
from askleaflet.web.guard import EXACT
from askleaflet.web.outgoing import HEADERS
from askleaflet.web.wish import UnreadableError, read_wish
from strategies import any_text, histories, questions
from test_server import asked, created

TEAM = "the Day Unit"
ROUTES = (Path(__file__).parent / "data" / "gradio_routes.txt").read_text("utf-8").split()
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "get")
# No two requests come from one address: what is asked here is not what the limits are.
ADDRESSES = itertools.count(int(IPv4Address("10.0.0.1")))

_piece = st.text("abcXY019._-~%/?#&=;:@{}[]|\\ é\u2028", max_size=12)
_named = st.sampled_from([*EXACT, *ROUTES, "/static-leaflet/style.css", "/assets/", "/static/"])
paths = st.one_of(
    _named,
    st.tuples(_named, _piece).map("".join),
    st.tuples(st.just("/"), _piece).map("".join),
    _named.map(lambda path: path.replace("{path:path}", "../../etc/passwd")),
)
_value = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
_header = st.sampled_from(
    "origin accept accept-encoding x-forwarded-for x-forwarded-host x-visit content-type cookie "
    "range if-none-match sec-fetch-site x-gradio-server".split()
)
headers = st.dictionaries(_header, _value, max_size=3)
_leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), any_text)
any_json = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def app(assistant: Assistant, catalogue: Catalogue) -> FastAPI:
    return created(assistant, catalogue, read_settings(care_team_name=TEAM))


def address() -> str:
    return str(IPv4Address(next(ADDRESSES)))


def holds(answer: httpx.Response) -> None:
    """What is true of every answer of the server: no fault, the headers, the care team."""
    assert answer.status_code < 500
    assert HEADERS.items() <= {name: answer.headers.get(name) for name in HEADERS}.items()
    assert "content-security-policy" in answer.headers
    assert "gradio" not in answer.headers.get("server", "")
    body_told = answer.status_code >= 400 and answer.request.method.upper() != "HEAD"
    assert not body_told or TEAM in answer.text


@given(st.sampled_from(METHODS), paths, headers, st.binary(max_size=40))
@example("POST", EVENTS, {}, b"i cant breathe")
@example("POST", "/gradio_api/upload", {}, b"x")
@example("GET", "/", {"range": "bytes=0-1", "x-forwarded-host": "evil.test"}, b"")
def test_any_request_is_served_or_refused_with_the_care_team(
    app: FastAPI, method: str, path: str, given_headers: Mapping[str, str], content: bytes
) -> None:
    answer = send(app, method, quote(path, safe="/%"), headers=given_headers, content=content)
    holds(answer)
    if answer.status_code == 200:
        assert path in EXACT or path.startswith(("/assets/", "/static"))
        assert method.upper() in {"GET", "HEAD"}


@given(any_json, st.booleans(), headers)
@example({"fn_index": 0, "data": [{"path": "/etc/passwd"}], "session_hash": "s"}, False, {})
@example({"asked": [{"text": "x", "urgent": 1}]}, True, {})
def test_any_json_is_refused_unless_it_is_what_the_page_sends(
    app: FastAPI, value: object, inside: bool, given_headers: Mapping[str, str]
) -> None:
    body = {**asked("x"), "data": [dumped(value)]} if inside else value
    answer = post(app, dumped(body), headers=given_headers, client=address())
    holds(answer)
    try:
        read_wish(dumped(value) if inside else "no wish", "en")
    except UnreadableError:
        assert answer.status_code in {400, 403, 415}


@given(questions, histories)
@example("it itches \u02bc", [])
@example("i cant breathe", ["\u02bc'"])
def test_any_question_gets_a_reply_with_the_care_team(
    app: FastAPI, text: str, before: list[str]
) -> None:
    wish = json.dumps({"asked": [{"text": one} for one in (*before, text)]})
    answer = post(app, {**asked("x"), "data": [wish]}, client=address())
    holds(answer)
    assert answer.status_code == 200
    assert care_team(read_settings(), "en") in answer.text
    assert 'data-kind=\\"error\\"' not in answer.text


def dumped(value: object) -> str:
    """As JSON, with what JSON itself does not allow, as Python writes and reads it."""
    return json.dumps(value)
