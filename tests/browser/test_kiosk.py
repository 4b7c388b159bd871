"""A screen in a waiting room. Time is Playwright's, so that nobody waits 90 seconds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import ROOT, STORED, Opener, Server, Visit

MARKER = "zebramarker fever"
# Somebody sets the clock of the machine back an hour.
CLOCK_PUT_BACK = """() => {
  const Was = Date;
  const before = Was.now();
  window.Date = class extends Was {
    constructor(...given) { if (given.length) super(...given); else super(Was.now() - 3600000); }
    static now() { return Was.now() - 3600000; }
  };
  return before - Date.now();
}"""


def _visit(kiosk: Server, open_page: Opener) -> Visit:
    visit = open_page(kiosk, viewport={"width": 1080, "height": 1920})
    visit.page.clock.install()
    visit.page.reload()
    visit.page.wait_for_selector("html.ready", state="attached")
    return visit


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")
    expect(page.locator(".reply").last).to_be_visible()
    page.clock.run_for(1000)


def test_offers_suggestions_and_no_links_out(kiosk: Server, open_page: Opener) -> None:
    visit = open_page(kiosk, viewport={"width": 1080, "height": 1920})
    expect(visit.page.locator("#welcome .suggestion")).to_have_count(6)
    visit.ask("she cant breathe")
    assert visit.page.locator("a[href]").count() == 0
    expect(visit.page.locator(visit.last(".notice h4"))).to_have_text("Tell a member of staff now")
    expect(visit.page.locator(".tools > .finish")).to_be_in_viewport()


def test_warns_goes_on_with_one_tap_and_then_clears(kiosk: Server, open_page: Opener) -> None:
    visit = _visit(kiosk, open_page)
    page = visit.page
    _ask(page, MARKER)
    page.clock.run_for(91_000)
    expect(page.locator("#idle-dialog")).to_be_visible()
    page.click("#idle-stay")
    expect(page.locator("#idle-dialog")).to_be_hidden()
    expect(page.locator(".reply")).to_have_count(1)
    page.clock.run_for(92_000)
    expect(page.locator("#idle-dialog")).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.locator("#idle-dialog")).to_be_visible()
    with page.expect_navigation():
        page.clock.run_for(15_000)
    page.wait_for_selector("html.ready", state="attached")
    expect(page.locator(".reply")).to_have_count(0)
    assert MARKER not in page.content()


def _leave(page: Page, how: str) -> None:
    """The last person presses "Finish and clear", or just walks away."""
    with page.expect_navigation():
        if how == "finish":
            page.locator(".tools > .clear-visit").click()
            page.click("#finish-dialog .clear-visit")
        else:
            page.clock.run_for(125_000)
    page.wait_for_selector("html.ready", state="attached")


def test_clears_in_time_whatever_the_clock_on_the_wall_is_set_to(
    kiosk: Server, open_page: Opener
) -> None:
    visit = _visit(kiosk, open_page)
    page = visit.page
    _ask(page, MARKER)
    back = page.evaluate(CLOCK_PUT_BACK)
    assert back > 3_500_000
    page.clock.run_for(60_000)
    expect(page.locator("#idle-dialog")).to_be_hidden()
    page.clock.run_for(32_000)
    expect(page.locator("#idle-dialog")).to_be_visible()
    with page.expect_navigation():
        page.clock.run_for(32_000)
    page.wait_for_selector("html.ready", state="attached")
    expect(page.locator(".reply")).to_have_count(0)
    assert MARKER not in page.content()


def test_only_a_clock_that_nobody_can_set_is_asked() -> None:
    """A wait until some time on the wall would last an hour longer, or be over at once."""
    scripts = (ROOT / "src/askleaflet/web").glob("*.js")
    assert not [one.name for one in scripts if re.search(r"\bDate\b", one.read_text("utf-8"))]


@pytest.mark.parametrize("how", ["finish", "idle"])
def test_the_next_person_finds_nothing(kiosk: Server, open_page: Opener, how: str) -> None:
    visit = _visit(kiosk, open_page)
    page = visit.page
    _ask(page, MARKER)
    page.locator(visit.last(".keep")).click()
    page.click("#open-list")
    page.fill("#add-text", f"{MARKER} for the team")
    page.click("#list-dialog .close")
    page.click("#open-leaflet")
    page.fill("#find", MARKER)
    page.click(".close-leaflet")
    page.evaluate("Page.show('size', '3')")
    page.fill("#question textarea", f"{MARKER} half typed")
    _leave(page, how)
    for look in ("now", "back", "reload"):
        if look == "back":
            page.go_back()
            page.goto(kiosk.url)
        if look == "reload":
            page.reload()
        page.wait_for_selector("html.ready", state="attached")
        assert MARKER not in page.content()
        for field in page.locator("textarea, input").all():
            expect(field).to_have_value("")
        expect(page.locator("#count")).to_be_hidden()
        expect(page.locator("html")).to_have_attribute("data-size", "1")
        stored = page.evaluate(STORED)
        assert MARKER not in stored
        assert stored.startswith('[[],[],"","",[],[],')
    page.emulate_media(media="print")
    assert MARKER not in page.inner_text("body")
    assert MARKER.encode() not in page.pdf()
    assert page.request.get(f"{kiosk.url}gradio_api/runs").status == 404


def test_the_browser_is_asked_to_remember_no_field(kiosk: Server, open_page: Opener) -> None:
    visit = open_page(kiosk)
    visit.ask(MARKER)
    visit.page.locator(visit.last(".keep")).click()
    visit.page.click("#open-list")
    fields = visit.page.locator("textarea:visible, input:visible")
    assert fields.count() >= 2
    for field in visit.page.locator("textarea, input").all():
        if field.evaluate("one => one.id === '' && one.closest('#wish') !== null"):
            continue
        expect(field).to_have_attribute("autocomplete", "off")
    assert visit.page.locator("form, [name]:is(input, textarea)").count() == 0
