"""Every size of screen, light and dark, in both languages: axe finds nothing, nothing runs off the
side, and who can help is in view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.test_accessible import COLOURS, RULES, faults
from browser.test_reflow import fits
from browser.visiting import Opener, Server, Visit

SIZES = ((360, 740), (768, 1024), (1280, 800))
KIOSK = ((1080, 1920),)
# The header and the question box on a phone, in px.
FURNITURE = 120


def sound(page: Page) -> None:
    """Light by all rules, dark by those about colours."""
    for theme, rules in (("light", RULES), ("dark", COLOURS)):
        page.evaluate(f"Page.show('theme', '{theme}')")
        assert faults(page, rules) == [], theme


def at_each(visit: Visit, sizes: tuple[tuple[int, int], ...], seen: str) -> None:
    """Looks at the page as it stands at each size; ``seen`` is whole in view."""
    page = visit.page
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        fits(page)
        sound(page)
        if width == SIZES[0][0]:
            taken = "['#top', '#composer'].map((id) => document.querySelector(id).offsetHeight)"
            assert sum(page.evaluate(taken)) <= FURNITURE
        page.locator(seen).scroll_into_view_if_needed()
        expect(page.locator(seen)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("locale", ["en-GB", "es-ES"])
@pytest.mark.parametrize(("where", "sizes"), [("server", SIZES), ("kiosk", KIOSK)])
def test_at_every_size_in_both_languages_axe_finds_nothing_and_all_fits(
    where: str,
    sizes: tuple[tuple[int, int], ...],
    locale: str,
    request: pytest.FixtureRequest,
    open_page: Opener,
) -> None:
    at: Server = request.getfixturevalue(where)
    width, height = sizes[0]
    # Colours that still change would be looked at half-way.
    still = {"reduced_motion": "reduce", "locale": locale}
    visit = open_page(at, viewport={"width": width, "height": height}, **still)
    if where == "kiosk" and locale == "es-ES":
        visit.page.click("#other-language")
    expect(visit.page.locator(f"html[lang={locale[:2]}]")).to_have_count(1)
    at_each(visit, sizes, "#help")
    visit.ask("how is it given")
    visit.ask("my son has a fever of 39, can i drink beer with it")
    at_each(visit, sizes, visit.last(".notice h4"))
