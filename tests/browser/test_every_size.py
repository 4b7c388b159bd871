"""What every reader must meet first, at each size of screen, light and dark, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_accessible import COLOURS, faults
from browser.test_spanish import english_in
from browser.visiting import Opener, Server, Visit

PHONE, TABLET, DESKTOP, KIOSK = (360, 740), (768, 1024), (1280, 800), (1080, 1920)
# From here on the leaflet stands beside the conversation.
BESIDE = 1200
THEMES = ("light", "dark")
HOW, HAIR, FEVER, FEAR, CRISIS, BROAD = (
    "How is it given?",
    "I have no appetite",
    "my son has a fever",
    "im so scared",
    "i want to die",
    "what are the side effects",
)
SAYS = {
    "en": ("You can also ask", "What are the common side effects?"),
    "es": ("También puede preguntar", "¿Cuáles son los efectos secundarios frecuentes?"),
}


def last(visit: Visit, part: str) -> Locator:
    return visit.page.locator(visit.last(part)).first


def seen(one: Locator) -> None:
    """In view, and under no other layer."""
    expect(one).to_be_in_viewport(ratio=0.9)
    assert one.evaluate(
        """one => { const at = one.getBoundingClientRect();
        const there = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
        return one.contains(there) || there.contains(one); }"""
    )


def follows(page: Page) -> None:
    """Beside the conversation the leaflet shows what was marked; else it stays shut."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if width >= BESIDE:
        expect(page.locator("mark.seen").first).to_be_in_viewport()
    else:
        expect(page.locator("#leaflet-pane")).to_be_hidden()


def quotes(visit: Visit) -> None:
    """The answer, its heading and whom to ask in one look; of a broad question, two quotes."""
    visit.ask(HOW)
    for part in ("h4", "mark", ".care"):
        seen(last(visit, part))
    follows(visit.page)
    visit.ask(BROAD)
    expect(visit.page.locator(visit.last("figure"))).to_have_count(2)
    seen(last(visit, "h4"))
    if visit.page.locator("html.kiosk").count():
        # There all of it has room.
        for each in visit.page.locator(visit.last("figure")).all():
            seen(each)
        seen(last(visit, ".actions"))


def refuses(visit: Visit, language: str, beside: bool) -> None:
    """Whom to ask, why not, and then what belongs to the question."""
    visit.ask(HAIR)
    expect(visit.page.locator(visit.last("figure"))).to_have_count(0)
    seen(last(visit, ".care"))
    seen(last(visit, ".message"))
    order = visit.page.locator(visit.last("> *")).evaluate_all("all => all.map(o => o.className)")
    assert order.index("care") < order.index("message") < order.index("suggestions")
    covers = last(visit, ".covers")
    expect(covers).to_be_hidden() if beside else expect(covers).not_to_have_attribute("open", "")
    head, question = SAYS[language]
    expect(last(visit, ".related-head")).to_contain_text(head)
    expect(last(visit, ".suggestion").page.locator(visit.last(".suggestion"))).to_contain_text(
        [question]
    )


def warns(visit: Visit) -> None:
    """Where somebody may be in danger the way to a person comes first, and nothing distracts."""
    for question in (FEVER, CRISIS):
        visit.ask(question)
        seen(last(visit, ".notice h4"))
        # At a kiosk there is nothing to call with: the heading says whom to tell.
        if not visit.page.locator("html.kiosk").count():
            seen(last(visit, "a.call"))
        order = visit.page.locator(visit.last("> *")).evaluate_all(
            "all => all.map(o => o.className)"
        )
        assert order[0] == "notice"
    nothing = visit.page.locator(visit.last()).locator(".message, .covers, .suggestions, .nearest")
    expect(nothing).to_have_count(0)
    visit.ask(FEAR)
    seen(last(visit, ".message"))
    seen(last(visit, ".care"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP, KIOSK], ids=lambda one: f"{one[0]}px")
def test_the_right_thing_comes_first_at_every_size_in_both_themes_and_languages(
    size: tuple[int, int],
    language: str,
    theme: str,
    request: pytest.FixtureRequest,
    open_page: Opener,
) -> None:
    at: Server = request.getfixturevalue("kiosk" if size == KIOSK else "server")
    locale = {"en": "en-GB", "es": "es-ES"}[language]
    visit = open_page(
        at,
        viewport={"width": size[0], "height": size[1]},
        locale=locale,
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = visit.page
    if language == "es" and size == KIOSK:
        page.click("#other-language")
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    expect(page.locator("#welcome-heading")).to_contain_text("Blinatumomab")
    quotes(visit)
    refuses(visit, language, beside=size[0] >= BESIDE)
    warns(visit)
    assert faults(page, COLOURS) == []
    if language == "es":
        assert english_in(page) == []
