"""A limit never hides an emergency: whatever is refused, and however, says whom to call."""

from __future__ import annotations

import json

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from asgi import EVENTS, post, send
from askleaflet.settings import read_settings
from askleaflet.web import refusal
from askleaflet.web.events import Limits
from askleaflet.web.limits import RateLimit
from askleaflet.web.visits import Visits
from askleaflet.web.wish import LONGEST_TEXT
from test_guard import GOOD, guarded

CRY = "i cant breathe and my lips are swelling"
# Folds to eighteen letters.
LIGATURE = "\ufdfa"


def asked(text: str, **more: object) -> dict[str, object]:
    wish = json.dumps({"asked": [{"text": text}], **more})
    return {**GOOD, "data": [wish]}


def still(burst: int) -> RateLimit:
    """A limit whose clock stands."""
    return RateLimit(burst, burst, clock=lambda: 0.0)


def nothing_left() -> Limits:
    none = still(1)
    for name in ("127.0.0.1", "one"):
        none.take(name)
    return Limits(none, none, none)


def site() -> ASGIApp:
    settings = read_settings(care_team_name="the Day Unit", emergency_number="112")
    return guarded(settings, limits=nothing_left())


async def fails(scope: Scope, receive: Receive, send: Send) -> None:
    """A server below that answers with a fault of its own."""
    await JSONResponse({"error": None}, 500)(scope, receive, send)


async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
    raise KeyError(scope["path"])


def test_a_limit_says_the_care_team_and_an_emergency_gets_its_notice() -> None:
    app = site()
    calm, urgent = post(app, asked("How is it given?")), post(app, asked(CRY))
    assert calm.status_code == urgent.status_code == 429
    assert int(calm.headers["retry-after"]) >= 1
    for answer in (calm, urgent):
        assert answer.json()["error"].endswith("then ask again.")
        assert "the Day Unit" in answer.json()["care"]
    assert calm.json()["urgent"] == ""
    assert calm.json()["notice"] == []
    assert urgent.json()["urgent"] == "life"
    assert "112" in urgent.json()["notice"][0]
    assert post(app, asked("i want to die")).json()["urgent"] == "crisis"
    assert post(app, asked("my son has a fever of 39")).json()["urgent"] == "team"


@pytest.mark.parametrize("inner", [fails, breaks])
def test_a_fault_says_the_care_team_and_an_emergency_gets_its_notice(inner: ASGIApp) -> None:
    settings = read_settings(care_team_name="the Day Unit")
    answer = post(guarded(settings, inner=inner), asked(CRY))
    assert answer.status_code == 500
    assert "the Day Unit" in answer.json()["care"]
    assert answer.json()["urgent"] == "life"
    assert "broken" in answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        {**asked(CRY), "fn_index": 99},
        {"old": ["shape", {"text": CRY}]},
        {**GOOD, "data": [CRY]},
        CRY,
        f'{{"data": ["{CRY}"',
    ],
)
def test_what_is_no_post_of_the_page_is_read_for_an_emergency_all_the_same(body: object) -> None:
    answer = post(guarded(), body)
    assert answer.status_code == 400
    assert answer.json()["urgent"] == "life"
    assert post(guarded(), {"data": ["hello"]}).json()["urgent"] == ""


def test_another_type_is_read_for_an_emergency_all_the_same() -> None:
    answer = send(guarded(), "POST", EVENTS, headers={"Content-Type": "text/plain"}, content=CRY)
    assert answer.status_code == 415
    assert answer.json()["urgent"] == "life"


def test_what_is_too_long_to_read_gets_the_notice_whatever_it_says() -> None:
    longest = asked("x" * (LONGEST_TEXT + 20_000))
    for body in (longest, asked("x" * 500_000)):
        answer = post(guarded(), body)
        assert answer.status_code == 413
        assert answer.json()["urgent"] == "life"
    assert post(guarded(), asked("é" * (LONGEST_TEXT // 2))).status_code == 200
    assert post(guarded(), asked('"' * LONGEST_TEXT)).status_code == 200


def test_an_emergency_at_the_end_of_a_long_message_is_found() -> None:
    long = "we came home on monday and all is well. " * 1500
    answer = post(site(), asked(f"{long} my husband cant breathe and his lips are blue"))
    assert answer.json()["urgent"] == "life"


def test_a_fault_in_reading_counts_as_an_emergency(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise KeyError("x")

    monkeypatch.setattr(refusal, "find_signs", broken)
    assert post(site(), asked("hello")).json()["urgent"] == "life"
    monkeypatch.setattr(refusal, "MOST_WAITING", 0)
    assert post(site(), asked("hello")).json()["urgent"] == "life"


def test_a_visit_is_not_refused_for_what_others_ask_behind_its_address() -> None:
    visits = Visits()
    limits = Limits(still(1), still(600), still(1))
    app = guarded(visits=visits, limits=limits)
    mine, other = ({"X-Visit": visits.open()} for _ in range(2))
    assert [post(app, asked("a")).status_code for _ in range(3)] == [200, 429, 429]
    assert post(app, asked("a"), headers={"X-Visit": "made.up"}).status_code == 429
    assert [post(app, asked("a"), headers=mine).status_code for _ in range(2)] == [200, 429]
    assert post(app, asked("a"), headers=other).status_code == 200


def test_an_address_has_a_limit_however_many_visits_it_opens() -> None:
    visits = Visits()
    app = guarded(visits=visits, limits=Limits(*(still(10) for _ in range(3))))
    codes = [
        post(app, asked("a"), headers={"X-Visit": visits.open()}).status_code for _ in range(12)
    ]
    assert codes == [200] * 9 + [429] * 3
    again = post(app, asked("a"), headers={"X-Visit": visits.open()}, client="10.0.0.5")
    assert again.status_code == 200


def test_a_question_costs_what_it_is_to_read() -> None:
    visits = Visits()
    app = guarded(visits=visits, limits=Limits(*(still(10) for _ in range(3))))
    wish = json.dumps({"asked": [{"text": LIGATURE * 250}] * 10})
    head = {"X-Visit": visits.open()}
    costly = [post(app, {**GOOD, "data": [wish]}, headers=head).status_code for _ in range(4)]
    assert costly == [200, 200, 200, 429]


@pytest.mark.parametrize("sign", ["", ".", "a.", "a.b", "é.é", "a" * 24 + "." + "0" * 32])
def test_the_sign_of_a_visit_cannot_be_made_up(sign: str) -> None:
    visits = Visits()
    assert visits.name(sign) is None
    assert visits.name(visits.open()) is not None
    assert visits.name(Visits().open()) is None
