"""The page before its scripts run, and where they never do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.test_accessible import RULES, faults
from browser.visiting import ROOT, Opener, Server

LEAFLET = (ROOT / "corpus" / "blinatumomab.md").read_text("utf-8")
SIZES = {"phone": (360, 740), "desk": (1280, 800)}


def without(browser: Browser, server: Server, how: str, size: tuple[int, int]) -> Page:
    """The page with scripts switched off, or not to be loaded."""
    context = browser.new_context(
        java_script_enabled=how != "off", viewport={"width": size[0], "height": size[1]}
    )
    page = context.new_page()
    if how == "blocked":
        page.route("**/*.js", lambda route: route.abort())
    if how == "broken":
        page.route("**/assets/**", lambda route: route.abort())
    page.goto(server.url, wait_until="commit")
    return page


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("how", ["off", "blocked", "broken"])
def test_the_leaflet_and_the_numbers_are_there_without_scripts(
    server: Server, browser: Browser, how: str, size: tuple[int, int]
) -> None:
    page = without(browser, server, how, size)
    expect(page.locator("#plain h1")).to_contain_text("Blinatumomab")
    expect(page.locator(".plain-lead")).to_contain_text("needs JavaScript")
    calls = page.locator("#plain a.call")
    assert [one.get_attribute("href") for one in calls.all()] == ["tel:112", "tel:02079460100"]
    for call in calls.all():
        expect(call).to_be_in_viewport()
    shown = page.locator("#plain details")
    for line in filter(None, (line.strip("#- \n") for line in LEAFLET.splitlines())):
        expect(shown).to_contain_text(line)
    last = page.locator("#plain details p").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    page.context.close()


def test_axe_finds_nothing_in_the_page_whose_scripts_are_broken(
    server: Server, browser: Browser
) -> None:
    page = without(browser, server, "broken", SIZES["phone"])
    expect(page.locator("#plain h1")).to_be_visible()
    assert faults(page, RULES) == []
    page.context.close()


def test_once_the_page_can_be_used_nothing_of_it_is_left(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    expect(visit.page.locator("#plain")).to_have_count(0)
    expect(visit.page.locator("h1")).to_have_count(1)


def test_several_leaflets_can_be_opened_without_scripts(several: Server, browser: Browser) -> None:
    page = without(browser, several, "off", SIZES["phone"])
    titles = page.locator("#plain summary")
    assert titles.all_text_contents() == ["Blinatumomab", "Keppra", "Xofluza"]
    titles.nth(1).click()
    expect(page.locator("#plain details").nth(1).locator("p").first).to_be_visible()
    page.context.close()


def test_a_link_shows_its_leaflet_without_scripts_and_leads_to_the_others(
    several: Server, browser: Browser
) -> None:
    page = without(browser, several, "off", SIZES["phone"])
    page.goto(f"{several.url}?leaflet=keppra")
    assert page.locator("#plain summary").all_text_contents() == ["Keppra"]
    expect(page.locator("#plain details p").first).to_be_visible()
    page.get_by_role("link", name="Other leaflets").click()
    expect(page.locator("#plain summary")).to_have_count(3)
    page.context.close()
