"""My questions for the care team: kept, changed, printed, gone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.visiting import Opener, Server

PALE = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && !one.closest('.unseen-text') && [...one.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
  .filter(one => getComputedStyle(one).color !== "rgb(0, 0, 0)")
  .map(one => one.outerHTML.slice(0, 90) + getComputedStyle(one).color)"""


def pages(page: Page) -> int:
    """On how many sheets of paper the page is printed."""
    return len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(format="A4")))


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


def test_many_questions_go_on_several_pages_and_no_quote_is_cut_by_one(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, script="window.print = () => {};")
    page = visit.page
    for question in ("How is it given?", "what are the common side effects"):
        visit.ask(question)
        page.locator(visit.last(".keep")).click()
    page.click("#open-list")
    for number in range(6):
        page.fill("#add-text", f"My own question {number}?")
        page.click("#add")
    page.click("#print")
    page.emulate_media(media="print")
    parts = page.locator("#sheet section")
    expect(parts).to_have_count(8)
    shape = """all => all.map(one => { const style = getComputedStyle(one);
      return [style.breakInside, parseFloat(style.fontSize) >= 18]; })"""
    assert parts.evaluate_all(shape) == [["avoid", True]] * 8
    room = "all => all.every(one => one.offsetHeight >= 40)"
    assert page.locator("#sheet .line").evaluate_all(room)
    assert page.evaluate(PALE) == []
    assert pages(page) in {3, 4}
    expect(page.locator("#sheet section")).to_have_count(0)


def test_the_conversation_prints_black_on_white_in_every_theme(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    for question in ("my son has a fever", "How is it given?"):
        visit.ask(question)
    page.emulate_media(media="print")
    for theme in ("light", "dark", "contrast"):
        page.evaluate(f"Page.show('theme', '{theme}')")
        assert page.evaluate(PALE) == [], theme
    printed = page.inner_text("body")
    assert "continuous intravenous (IV) infusion" in printed
    assert "See it in the leaflet" not in printed
