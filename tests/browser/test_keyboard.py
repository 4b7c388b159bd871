"""The keyboard: all is reached, focus is always somewhere, visible and under nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Opener, Server, Visit, settle

BOX = "#question textarea"
# What has the focus, where another layer lies over all of it; else "" (WCAG 2.4.11).
HIDDEN = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const box = one.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
    const there = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return there && (one.contains(there) || there.contains(one));
  }));
  return seen && right > left && bottom > top ? "" : one.outerHTML.slice(0, 120);
}"""


def press(page: Page, selector: str, key: str = "Enter", back: bool = True) -> None:
    """Tabs to ``selector`` and presses ``key``; the focus must not get lost by it."""
    Visit(page, page.context).tab_to(selector, back)
    page.keyboard.press(key)
    settle(page)
    assert page.evaluate("document.activeElement !== document.body"), selector


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)], ids=["desk", "phone"])
def test_a_whole_visit_by_keyboard(
    several: Server, open_page: Opener, size: tuple[int, int]
) -> None:
    phone = size[0] == 360
    visit = open_page(
        several,
        script="window.print = () => { window.printed = true; };",
        viewport={"width": size[0], "height": size[1]},
    )
    page = visit.page
    visit.tab_to(BOX)
    page.keyboard.type("How is blinatumomab given?")
    page.keyboard.press("Enter")
    visit.wait_for_replies(1)
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("and for how long?")
    page.keyboard.press("Enter")
    visit.wait_for_replies(2)
    press(page, visit.last(".see"))
    expect(page.locator("mark.seen").first).to_be_focused()
    if phone:
        press(page, ".close-leaflet")
        expect(page.locator(visit.last(".see"))).to_be_focused()
    if not phone:
        visit.tab_to(BOX, back=True)
    press(page, visit.last(".keep"), back=not phone)
    press(page, visit.last(".more > summary"), back=False)
    press(page, visit.last(".suggestion"), back=False)
    visit.wait_for_replies(3)
    expect(page.locator(".asked").last).to_be_focused()
    _edit_the_list(page, phone)
    _choose_the_display(page, phone)
    press(page, "#help")
    expect(page.locator("#help-dialog h2:visible")).to_be_focused()
    press(page, "#help-dialog .close", back=False)
    expect(page.locator("#help")).to_be_focused()
    if phone:
        press(page, "#display summary", back=False)
    visit.tab_to(".display-choices .finish" if phone else ".tools > .finish")
    page.keyboard.press("Enter")
    visit.tab_to("#finish-dialog .clear-visit")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("html.ready", state="attached")
    visit.tab_to(BOX)


def _edit_the_list(page: Page, phone: bool) -> None:
    opener = "#display summary" if phone else "#open-list"
    press(page, opener)
    if phone:
        press(page, ".display-choices .open-list", back=False)
    expect(page.locator("#list-dialog h2")).to_be_focused()
    Visit(page, page.context).tab_to("#kept textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type("How long is it for?")
    press(page, "#kept summary", back=False)
    Visit(page, page.context).tab_to("#add-text")
    page.keyboard.type("Who do I call on Sunday?")
    press(page, "#add", back=False)
    expect(page.locator("#kept textarea")).to_have_count(2)
    press(page, "#print", back=False)
    assert page.evaluate("window.printed") is True
    expect(page.locator("#print")).to_be_focused()
    press(page, "#kept button")
    expect(page.locator("#kept textarea")).to_have_count(1)
    expect(page.locator("#kept textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(opener)).to_be_focused()


def _choose_the_display(page: Page, phone: bool) -> None:
    if phone:
        page.keyboard.press("Enter")
    else:
        press(page, "#display summary", back=False)
    for choice in ("[data-size='2']", "[data-theme=dark]"):
        press(page, f"{choice}.choice", back=False)
        expect(page.locator(f"{choice}.choice")).to_be_focused()
        expect(page.locator(f"{choice}.choice")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#display summary")).to_be_focused()
    press(page, "#other-language")
    expect(page.locator("#other-language")).to_be_focused()
    assert page.evaluate("document.documentElement.lang") == "es"


@pytest.mark.parametrize(
    ("where", "size"),
    [("server", (1280, 800)), ("server", (360, 740)), ("kiosk", (1080, 1920))],
    ids=["desk", "phone", "kiosk"],
)
def test_what_has_the_focus_never_lies_under_another_layer(
    where: str, size: tuple[int, int], request: pytest.FixtureRequest, open_page: Opener
) -> None:
    at: Server = request.getfixturevalue(where)
    # What moves smoothly is seen a moment later.
    still = {"reduced_motion": "reduce", "viewport": {"width": size[0], "height": size[1]}}
    visit = open_page(at, **still)
    page = visit.page
    for question in ("my son has a fever", "how is it given", "who should not have it"):
        visit.ask(question)
    for opened in page.locator(".more > summary").all():
        opened.click()
    page.focus(BOX)
    for key in ("Shift+Tab", "Tab"):
        reached: set[str] = set()
        for _ in range(60):
            page.keyboard.press(key)
            assert page.evaluate(HIDDEN) == "", key
            reached.add(page.evaluate("document.activeElement.className"))
        assert {"small-action keep", "suggestion"} <= reached


def test_two_ways_skip_to_the_question_box_and_to_the_last_reply(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    expect(first).to_have_text("Go to the question box")
    expect(first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).to_be_focused()
    expect(first.page.locator(".skip-box")).not_to_be_in_viewport()
    for question in ("how is it given", "who should not have it"):
        visit.ask(question)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    visit.tab_to(".skip-reply", back=True)
    expect(page.locator(":focus")).to_have_text("Go to the last reply")
    page.keyboard.press("Enter")
    expect(page.locator(".asked").last).to_be_focused()
    expect(page.locator(".asked").last).to_be_in_viewport()


def test_the_menu_closes_when_it_is_tabbed_out_of(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    for back in (True, False):
        visit.tab_to("#display summary", back)
        page.keyboard.press("Enter")
        expect(page.locator(".display-choices")).to_be_visible()
        choices = page.locator(".display-choices button:visible").count()
        for _ in range(1 if back else choices + 1):
            page.keyboard.press("Shift+Tab" if back else "Tab")
        expect(page.locator(".display-choices")).to_be_hidden()
        assert page.evaluate("document.activeElement.closest('#display')") is None
