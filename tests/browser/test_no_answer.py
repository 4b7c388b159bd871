"""An emergency is answered by the page itself where the server refuses, fails or stays silent."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, Route, expect

from askleaflet.notice import kind_of
from askleaflet.urgency import find_signs
from browser.visiting import EVENTS, ROOT, Opener, Server, Visit
from test_urgency import AFTER, ASKED, BEFORE, MEDICINES, NAMED, WHAT, WHO

CRY = "i cant breathe and my lips are swelling"
# Words of which the page has much to think.
COSTLY = (
    "fever, chills, cant breathe, zqxmark ",
    "blood in my pee and bleeding ",
    "if my line leaks and pump beeps ",
    "fevr chlls blod lps ",
    "he ",
)
SENTENCE = "we came home on monday and all is well so far. "
# Of what the server knows by its phrases, of whom it says to call first, and of what is calm, the
# page has to agree on so much.
AGREED, SAME_ORDER, FALSE_ALARMS = 0.99, 0.99, 0.01


def _silent(_: Route) -> None:
    """The request is taken and nothing comes back."""


def _ends(route: Route) -> None:
    route.abort("connectionfailed")


def _answers(status: int, **said: object) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=json.dumps(said), content_type="application/json")

    return answer


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def _fail_with(visit: Visit, way: Callable[[Route], None]) -> None:
    """Every question gets what ``way`` gives. Chromium reports each failed request, when it likes,
    as it should."""
    visit.expected += ["status of", "ERR_", "Failed to load"]
    visit.page.route(EVENTS, way)


@pytest.mark.parametrize("way", ["silent", "ends", "429", "500", "413", "502"])
def test_an_emergency_gets_its_notice_without_an_answer(
    server: Server, open_page: Opener, way: str
) -> None:
    visit = open_page(server)
    page = visit.page
    ways: dict[str, Callable[[Route], None]] = {"silent": _silent, "ends": _ends}
    _fail_with(visit, ways.get(way) or _answers(int(way), error="No."))
    _ask(page, CRY)
    card = page.locator("#urgent-now [data-card=life]:visible")
    expect(card).to_be_visible(timeout=2500)
    expect(card).to_contain_text("Call 112 now")
    expect(card).to_contain_text("020 7946 0100")
    if way == "429":
        expect(page.locator("#need-help")).to_contain_text("the Leukaemia Day Unit")
        page.click("#need-help .open-help")
        expect(page.locator("#help-dialog")).to_be_visible()
    page.unroute(EVENTS)


def test_a_crisis_has_its_own_notice(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.page.route(EVENTS, _silent)
    _ask(visit.page, "i dont want to live any more")
    expect(visit.page.locator("#urgent-now [data-card=crisis]:visible")).to_be_visible()
    visit.page.unroute(EVENTS)


def test_what_the_server_knows_of_a_refused_message_is_shown(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    _fail_with(visit, _answers(429, error="Please wait.", urgent="team"))
    _ask(page, "something that only the server knows")
    expect(page.locator("#urgent-now [data-card=team]:visible")).to_be_visible()
    expect(page.locator("#hint")).to_have_text("Please wait.")
    page.unroute(EVENTS)


def test_a_calm_question_that_gets_no_answer_is_shown_the_care_team_and_no_alarm(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    page.route(EVENTS, _silent)
    _ask(page, "How is it given?")
    expect(page.locator("#need-help")).to_contain_text("the Leukaemia Day Unit", timeout=6000)
    expect(page.locator("#hint")).to_contain_text("longer than usual")
    expect(page.locator("#urgent-now")).to_be_hidden()
    page.unroute(EVENTS)


def test_a_long_message_is_read_to_its_end_and_says_how_much_is_searched(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    page.fill("#question textarea", "How is it given?")
    expect(page.locator("#reads")).to_have_text("")
    page.fill("#question textarea", SENTENCE * 44 + "my husband cant breathe and his lips are blue")
    expect(page.locator("#reads")).to_contain_text("first 1000 letters")
    page.keyboard.press("Enter")
    visit.wait_for_replies(1)
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Call 112 now")
    expect(page.locator("#reads")).to_have_text("")
    visit.ask(SENTENCE * 1300 + "my husband cant breathe and his lips are blue")
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Call 112 now")


def test_a_message_too_long_to_read_is_refused_with_the_numbers(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    page.fill("#question textarea", SENTENCE * 1500)
    page.keyboard.press("Enter")
    expect(page.locator("#urgent-now [data-card=life]:visible")).to_contain_text("112")
    expect(page.locator("#hint")).to_contain_text("too long")
    assert not [one for one in visit.requests if "predict" in one]


def test_the_page_knows_nearly_every_emergency_that_the_server_knows_by_its_phrases(
    server: Server, open_page: Opener
) -> None:
    rows = [
        json.loads(line)
        for line in (ROOT / "tests/data/urgent_table.jsonl").read_text("utf-8").splitlines()
    ]
    texts = [row["text"] for row in rows if not row["history"]]
    known = [kind_of(find_signs(text)) for text in texts]
    visit = open_page(server)
    seen = visit.page.evaluate("texts => texts.map(one => Page.emergency(one))", texts)
    urgent = [(page, here) for page, here in zip(seen, known, strict=True) if here]
    calm = [bool(page) for page, here in zip(seen, known, strict=True) if not here]
    assert len(urgent) > 300
    assert sum(bool(page) for page, _ in urgent) / len(urgent) >= AGREED
    assert sum(page == here for page, here in urgent) / len(urgent) >= SAME_ORDER
    assert sum(calm) / len(calm) <= FALSE_ALARMS


def test_the_page_hears_what_happens_in_any_question_and_nothing_in_mere_questions(
    server: Server, open_page: Opener
) -> None:
    told = ["".join(parts) for parts in product(BEFORE, WHO, [" "], WHAT, AFTER)]
    asked = [one.format(s=s, m=m) for one, s, m in product(ASKED, NAMED, MEDICINES)]
    visit = open_page(server)
    seen = visit.page.evaluate("texts => texts.map(one => Page.emergency(one))", [*told, *asked])
    assert not [text for text, kind in zip(told, seen, strict=False) if not kind]
    assert not [text for text, kind in zip(asked, seen[len(told) :], strict=True) if kind]


def test_the_page_reads_the_longest_message_to_its_end(server: Server, open_page: Opener) -> None:
    """A slow step would hang here: what is more than linear takes minutes for so many letters."""
    visit = open_page(server)
    for text in COSTLY:
        took = visit.page.evaluate(
            "text => { const began = performance.now(); Page.emergency(text);"
            " return performance.now() - began; }",
            (text * (65_536 // len(text) + 1))[:65_536],
        )
        # As long as it takes on a busy machine.
        assert took < 15_000, text
    assert "zqxmark" not in visit.page.content()
