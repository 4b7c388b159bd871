"""The leaflet beside the conversation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import QUOTED, Opener, Server

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize(
    "question", ["How is it given?", "what are the common side effects", "who should not have it"]
)
def test_marks_in_the_leaflet_exactly_what_was_quoted(
    server: Server, open_page: Opener, question: str
) -> None:
    visit = open_page(server)
    visit.ask(question)
    quoted = visit.page.locator(visit.last("figure")).evaluate_all(QUOTED)
    visit.page.locator(visit.last(".see")).first.click()
    seen = visit.page.locator("#leaflet-text mark.seen")
    expect(seen.first).to_be_in_viewport()
    assert sorted(seen.all_text_contents()) == sorted(quoted)


def test_finds_a_word_and_says_how_often(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    page.fill("#find", "infusion")
    expect(page.locator("#found")).to_contain_text("1 of ")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("2 of ")
    assert {one.lower() for one in page.locator("mark.hit").all_text_contents()} == {"infusion"}
    page.fill("#find", "zzz")
    expect(page.locator("#found")).to_have_text("Not found in this leaflet.")
    assert page.locator("mark.hit").count() == 0


def test_on_a_phone_it_opens_over_the_chat_and_closes_again(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    page = visit.page
    visit.ask("How is it given?")
    expect(page.locator("#leaflet-pane")).to_be_hidden()
    page.locator(visit.last(".see")).click()
    expect(page.locator("#leaflet-text mark.seen")).to_be_in_viewport()
    page.click(".close-leaflet")
    expect(page.locator("#leaflet-pane")).to_be_hidden()
    expect(page.locator(visit.last(".see"))).to_be_focused()


def test_back_closes_the_leaflet_and_keeps_the_page(server: Server, open_page: Opener) -> None:
    visit = open_page(server, viewport=PHONE)
    page = visit.page
    visit.ask("How is it given?")
    visit.open_from_menu("open-leaflet")
    expect(page.locator("#leaflet-title")).to_be_focused()
    page.go_back()
    expect(page.locator("#leaflet-pane")).to_be_hidden()
    expect(page.locator(".reply")).to_have_count(1)


SPELLINGS = {
    "anaemia": "Anemia",
    "leukaemia": "leukemia",
    "tumour": "tumor",
    "DIARRHOEA": "Diarrhea",
    "infusión": "infusion",
}


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_a_word_is_found_however_it_is_spelt_and_the_first_place_is_shown(
    server: Server, open_page: Opener, size: dict[str, int]
) -> None:
    visit = open_page(server, viewport=size)
    page = visit.page
    if size == PHONE:
        visit.open_from_menu("open-leaflet")
    for typed, found in SPELLINGS.items():
        page.evaluate("document.querySelector('#beside').scrollTop = 9999")
        page.fill("#find", typed)
        expect(page.locator("#found")).to_contain_text("1 of ")
        first = page.locator("mark.hit").first
        assert (first.text_content() or "").lower() == found.lower()
        expect(first).to_have_class("hit here")
        expect(first).to_be_in_viewport()
        expect(page.locator("#find")).to_be_in_viewport()


def test_what_is_not_found_offers_the_word_that_looks_most_like_it(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    page.fill("#find", "nutropenja")
    expect(page.locator("#found")).to_have_text("Not found in this leaflet.")
    expect(page.locator("#find-near")).to_have_text("Look for “Neutropenia”")
    page.click("#find-near")
    expect(page.locator("#found")).to_contain_text("1 of ")
    expect(page.locator("#find-near")).to_be_hidden()
    page.fill("#find", "xyzzyqq")
    expect(page.locator("#find-near")).to_be_hidden()


def test_beside_the_conversation_the_leaflet_follows_it(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("who should not have it")
    expect(page.locator("mark.seen").first).to_be_in_viewport()
    expect(page.locator("#ask")).to_be_focused()
    visit.ask("How is it given?")
    expect(page.locator("mark.seen").first).to_contain_text("continuous intravenous")
    expect(page.locator("mark.seen").first).to_be_in_viewport()


def test_on_a_phone_the_leaflet_stays_shut_until_it_is_asked_for(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    visit.ask("who should not have it")
    expect(visit.page.locator("#leaflet-pane")).to_be_hidden()
    assert visit.page.locator("mark.seen").count() == 0


@pytest.mark.parametrize("way", ["escape", "button"])
def test_from_the_leaflet_a_way_leads_back_to_the_reply(
    server: Server, open_page: Opener, way: str
) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("who should not have it")
    expect(page.locator(".back-to-reply")).to_be_hidden()
    page.click(visit.last(".see"))
    expect(page.locator("mark.seen").first).to_be_focused()
    expect(page.locator(".back-to-reply")).to_be_in_viewport()
    if way == "escape":
        page.keyboard.press("Escape")
    else:
        page.click(".back-to-reply")
    expect(page.locator(visit.last(".see"))).to_be_focused()
    expect(page.locator(visit.last(".see"))).to_be_in_viewport()
    expect(page.locator(".back-to-reply")).to_be_hidden()
