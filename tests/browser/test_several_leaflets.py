"""Several leaflets at once: which one is meant, and that nothing is mixed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from browser.visiting import QUOTED, ROOT, Opener, Server, Visit

KEPPRA = (ROOT / "tests" / "evaluation" / "leaflets" / "keppra.md").read_text("utf-8")
QUESTION = "what are the side effects"


def _choice(visit: Visit, title: str) -> Locator:
    return visit.page.locator(visit.last(".suggestion")).filter(has_text=title)


def test_asks_back_which_medicine_is_meant_and_quotes_none(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    visit.ask(QUESTION)
    page = visit.page
    expect(page.locator(visit.last(".message"))).to_have_text("Which medicine do you mean?")
    assert page.locator(visit.last(".suggestion")).all_text_contents() == [
        "Blinatumomab",
        "Keppra",
        "Xofluza",
    ]
    expect(page.locator(visit.last("figure"))).to_have_count(0)


@pytest.mark.parametrize("how", ["mouse", "keyboard", "typed"])
def test_the_leaflet_chosen_answers_stands_beside_and_is_marked_exactly(
    several: Server, open_page: Opener, how: str
) -> None:
    visit = open_page(several)
    page = visit.page
    visit.ask(QUESTION)
    if how == "mouse":
        _choice(visit, "Keppra").click()
    elif how == "keyboard":
        visit.tab_to("[data-ask^=Keppra]", back=True)
        page.keyboard.press("Enter")
    else:
        page.fill("#question textarea", "keppra")
        page.keyboard.press("Enter")
    visit.wait_for_replies(2)
    assert page.evaluate("document.activeElement !== document.body")
    figures = page.locator(visit.last("figure"))
    assert {one.get_attribute("data-document") for one in figures.all()} == {"keppra"}
    expect(page.locator("#leaflet-title")).to_have_text("Keppra")
    quoted = figures.evaluate_all(QUOTED)
    page.locator(visit.last(".see")).first.click()
    seen = page.locator("#leaflet-text mark.seen")
    # The first quote need not be the first that the leaflet says.
    opened = page.locator("#leaflet-text mark.seen:focus")
    expect(opened).to_be_in_viewport()
    expect(opened).to_have_text(quoted[0])
    assert sorted(seen.all_text_contents()) == sorted(quoted)
    assert all(one in KEPPRA for one in quoted)


def test_a_quote_of_an_earlier_medicine_opens_its_own_leaflet(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    page = visit.page
    visit.ask(f"keppra: {QUESTION}")
    visit.ask("how is blinatumomab given")
    expect(page.locator("#leaflet-title")).to_have_text("Blinatumomab")
    earlier = page.locator(".reply").first
    quoted = earlier.locator("figure").evaluate_all(QUOTED)
    earlier.locator(".see").first.click()
    expect(page.locator("#leaflet-title")).to_have_text("Keppra")
    expect(page.locator("mark.seen").first).to_be_in_viewport()
    assert sorted(page.locator("mark.seen").all_text_contents()) == sorted(quoted)
    # A question goes to the medicine that was spoken of last, whatever leaflet lies open.
    visit.ask("and how long for")
    named = page.locator(visit.last("figure")).evaluate_all("all => all.map(one => one.dataset)")
    assert all(one["document"] == "blinatumomab" for one in named)


def test_two_medicines_in_one_question_are_asked_back_about(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    visit.ask("which has more side effects, keppra or xofluza")
    expect(visit.page.locator(visit.last("figure"))).to_have_count(0)
    offered = visit.page.locator(visit.last(".suggestion")).all_text_contents()
    assert offered == ["Keppra", "Xofluza"]


def test_the_other_leaflets_and_the_contents_can_be_opened(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    page = visit.page
    page.locator(".others button", has_text="Xofluza").click()
    expect(page.locator("#leaflet-title")).to_have_text("Xofluza")
    expect(page.locator("#leaflet-title")).to_be_focused()
    assert page.locator(".others button").all_text_contents() == ["Blinatumomab", "Keppra"]
    contents = page.locator(".contents button")
    titles = [one.strip() for one in contents.all_text_contents()]
    assert titles == page.locator("#leaflet-text :is(h3, h4, h5, h6)").all_text_contents()
    contents.last.click()
    heading = page.locator("#leaflet-text :is(h3, h4, h5, h6)", has_text=titles[-1]).last
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_each_question_to_start_from_is_offered_once(several: Server, open_page: Opener) -> None:
    visit = open_page(several)
    offered = visit.page.locator("#welcome .suggestion").all_text_contents()
    assert len(offered) == len(set(offered)) == 6
    visit.page.locator("#welcome .suggestion").first.click()
    visit.wait_for_replies(1)
    assert visit.page.locator(visit.last(".suggestion")).count() == 3


def test_a_link_opens_its_leaflet_and_questions_are_about_it(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    page = visit.page
    page.goto(f"{several.url}?leaflet=keppra")
    expect(page.locator("#leaflet-title")).to_have_text("Keppra")
    expect(page.locator("#hint")).to_have_text("Your questions here are about Keppra.")
    visit.ask(QUESTION)
    figures = page.locator(visit.last("figure"))
    assert {one.get_attribute("data-document") for one in figures.all()} == {"keppra"}
    visit.ask("how is blinatumomab given")
    expect(page.locator("#leaflet-title")).to_have_text("Blinatumomab")
    page.locator("[data-leaflet=keppra]").click()
    expect(page.locator("#leaflet-title")).to_have_text("Keppra")
    visit.ask(QUESTION)
    assert {one.get_attribute("data-document") for one in figures.all()} == {"keppra"}


def test_a_link_to_no_leaflet_is_said(several: Server, open_page: Opener) -> None:
    page = open_page(several).page
    page.goto(f"{several.url}?leaflet=zqxmark")
    expect(page.locator("#hint")).to_contain_text("We have no leaflet for this link.")
    expect(page.locator("body")).not_to_contain_text("zqxmark")
