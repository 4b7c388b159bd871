"""My questions for the care team: kept, changed, printed, gone."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.visiting import Opener, Server


def test_keeps_replies_and_own_questions_and_prints_them(server: Server, open_page: Opener) -> None:
    visit = open_page(server, script="window.print = () => { window.printed = true; };")
    page = visit.page
    visit.ask("How is it given?")
    page.locator(visit.last(".keep")).click()
    expect(page.locator(visit.last(".keep"))).to_have_text("It is on your list now.")
    visit.ask("can i drink beer with it")
    page.locator(visit.last(".keep")).click()
    expect(page.locator("#count")).to_have_text("2")
    page.click("#open-list")
    page.fill("#add-text", "Who do I call on Sunday?")
    page.click("#add")
    expect(page.locator("#kept textarea")).to_have_count(3)
    page.locator("#kept textarea").nth(1).fill("May I have one beer?")
    page.locator("#kept button").first.click()
    expect(page.locator("#kept textarea")).to_have_count(2)
    expect(page.locator("#kept textarea").first).to_be_focused()
    page.click("#print")
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    printed = page.inner_text("body")
    assert "1. May I have one beer?" in printed
    assert "2. Who do I call on Sunday?" in printed
    assert "020 7946 0100" in printed
    assert "Get help now" not in printed
    assert page.locator("#sheet .line").count() == 6


def test_the_sheet_holds_the_quote_its_source_and_its_version(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, script="window.print = () => {};")
    visit.ask("How is it given?")
    quote = visit.page.locator(visit.last("blockquote")).text_content()
    visit.page.locator(visit.last(".keep")).click()
    visit.page.click("#open-list")
    visit.page.click("#print")
    expect(visit.page.locator("#sheet blockquote")).to_have_text(quote or "?")
    expect(visit.page.locator("#sheet .origin")).to_contain_text("Source: supplied by")
    expect(visit.page.locator("#sheet .origin")).to_contain_text("Text version")
