"""WCAG 2.2 AA by axe, and what axe does not see: keyboard, focus, announcements, reflow, size."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.visiting import Opener, Server, Visit

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
# Notes what a screen reader would be given to say.
LISTEN = """() => {
  window.heard = [];
  const region = document.querySelector("#say-aloud");
  const note = () => { if (region.textContent) window.heard.push(region.textContent); };
  new MutationObserver(note).observe(region, { childList: true, subtree: true });
}"""
KINDS = {
    "answer": "How is it given?",
    "not_covered": "can i drink beer with it",
    "other_medicine": "how much ibuprofen can i take",
    "greeting": "hello",
    "unclear": "it",
    "urgent": "my son has a fever of 39",
}


def _faults(page: Page) -> list[str]:
    # Nothing may still be fading in, or its contrast would be that of a moment.
    page.wait_for_timeout(350)
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing(server: Server, open_page: Opener, theme: str) -> None:
    visit = open_page(server)
    page = visit.page
    page.click("#display summary")
    page.click(f"[data-theme={theme}].choice")
    assert _faults(page) == []
    page.keyboard.press("Escape")
    for question in KINDS.values():
        visit.ask(question)
        assert _faults(page) == []
    page.locator(visit.last(".keep")).click()
    for opener, dialog in (("#open-list", "#list-dialog"), ("#help", "#help-dialog")):
        page.click(opener)
        assert _faults(page) == []
        page.click(f"{dialog} .close")
    page.locator(".see").first.click()
    page.fill("#find", "infusion")
    assert _faults(page) == []


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (1280, 800)])
def test_nothing_runs_off_the_side_and_targets_are_large(
    server: Server, open_page: Opener, size: tuple[int, int]
) -> None:
    visit = open_page(server, viewport={"width": size[0], "height": size[1]})
    page = visit.page
    for question in KINDS.values():
        visit.ask(question)
        _fits(page)
    page.click("#open-list")
    _fits(page)
    page.click("#list-dialog .close")
    if size[0] == 320:
        page.click("#open-leaflet")
        _fits(page)
        assert _faults(page) == []


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], summary, input, textarea")]
          .filter(one => one.checkVisibility({ visibilityProperty: true }))
          .map(one => [one, one.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
          .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_a_whole_visit_by_keyboard(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    visit.tab_to("#question textarea")
    page.keyboard.type("How is it given?")
    page.keyboard.press("Enter")
    visit.wait_for_replies(1)
    expect(page.locator("#question textarea")).to_be_focused()
    visit.tab_to(".see", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("mark.seen")).to_be_focused()
    visit.tab_to(".keep", back=True)
    page.keyboard.press("Enter")
    visit.tab_to("#open-list", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#list-dialog h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#open-list")).to_be_focused()
    visit.tab_to("#help", back=True)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_focused()


def test_each_reply_is_announced_once_and_alone(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    page.evaluate(LISTEN)
    _ask_and_listen(visit, "How is it given?")
    _ask_and_listen(visit, "what are the common side effects")
    heard = page.evaluate("window.heard")
    assert len(heard) == 2
    assert "continuous intravenous (IV) infusion" in heard[0]
    assert "continuous intravenous" not in heard[1]
    assert "Headache" in heard[1]
    assert (
        page.locator("[aria-live=polite], [role=log], [role=status]").evaluate_all(
            "all => all.filter(one => one.textContent.trim() && one.id !== 'say-aloud').length"
        )
        == 0
    )
    assert page.locator("#chat [aria-label*='<']").count() == 0


def _ask_and_listen(visit: Visit, question: str) -> None:
    visit.ask(question)
    visit.page.wait_for_timeout(200)


def test_reduced_motion_moves_nothing(server: Server, open_page: Opener) -> None:
    visit = open_page(server, reduced_motion="reduce")
    visit.ask("How is it given?")
    running = "document.getAnimations().filter(one => one.playState === 'running').length"
    assert visit.page.evaluate(running) == 0


def test_text_grows_when_asked(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    size = "parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"
    before = page.evaluate(size)
    page.click("#display summary")
    page.click("[data-size='3'].choice")
    assert page.evaluate(size) > before * 1.4
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
