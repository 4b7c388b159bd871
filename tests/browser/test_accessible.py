"""WCAG 2.2 AA by axe, with contrast of 7:1: every kind of reply, every panel, every theme."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.visiting import KINDS, Opener, Server, Visit

RULES: dict[str, object] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
# A theme changes colours and nothing else.
COLOURS: dict[str, object] = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    }
}
_STICKS = """(sticks => {
  document.documentElement.classList.toggle("cramped", !sticks);
  const line = document.querySelector("#pinned")?.style;
  if (sticks) line?.removeProperty("position");
  else line?.setProperty("position", "static", "important");
})"""
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
UPRIGHT = {"width": 1080, "height": 1920}
THEMES = ("light", "dark", "contrast")


def faults(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds by these rules. What lies below the question box or the line of a notice for
    the moment is not smaller for it, so nothing sticks meanwhile."""
    page.evaluate(f"{_STICKS}(false)")
    found = Axe().run(page, options=rules).response["violations"]
    page.evaluate(f"{_STICKS}(true)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def sound(page: Page) -> None:
    """axe finds nothing, in any theme."""
    for theme in THEMES:
        page.evaluate(f"Page.show('theme', '{theme}')")
        assert faults(page, RULES if theme == THEMES[0] else COLOURS) == [], theme


def begin(opener: Opener, server: Server, size: dict[str, int], locale: str) -> Visit:
    """Looks at the first page with the menu open. Nothing moves: no contrast is that of a moment
    only."""
    visit = opener(server, viewport=size, locale=locale, reduced_motion="reduce")
    visit.page.click("#display summary")
    sound(visit.page)
    visit.page.keyboard.press("Escape")
    return visit


def opened(page: Page, opener: str, dialog: str) -> None:
    """Looks at what ``opener`` opens over the page, and closes it. It is pressed by script: before
    it presses, Playwright may scroll, and the line of a notice hides where that comes into view."""
    page.locator(opener).first.evaluate("one => one.click()")
    expect(page.locator(dialog)).to_be_visible()
    sound(page)
    page.click(f"{dialog} .close")


def unfolded(page: Page) -> None:
    """Looks at the first reply with all of it shown."""
    page.locator(".more > summary").first.click()
    page.locator(".unfold").first.click()
    sound(page)


def leaflet(page: Page) -> None:
    """Looks at the leaflet with a quote marked and a word found."""
    page.locator(".see").first.click()
    expect(page.locator("mark.seen").first).to_be_in_viewport()
    page.fill("#find", "the")
    expect(page.locator("mark.hit").first).to_be_attached()
    sound(page)


def test_axe_finds_nothing_in_any_kind_of_reply(several: Server, open_page: Opener) -> None:
    visit = begin(open_page, several, DESK, "en-GB")
    visit.ask(KINDS["answer"])
    sound(visit.page)
    unfolded(visit.page)
    for question in list(KINDS.values())[1:]:
        visit.ask(question)
    kinds = visit.page.locator(".reply").evaluate_all("all => all.map(one => one.dataset.kind)")
    wanted = {"answer", "not_covered", "other_medicine", "unclear", "greeting", "error"}
    assert set(kinds) == wanted
    sound(visit.page)
    leaflet(visit.page)


def test_axe_finds_nothing_on_a_phone_in_spanish(several: Server, open_page: Opener) -> None:
    visit = begin(open_page, several, PHONE, "es-ES")
    for kind in ("answer", "error"):
        visit.ask(KINDS[kind])
    sound(visit.page)
    unfolded(visit.page)
    visit.page.locator(".keep").first.click()
    visit.page.click("#display summary")
    opened(visit.page, ".display-choices .open-list", "#list-dialog")
    visit.page.click("#display summary")
    opened(visit.page, ".display-choices .finish", "#finish-dialog")
    visit.page.keyboard.press("Escape")
    opened(visit.page, "#help", "#help-dialog")
    visit.ask(KINDS["answer"])
    visit.see_pinned()
    opened(visit.page, ".open-pinned", "#pinned-dialog")
    leaflet(visit.page)


def test_axe_finds_nothing_at_a_kiosk(kiosk: Server, open_page: Opener) -> None:
    visit = begin(open_page, kiosk, UPRIGHT, "en-GB")
    for kind in ("answer", "not_covered", "urgent"):
        visit.ask(KINDS[kind])
    sound(visit.page)
    opened(visit.page, "#help", "#help-dialog")
    visit.page.evaluate("Page.open(document.querySelector('#idle-dialog'))")
    sound(visit.page)
