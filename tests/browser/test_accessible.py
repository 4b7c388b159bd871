"""WCAG 2.2 AA by axe, with contrast of 7:1: every kind of reply, every panel, every theme."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.visiting import KINDS, Opener, Server, Visit

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
UPRIGHT = {"width": 1080, "height": 1920}
THEMES = pytest.mark.parametrize("theme", ["light", "dark", "contrast"])


def faults(page: Page) -> list[str]:
    """What axe finds. What lies below the question box for the moment is not smaller for it, so
    nothing sticks meanwhile."""
    page.evaluate("document.documentElement.classList.add('cramped')")
    found = Axe().run(page, options=RULES).response["violations"]
    page.evaluate("document.documentElement.classList.remove('cramped')")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def begin(opener: Opener, server: Server, theme: str, size: dict[str, int], locale: str) -> Visit:
    """The first page in ``theme``, with the menu open. Nothing moves, so that no contrast is that
    of a moment."""
    visit = opener(server, viewport=size, locale=locale, reduced_motion="reduce")
    visit.page.click("#display summary")
    visit.page.click(f"[data-theme={theme}].choice")
    assert faults(visit.page) == []
    visit.page.keyboard.press("Escape")
    return visit


def opened(page: Page, opener: str, dialog: str) -> None:
    """Looks at what ``opener`` opens over the page, and closes it."""
    page.click(opener)
    expect(page.locator(dialog)).to_be_visible()
    assert faults(page) == []
    page.click(f"{dialog} .close")


def leaflet(page: Page) -> None:
    """Looks at the leaflet with a quote marked and a word found."""
    page.locator(".see").first.click()
    expect(page.locator("mark.seen").first).to_be_in_viewport()
    page.fill("#find", "the")
    expect(page.locator("mark.hit").first).to_be_attached()
    assert faults(page) == []


@THEMES
def test_axe_finds_nothing_in_any_kind_of_reply(
    several: Server, open_page: Opener, theme: str
) -> None:
    visit = begin(open_page, several, theme, DESK, "en-GB")
    for question in KINDS.values():
        visit.ask(question)
    kinds = visit.page.locator(".reply").evaluate_all("all => all.map(one => one.dataset.kind)")
    wanted = {"answer", "not_covered", "other_medicine", "unclear", "greeting", "error"}
    assert set(kinds) == wanted
    assert faults(visit.page) == []
    leaflet(visit.page)


@THEMES
def test_axe_finds_nothing_on_a_phone_in_spanish(
    several: Server, open_page: Opener, theme: str
) -> None:
    visit = begin(open_page, several, theme, PHONE, "es-ES")
    for kind in ("answer", "error"):
        visit.ask(KINDS[kind])
        assert faults(visit.page) == []
    visit.page.locator(".keep").first.click()
    for opener, dialog in (
        ("#open-list", "#list-dialog"),
        ("#help", "#help-dialog"),
        (".open-pinned", "#pinned-dialog"),
    ):
        opened(visit.page, opener, dialog)
    leaflet(visit.page)


@THEMES
def test_axe_finds_nothing_at_a_kiosk(kiosk: Server, open_page: Opener, theme: str) -> None:
    visit = begin(open_page, kiosk, theme, UPRIGHT, "en-GB")
    for kind in ("answer", "not_covered", "urgent"):
        visit.ask(KINDS[kind])
    assert faults(visit.page) == []
    opened(visit.page, "#help", "#help-dialog")
    visit.page.evaluate("Page.open(document.querySelector('#idle-dialog'))")
    assert faults(visit.page) == []
