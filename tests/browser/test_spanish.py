"""Spanish: one tap away, offered where it is spoken, and without a word of English in between."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Opener, Server

PHONE = {"width": 360, "height": 740}
# Every text that is seen and said to be Spanish: not the leaflet's words, nor what was asked.
SPANISH = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (one.closest(".asked, script, style")) continue;
    if (one.closest("[lang]").lang === "es" && one.checkVisibility()) {
      found.push(walker.currentNode.data);
    }
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder]")) {
    if (one.closest("[lang]").lang === "es" && one.checkVisibility()) {
      found.push(one.ariaLabel ?? "", one.placeholder ?? "");
    }
  }
  return found.join("\\n");
}"""
# Small words that English is full of and Spanish does not have.
ENGLISH = re.compile(
    r"\b(the|and|of|to|your|you|is|are|with|for|this|these|please|call|talk|about|or|by|how|what)\b",
    re.IGNORECASE,
)


def english_in(page: Page) -> list[str]:
    return ENGLISH.findall(page.evaluate(SPANISH))


@pytest.mark.parametrize("where", ["server", "kiosk"])
def test_spanish_and_back_are_one_tap_in_the_header_and_nothing_is_lost(
    where: str, request: pytest.FixtureRequest, open_page: Opener
) -> None:
    at: Server = request.getfixturevalue(where)
    visit = open_page(at, viewport=PHONE)
    page = visit.page
    visit.ask("my son has a fever")
    visit.ask("how is it given")
    page.locator(visit.last(".keep")).click()
    page.fill("#question textarea", "half a ques")
    expect(page.locator("#other-language")).to_have_text("Español")
    page.click("#other-language")
    expect(page.locator(".reply[lang=es]")).to_have_count(2)
    expect(page.locator("#other-language")).to_have_text("English")
    expect(page.locator("#other-language")).to_be_focused()
    expect(page.locator(".asked")).to_have_count(2)
    expect(page.locator("#question textarea")).to_have_value("half a ques")
    expect(page.locator(".count:not([hidden])").first).to_have_text("1")
    page.click("#other-language")
    expect(page.locator(".reply[lang=en]")).to_have_count(2)
    assert visit.asked_to_leave == 0
    high = page.locator("#top").evaluate("one => one.offsetHeight")
    assert high <= 60 or where == "kiosk"


def test_a_question_in_spanish_offers_the_page_in_spanish_after_what_is_urgent(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    page = visit.page
    visit.ask("how is it given")
    expect(page.locator(".offered")).to_have_count(0)
    for question in ("¿puedo tomarlo con el desayuno?", "mi hijo tiene fiebre de 39"):
        visit.ask(question)
        expect(page.locator(visit.last(".offered"))).to_have_text("Ver en español")
        assert page.locator(visit.last(".offered")).get_attribute("lang") == "es"
    order = page.locator(visit.last("> *")).evaluate_all("all => all.map(one => one.className)")
    assert order[0] == "notice"
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Llame ya a su equipo médico")
    expect(page.locator(".pinned[lang=es] .pinned-heading")).to_have_count(1)
    for call in page.locator(visit.last("a.call")).all():
        expect(call).to_be_in_viewport(ratio=1)
    page.fill("#question textarea", "medio escrita")
    page.click(visit.last(".offered"))
    expect(page.locator(".reply[lang=es]")).to_have_count(3)
    expect(page.locator("html[lang=es]")).to_have_count(1)
    expect(page.locator(".offered")).to_have_count(0)
    expect(page.locator(".asked").last).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("medio escrita")
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Llame ya a su equipo médico")


def test_no_english_word_stands_in_a_spanish_sentence(several: Server, open_page: Opener) -> None:
    visit = open_page(several, viewport=PHONE, locale="es-ES")
    page = visit.page
    assert english_in(page) == []
    expect(page.locator(".ask-in:visible")).to_contain_text("inglés")
    for question in (
        "How is blinatumomab given?",
        "can i drink beer with blinatumomab",
        "how much ibuprofen can i take",
        "my son has a fever",
        "i want to die",
        "hello",
        "im so scared",
    ):
        visit.ask(question)
        for folded in page.locator(visit.last("summary")).all():
            folded.click()
        assert english_in(page) == [], question
    visit.see_pinned()
    for opener, dialog in (("#help", "#help-dialog"), (".open-pinned", "#pinned-dialog")):
        page.click(opener)
        assert english_in(page) == [], dialog
        page.click(f"{dialog} .close")
    page.click("#display summary")
    assert english_in(page) == []
    page.click(".display-choices .open-list")
    assert english_in(page) == []
    page.click("#list-dialog .close")
    page.locator(".see").first.click()
    assert english_in(page) == []


def test_questions_to_start_from_are_offered_in_spanish_and_asked_as_the_leaflet_takes_them(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE, locale="es-ES")
    page = visit.page
    first = page.locator("#welcome .suggestion").first
    assert first.inner_text() == "¿Cómo se administra?"
    page.click("#other-language")
    assert first.inner_text() == "How is it given?"
    page.click("#other-language")
    first.click()
    visit.wait_for_replies(1)
    expect(page.locator(visit.last("mark")).first).to_contain_text("continuous intravenous")
    assert page.locator(visit.last("blockquote")).first.get_attribute("lang") == "en"


def test_a_spanish_question_that_an_english_leaflet_refuses_is_offered_no_english_ones(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    # Nor may it lean on the question before.
    visit.ask("how long is the drip on for")
    visit.ask("¿se me cae el pelo?")
    assert visit.page.locator(visit.last()).get_attribute("lang") == "es"
    expect(visit.page.locator(visit.last(".suggestion[lang=es]"))).to_have_count(3)
    expect(visit.page.locator(visit.last(".suggestion:not([lang=es])"))).to_have_count(0)
    expect(visit.page.locator(visit.last(".offered"))).to_have_text("Ver en español")
