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
