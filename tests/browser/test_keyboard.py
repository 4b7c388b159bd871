"""The keyboard and the screen reader: focus is always somewhere and visible, replies are said."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from browser.visiting import KINDS, Opener, Server, Visit, settle

# Notes what a screen reader would be given to say.
LISTEN = """() => {
  window.heard = [];
  const region = document.querySelector("#say-aloud");
  const note = () => { if (region.textContent) window.heard.push(region.textContent); };
  new MutationObserver(note).observe(region, { childList: true, subtree: true });
}"""
BOX = "#question textarea"
EVENTS = "**/gradio_api/run/predict"


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
    for choice in ("[data-language=es]", "[data-size='2']", "[data-theme=dark]"):
        press(page, f"{choice}.choice", back=False)
        expect(page.locator(f"{choice}.choice")).to_be_focused()
        expect(page.locator(f"{choice}.choice")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.lang") == "es"
    page.keyboard.press("Escape")
    expect(page.locator("#display summary")).to_be_focused()


def test_each_reply_is_announced_once_and_alone(several: Server, open_page: Opener) -> None:
    visit = open_page(several)
    page = visit.page
    page.evaluate(LISTEN)
    # What the page says by itself while an answer is late is another matter (below).
    page.evaluate("Page.emergency = () => null")
    for kind, question in KINDS.items():
        visit.ask(question)
        expect(page.locator("#say-aloud")).not_to_have_text("")
        visit.settle()
        heard = page.evaluate("window.heard.splice(0)")
        assert len(heard) == 1, kind
        # Below an urgent notice there is no message.
        for message in page.locator(visit.last(".message")).all_text_contents():
            assert message in heard[0]
        if kind == "answer":
            assert "continuous intravenous (IV) infusion" in heard[0]
        else:
            assert "continuous intravenous" not in heard[0]
        if kind in {"urgent", "error"}:
            assert heard[0].startswith("Call ")
    others = "[aria-live=polite], [aria-live=assertive], [role=log], [role=status], [role=alert]"
    assert page.locator(others).evaluate_all(
        "all => all.filter(one => one.textContent.trim()).map(one => one.id)"
    ) == ["say-aloud"]
    assert page.locator("#chat [aria-label*='<']").count() == 0


@pytest.mark.parametrize("known", ["life", "team"])
def test_an_emergency_is_announced_once_when_its_answer_is_late(
    server: Server, open_page: Opener, known: str
) -> None:
    """Where the page took it for less than the server does, the heavier notice is said as well."""
    visit = open_page(server)
    page = visit.page
    page.evaluate(LISTEN)
    page.evaluate("known => { Page.emergency = () => known; }", known)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(EVENTS, hold)
    for question in ("she cant breathe", "and her lips are swollen, she cant breathe"):
        before = page.locator(".reply").count()
        page.fill(BOX, question)
        page.keyboard.press("Enter")
        expect(page.locator(f"#urgent-now [data-card={known}]:visible")).to_be_visible()
        expect(page.locator("#say-aloud")).not_to_have_text("")
        held.pop().continue_()
        visit.wait_for_replies(before + 1)
        visit.settle()
        heard = page.evaluate("window.heard.splice(0)")
        assert "".join(heard).count("Call 112 now") == 1
        assert len(heard) == 2
        assert page.locator(visit.last(".care")).text_content() in heard[1]
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Call 112 now")
