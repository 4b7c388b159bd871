"""A screen in a waiting room. Time is Playwright's, so that nobody waits 90 seconds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import ROOT, STORED, Opener, Server, Visit
from invented import compiled

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
    # After so long nobody is there to be asked.
    assert visit.asked_to_leave == 0
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


# What is there to be touched and lies in the upper half of a tall display, or is small; of the
# replies only the last one, as the others can be drawn down to it.
OUT_OF_REACH = """() => [...document.querySelectorAll("button, a[href], summary, input, textarea")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip")
    && !one.closest(".turn:has(~ .turn .reply)"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.bottom > 0 && box.top < innerHeight
    && (box.top < innerHeight / 2 || box.height < 48 || box.width < 48)
    && one.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.top} ${box.width}x${box.height}`)"""


def test_all_there_is_to_touch_is_large_and_in_the_lower_half_of_a_tall_display(
    kiosk: Server, open_page: Opener
) -> None:
    visit = open_page(kiosk, viewport={"width": 1080, "height": 1920})
    page = visit.page
    assert page.evaluate(OUT_OF_REACH) == []
    for question in ("how is it given", "can i drink beer with it", "she cant breathe"):
        visit.ask(question)
        assert page.evaluate(OUT_OF_REACH) == [], question
        expect(page.locator(visit.last(".care"))).to_be_in_viewport(ratio=1)
    page.click("#display summary")
    assert page.evaluate(OUT_OF_REACH) == []
    page.keyboard.press("Escape")
    for opener, dialog in (("#help", "#help-dialog"), ("#open-list", "#list-dialog")):
        page.click(opener)
        assert page.evaluate(OUT_OF_REACH) == [], dialog
        page.click(f"{dialog} .close")
    page.click("#open-leaflet")
    for control in (".close-leaflet", "#find", "#find-next"):
        box = page.locator(control).bounding_box()
        assert box
        assert box["y"] > 960
        assert box["height"] >= 48


def test_nothing_is_printed_unless_the_clinic_lets_it(kiosk: Server, open_page: Opener) -> None:
    visit = open_page(kiosk)
    page = visit.page
    visit.ask("how is it given")
    page.click("#open-list")
    expect(page.locator("#print")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator("body")).to_be_hidden()


def test_where_the_clinic_lets_it_the_list_is_printed(open_page: Opener) -> None:
    compiled()
    server = Server({"ASKLEAFLET_KIOSK": "true", "ASKLEAFLET_KIOSK_PRINTING": "true"})
    server.start()
    visit = open_page(server, script="window.print = () => { window.printed = true; };")
    page = visit.page
    visit.ask("how is it given")
    page.locator(visit.last(".keep")).click()
    page.click("#open-list")
    page.click("#print")
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    assert "how is it given" in page.inner_text("body")
    server.stop()
