"""A visit: nothing lost, nothing doubled, nothing kept, and a server that comes and goes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.visiting import STORED, Opener, Server, Visit


def test_double_clicks_ask_once(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.page.fill("#question textarea", "How is it given?")
    visit.page.dblclick("#ask")
    visit.wait_for_replies(1)
    visit.page.click(visit.last(".more > summary"))
    visit.page.locator(visit.last(".suggestion")).first.dblclick()
    visit.wait_for_replies(2)
    visit.settle()
    expect(visit.page.locator(".reply")).to_have_count(2)


def test_questions_asked_in_a_rush_are_all_answered_in_order(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    questions = [f"How is it given? {number}" for number in range(6)]
    for question in questions:
        visit.page.fill("#question textarea", question)
        visit.page.keyboard.press("Enter")
    visit.wait_for_replies(6)
    assert visit.page.locator(".asked").all_text_contents() == questions
    expect(visit.page.locator("#question textarea")).to_have_value("")


def test_an_empty_question_gets_a_hint_and_no_reply(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.page.click("#ask")
    expect(visit.page.locator("#hint")).to_have_text("Please type a question first.")
    expect(visit.page.locator("#question textarea")).to_be_focused()
    expect(visit.page.locator(".reply")).to_have_count(0)


def test_two_tabs_do_not_mix(server: Server, open_page: Opener) -> None:
    one = open_page(server)
    one.ask("How is it given?")
    one.page.locator(one.last(".keep")).click()
    second = one.context.new_page()
    second.goto(server.url)
    second.wait_for_selector("html.ready", state="attached")
    expect(second.locator(".reply")).to_have_count(0)
    expect(second.locator("#count")).to_be_hidden()
    other = Visit(second, one.context)
    other.ask("and for how long?")
    one.ask("what are the common side effects")
    other.ask("who should not have it")
    shown = [visit.page.locator(".asked").all_text_contents() for visit in (one, other)]
    assert shown[0] == ["How is it given?", "what are the common side effects"]
    assert shown[1] == ["and for how long?", "who should not have it"]
    expect(one.page.locator("#count")).to_have_text("1")


BROKEN = "Something is broken here."


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (429, '{"error": "Please wait a little."}', "Please wait a little."),
        (500, '{"error": null}', BROKEN),
        (500, "not JSON", BROKEN),
    ],
)
def test_a_refusal_of_the_server_is_said_and_the_question_stays(
    server: Server, open_page: Opener, status: int, body: str, said: str
) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("How is it given?")
    page.route(
        "**/gradio_api/run/predict",
        lambda route: route.fulfill(status=status, body=body, content_type="application/json"),
    )
    page.fill("#question textarea", "who should not have it")
    page.keyboard.press("Enter")
    expect(page.locator("#hint")).to_contain_text(said)
    expect(page.locator("#question textarea")).to_have_value("who should not have it")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator(".reply")).to_have_count(1)
    page.unroute("**/gradio_api/run/predict")
    page.keyboard.press("Enter")
    visit.wait_for_replies(2)
    expect(page.locator("#hint")).to_have_text("")
    # Chromium reports each of them, as it should.
    visit.expected.append(f"status of {status}")


def test_the_browser_keeps_nothing_of_a_visit(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.ask("zebramarker fever in my son")
    visit.page.locator(visit.last(".keep")).click()
    stored = visit.page.evaluate(STORED)
    assert "zebramarker" not in stored
    assert "gradio" not in stored
    assert not [one for one in visit.requests if "zebramarker" in one]
    visit.page.reload()
    visit.page.wait_for_selector("html.ready", state="attached")
    assert "zebramarker" not in visit.page.content()


def test_a_long_visit_loses_nothing_and_stays_within_what_the_server_takes(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    for number in range(12):
        visit.page.fill(
            "#question textarea", f"{number} how is it given {'as my nurse said ' * 88}"
        )
        visit.page.click("#ask")
        expect(visit.page.locator(".asked").last).to_contain_text(f"{number} how is it given")
    expect(visit.page.locator("#hint")).to_have_text("")
    expect(visit.page.locator(".reply")).to_have_count(12)
    expect(visit.page.locator(".asked").first).to_contain_text("0 how is it given")
    # What is shown of a long question ends with a whole word; what is kept of it is all of it.
    expect(visit.page.locator(".asked").first).to_have_text(re.compile(r"nurse said as …$"))
    visit.page.locator(".keep").first.click()
    visit.open_from_menu("open-list")
    asked = visit.page.locator("#kept textarea").input_value()
    assert asked.count("as my nurse said") == 88
    visit.page.click("#list-dialog .close")
    visit.page.click("#other-language")
    expect(visit.page.locator(".reply[lang=es]")).to_have_count(12)
    expect(visit.page.locator(".asked").first).to_contain_text("0 how is it given")
    expect(visit.page.locator(".keep").first).to_have_text("Ya está en su lista.")


def test_each_reply_is_sent_once_and_stays(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.ask("my son has a fever")
    first = visit.page.locator(".reply").first.inner_html()
    with visit.page.expect_response("**/gradio_api/run/predict") as second:
        visit.ask("how is it given")
    assert len(second.value.json()["data"][0]["turns"]) == 1
    assert visit.page.locator(".reply").first.inner_html() == first
    expect(visit.page.locator(".asked")).to_have_count(2)
    expect(visit.page.locator("#pinned")).to_contain_text("112")


def test_the_page_changes_language_with_the_conversation(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("how much ibuprofen can i take")
    page.click("#other-language")
    expect(page.locator(visit.last(".covers > summary"))).to_have_text(
        "El prospecto sí habla de estas cosas:"
    )
    assert page.evaluate("document.documentElement.lang") == "es"
    expect(page.locator("#ask")).to_have_text("Preguntar")
    expect(page.get_by_label("Su pregunta")).to_be_visible()
    assert page.locator("#leaflet-text").get_attribute("lang") == "en"
    expect(page.locator(".leaflet-about")).to_contain_text("Este prospecto está en inglés.")


def test_a_reply_in_the_language_of_its_question_holds_up_no_other(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.ask("¿puedo tomarlo con el desayuno?")
    expect(visit.page.locator(".reply[lang=es]")).to_have_count(1)
    for code in ("es", "en"):
        visit.page.click("#other-language")
        expect(visit.page.locator(f"html[lang={code}]")).to_have_count(1)
        visit.settle()
    visit.ask("how is it given")
    expect(visit.page.locator(".reply[lang=en]")).to_have_count(1)


def test_the_browsers_language_is_the_pages(server: Server, open_page: Opener) -> None:
    visit = open_page(server, locale="es-ES")
    expect(visit.page.locator("h1")).to_contain_text("Pregunte al prospecto")
    assert visit.page.title() == "Pregunte al prospecto"


def test_a_restarted_server_is_told_and_the_typed_question_stays(
    own_server: Server, open_page: Opener
) -> None:
    visit = open_page(own_server)
    page = visit.page
    visit.ask("How is it given?")
    page.locator(visit.last(".keep")).click()
    own_server.stop()
    page.fill("#question textarea", "what are the side effects")
    page.click("#ask")
    expect(page.locator("#away")).to_have_text(
        "The connection is lost; this page tries again until it is back."
    )
    expect(page.locator("#hint")).to_have_text("")
    own_server.start()
    expect(page.locator("#away")).to_contain_text("starts afresh")
    expect(page.locator("#question textarea")).to_have_value("what are the side effects")
    expect(page.locator(".reply")).to_have_count(0)
    expect(page.locator("#count")).to_have_text("1")
    page.click("#ask")
    visit.wait_for_replies(1)
    expect(page.locator("#away")).to_be_hidden()


def test_a_visit_can_be_cleared_while_the_server_is_gone(
    own_server: Server, open_page: Opener
) -> None:
    visit = open_page(own_server)
    page = visit.page
    visit.ask("zebramarker fever in my son")
    own_server.stop()
    with visit.clearing():
        page.locator(".tools > .clear-visit").click()
        expect(page.locator(".reply")).to_have_count(0)
        assert "zebramarker" not in page.content()
        own_server.start()
    assert "zebramarker" not in page.content()


def test_what_would_be_lost_is_asked_about_before_the_page_is_left(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page

    def reload() -> int:
        page.reload()
        page.wait_for_selector("html.ready", state="attached")
        return visit.asked_to_leave

    visit.ask("How is it given?")
    assert reload() == 0
    page.click("#question textarea")
    page.keyboard.type("half a ques")
    assert reload() == 1
    visit.ask("How is it given?")
    page.click(visit.last(".keep"))
    assert reload() == 2
    pulled = "getComputedStyle(document.documentElement).overscrollBehaviorY"
    assert page.evaluate(pulled) == "contain"


def test_finishing_asks_before_the_list_is_cleared(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("How is it given?")
    page.click(visit.last(".keep"))
    page.click(".tools > .finish")
    expect(page.locator("#finish-dialog")).to_contain_text("Your list and what you typed")
    page.click("#finish-dialog .close")
    expect(page.locator("#count")).to_have_text("1")
    page.click(".tools > .finish")
    with visit.clearing():
        page.click("#finish-dialog .clear-visit")
    expect(page.locator(".reply")).to_have_count(0)
    assert visit.asked_to_leave == 0


def test_a_question_taken_off_the_list_says_no_more_that_it_is_on_it(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("How is it given?")
    page.click(visit.last(".keep"))
    expect(page.locator(visit.last(".keep"))).to_have_text("It is on your list now.")
    visit.open_from_menu("open-list")
    page.click("#kept button")
    page.click("#list-dialog .close")
    expect(page.locator(visit.last(".keep"))).to_have_text("Keep for my care team")
