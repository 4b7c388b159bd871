"""Small screens, large text, and people who choose their own colours or no motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import KINDS, Opener, Server

LONG = f"keppra {'what if i take too much of it and '.upper() * 4}{'withoutspaces' * 20}"
SMALL = """() => [...document.querySelectorAll("button, a[href], summary, input, textarea")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
RUNS_OFF = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > window.innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


def fits(page: Page) -> None:
    """Nothing runs off the side, and everything to press is at least 44 px large."""
    assert page.evaluate(RUNS_OFF) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    ("server", "size", "locale"),
    [
        ("several", (320, 256), "en-GB"),
        ("several", (320, 640), "es-ES"),
        ("several", (1280, 800), "en-GB"),
        ("kiosk", (320, 256), "en-GB"),
        ("kiosk", (320, 640), "en-GB"),
    ],
)
def test_nothing_runs_off_the_side_and_targets_are_large(
    server: str,
    size: tuple[int, int],
    locale: str,
    request: pytest.FixtureRequest,
    open_page: Opener,
) -> None:
    """320 x 256 is what 1280 x 1024 becomes at 400 % zoom."""
    where: Server = request.getfixturevalue(server)
    visit = open_page(where, viewport={"width": size[0], "height": size[1]}, locale=locale)
    page = visit.page
    fits(page)
    for question in (*KINDS.values(), LONG):
        visit.ask(question)
        fits(page)
    expect(page.locator(".pinned")).to_be_in_viewport()
    page.locator(".keep").first.click()
    visit.open_from_menu("open-list")
    fits(page)
    page.click("#list-dialog .close")
    visit.see_pinned()
    for opener, dialog in (
        ("#help", "#help-dialog"),
        (".open-pinned", "#pinned-dialog"),
    ):
        page.click(opener)
        fits(page)
        page.click(f"{dialog} .close")
    page.click("#display summary")
    fits(page)
    page.keyboard.press("Escape")
    page.locator(".see").first.click()
    expect(page.locator("mark.seen").first).to_be_in_viewport()
    fits(page)
    page.evaluate("Page.shutLeaflet()")
    page.evaluate("Page.open(document.querySelector('#idle-dialog'))")
    fits(page)


@pytest.mark.parametrize(
    ("size", "text"), [((320, 256), "1"), ((360, 740), "3"), ((1280, 800), "3")]
)
def test_what_was_asked_and_the_reply_can_be_seen_at_once(
    kiosk: Server, open_page: Opener, size: tuple[int, int], text: str
) -> None:
    """The header, an urgent notice and the question box leave room, in very large type too."""
    visit = open_page(kiosk, viewport={"width": size[0], "height": size[1]})
    page = visit.page
    page.click("#display summary")
    page.click(f"[data-size='{text}'].choice")
    page.keyboard.press("Escape")
    visit.ask("my son has a fever")
    visit.ask("How is it given?")
    for selector in (".asked", ".pinned"):
        expect(page.locator(selector).last).to_be_in_viewport(ratio=0.9)
    below = page.locator(".pinned").bounding_box()
    asked = page.locator(".asked").last.bounding_box()
    assert below
    assert asked
    assert asked["y"] >= below["y"] + below["height"]


def test_text_grows_when_asked(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    size = "parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"
    before = page.evaluate(size)
    page.click("#display summary")
    page.click("[data-size='3'].choice")
    assert page.evaluate(size) > before * 1.4
    fits(page)


def test_reduced_motion_moves_nothing(server: Server, open_page: Opener) -> None:
    visit = open_page(server, reduced_motion="reduce")
    visit.ask("How is it given?")
    running = "document.getAnimations().filter(one => one.playState === 'running').length"
    assert visit.page.evaluate(running) == 0
    smooth = """() => [...document.querySelectorAll("*")]
      .filter(one => getComputedStyle(one).scrollBehavior === "smooth").length"""
    assert visit.page.evaluate(smooth) == 0


def test_with_forced_colours_marks_choices_and_focus_keep_a_line(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, forced_colors="active")
    page = visit.page
    visit.ask("my son has a fever")
    page.locator(".see").first.click()
    lines = """one => { const style = getComputedStyle(one);
      return [style.textDecorationLine, style.borderTopStyle, style.outlineStyle]; }"""
    for mark in ("#chat mark", "#leaflet-text mark.seen"):
        assert page.locator(mark).first.evaluate(lines)[1] == "solid"
    page.fill("#find", "fever")
    assert "dashed" in page.locator("mark.hit").last.evaluate(lines)
    page.click("#display summary")
    chosen, other = page.locator("[data-size='1'].choice"), page.locator("[data-size='2'].choice")
    width = "one => getComputedStyle(one).borderTopWidth"
    assert chosen.evaluate(width) != other.evaluate(width)
    page.keyboard.press("Escape")
    # Looks at the focus on the way.
    visit.tab_to("#question textarea")
    for one in (".pinned", "#list-dialog"):
        if one == "#list-dialog":
            visit.open_from_menu("open-list")
        assert (
            page.locator(one).evaluate("one => getComputedStyle(one).borderBottomStyle") == "solid"
        )
