"""Nothing but the page's own strings comes in: every shape Gradio would act on is refused before
Gradio sees it, and no file is opened and no connection made on its account."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from asgi import post
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.web.wish import (
    MOST_ASKED,
    Asked,
    UnreadableError,
    Wish,
    read_post,
    read_wish,
    texts_in,
)
from test_server import created

SECRET = Path("/etc/passwd")
META = {"_type": "gradio.FileData"}
# An address that is not routed (RFC 5737), and a name that no one may own (RFC 2606).
AWAY = "http://192.0.2.1:9/x"
NAMED = "http://leaflet.invalid/x"
FILES: Mapping[str, object] = {
    "path": {"path": str(SECRET), "meta": META},
    "path with a name": {"path": str(SECRET), "orig_name": "a.txt", "meta": META},
    "path and url": {"path": str(SECRET), "url": AWAY, "meta": META},
    "address as path": {"path": AWAY, "meta": META},
    "name as path": {"path": NAMED, "meta": META},
    "url only": {"url": NAMED, "meta": META, "path": ""},
    "environment": {"path": "/proc/self/environ", "meta": META},
    "list": [{"path": str(SECRET), "meta": META}],
    "dictionary": {"text": "hi", "files": [{"path": str(SECRET), "meta": META}]},
    "deep": {"a": [{"b": {"path": str(SECRET), "meta": META}}]},
    "without a type": {"path": str(SECRET)},
    "stream": {"path": str(SECRET), "is_stream": True, "meta": META},
    "list of files": {"_type": "gradio.ListFiles", "path": str(SECRET)},
    "update": {"__type__": "update", "value": "x"},
    "state": {"__type__": "state"},
    "number": 7,
    "nothing": None,
    "truth": True,
    "list of strings": ["x"],
}
ENVELOPES: Mapping[str, object] = {
    "event_data": {"path": str(SECRET), "meta": META},
    "event_data text": None,
    "trigger_id": str(SECRET),
    "fn_index": 0.0,
    "session_hash": "../../x",
    "simple_format": True,
    "batched": True,
    "event_id": "x",
    "oauth_token": "x",
    "request": {"path": str(SECRET)},
    "state": [1],
    "api_name": "/x",
}
_watching: list[tuple[str, object]] | None = None


def _watch(event: str, given: tuple[object, ...]) -> None:
    if _watching is not None and event in {"open", "socket.connect", "socket.getaddrinfo"}:
        _watching.append((event, given[0] if event == "open" else given))


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """What is opened and reached meanwhile, outside of the libraries' own files."""
    global _watching  # noqa: PLW0603 - a hook cannot be taken out again
    seen: list[tuple[str, object]] = []
    _watching = seen
    try:
        yield seen
    finally:
        _watching = None
        seen[:] = [one for one in seen if not str(one[1]).endswith((".py", ".pyc"))]


@pytest.fixture(scope="module")
def app(assistant: Assistant, catalogue: Catalogue) -> FastAPI:
    return created(assistant, catalogue)


def body(**changed: object) -> dict[str, object]:
    wish = json.dumps({"language": "en", "asked": [{"text": "hello"}], "leaflet": ""})
    usual = {"fn_index": 0, "data": [wish], "trigger_id": None, "session_hash": "s"}
    return {**usual, **changed}


@pytest.mark.parametrize("name", FILES)
def test_no_shape_that_gradio_acts_on_reaches_it(app: FastAPI, name: str) -> None:
    with watched() as seen:
        for data in ([FILES[name]], FILES[name], [body()["data"], FILES[name]]):
            assert post(app, body(data=data)).status_code == 400
    assert seen == []


@pytest.mark.parametrize("name", [name for name in ENVELOPES if ENVELOPES[name] is not None])
def test_the_envelope_holds_what_the_page_writes_and_nothing_else(app: FastAPI, name: str) -> None:
    with watched() as seen:
        assert post(app, body(**{name: ENVELOPES[name]})).status_code == 400
    assert seen == []


@pytest.mark.parametrize("name", FILES)
def test_the_wish_holds_what_the_page_writes_and_nothing_else(app: FastAPI, name: str) -> None:
    for key in ("language", "leaflet", "shown", "asked", "other"):
        assert post(app, body(data=[json.dumps({key: FILES[name]})])).status_code == 400
    wish = json.dumps({"asked": [{"text": FILES[name]}]})
    assert post(app, body(data=[wish])).status_code == 400


def test_what_the_page_sends_is_taken(app: FastAPI) -> None:
    """As a browser sent it, but for its own number of the button."""
    sent = (
        '{"language":"en","asked":[{"text":"How is it given?","urgent":false},'
        '{"text":"i cant breathe"}],"leaflet":"","shown":"blinatumomab"}'
    )
    answer = post(app, body(data=[sent], session_hash="t20eago293e"))
    assert answer.status_code == 200
    assert "notice" in answer.text


@pytest.mark.parametrize(
    "sent", ["", "[]", "{", "[" * 100_000, '{"asked": 5}', '{"asked": [5, null, "x"]}', "NaN"]
)
def test_what_is_no_wish_is_not_guessed_at(sent: str) -> None:
    with pytest.raises(UnreadableError):
        read_wish(sent, "es")


def test_a_wish_has_a_length_and_a_language_there_is() -> None:
    one = {"text": "a", "urgent": True}
    wish = read_wish(json.dumps({"asked": [one] * MOST_ASKED, "language": "xx"}), "es")
    assert wish == Wish((Asked("a", True),) * MOST_ASKED, "es")
    with pytest.raises(UnreadableError):
        read_wish(json.dumps({"asked": [one] * (MOST_ASKED + 1)}), "es")


@pytest.mark.parametrize("known", [-1, MOST_ASKED + 1, "1", 1.5, None, True])
def test_how_much_the_page_knows_is_a_number_of_questions(known: object) -> None:
    with pytest.raises(UnreadableError):
        read_wish(json.dumps({"asked": [], "known": known}), "es")
    assert read_wish('{"known": 3}', "es").known == 3


def test_half_an_emoji_is_no_reason_to_refuse() -> None:
    assert read_wish('{"asked": [{"text": "ok \\ud83d"}]}', "en").asked[0].text == "ok ?"
    assert read_post(b'{"fn_index":0,"data":["\\ud83d"],"session_hash":"s"}').data == ("?",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["path", "url", "meta", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_an_input_is_a_string_or_the_post_is_refused(value: object) -> None:
    sent = json.dumps({"fn_index": 0, "data": [value], "session_hash": "s"}).encode()
    if isinstance(value, str):
        assert read_post(sent).data == (value,)
    else:
        with pytest.raises(UnreadableError):
            read_post(sent)


@pytest.mark.parametrize(
    "sent",
    [
        b'{"data": ["{\\"asked\\": [{\\"text\\": \\"i cant breathe\\"}]}"], "fn_index": 99}',
        b'{"old": {"shape": ["x", {"y": "i cant breathe"}]}}',
        b"i cant breathe",
        b'{"data": ["{i cant breathe"]}',
        b'{"data": "i cant breathe"',
    ],
)
def test_the_words_of_any_post_can_be_read_for_an_emergency(sent: bytes) -> None:
    assert "i cant breathe" in texts_in(sent)


def test_deep_bodies_are_text_too() -> None:
    deep = b"[" * 900 + b'"i cant breathe"' + b"]" * 900
    assert "i cant breathe" in texts_in(deep)
    assert "i cant breathe" in texts_in(b"[" * 99_000 + b"i cant breathe")
