"""What a person gets back, in the browser: exact words, in order, escaped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import ROOT, Opener, Server
from invented import compiled

PHONE = {"width": 360, "height": 740}
LEAFLET = (ROOT / "corpus" / "blinatumomab.md").read_text("utf-8")


def test_quotes_the_leaflet_word_for_word_and_marks_the_answer(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.ask("How is it given?")
    page = visit.page
    expect(page.locator(visit.last("figure h4"))).to_have_text("How it is administered")
    mark = page.locator(visit.last("blockquote mark"))
    assert mark.text_content() == "Blinatumomab is given as a continuous intravenous (IV) infusion."
    # Like a marker pen, not like a link.
    look = "one => { const at = getComputedStyle(one); return [at.textDecorationLine, at.cursor]; }"
    assert mark.evaluate(look) == ["none", "auto"]
    assert "gradient" in mark.evaluate("one => getComputedStyle(one).backgroundImage")
    start, end = (int(mark.get_attribute(f"data-{one}") or 0) for one in ("start", "end"))
    assert LEAFLET[start:end] == mark.text_content()
    for piece in page.locator(visit.last("blockquote [data-start]")).all():
        first, last = (int(piece.get_attribute(f"data-{one}") or 0) for one in ("start", "end"))
        assert piece.text_content() == LEAFLET[first:last]


def test_reply_stands_in_the_order_in_which_it_is_to_be_read(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.ask("my son has a fever of 39, what are the common side effects")
    order = visit.page.locator(visit.last("> *")).evaluate_all(
        "all => all.map(one => one.className || one.tagName)"
    )
    wanted = ["notice", "message", "quote", "care", "actions", "more"]
    places = [order.index(one) for one in wanted]
    assert places == sorted(places)
    expect(visit.page.locator(visit.last(".origin"))).to_contain_text("Blinatumomab leaflet")
    expect(visit.page.locator(visit.last(".origin"))).to_contain_text("not yet reviewed")


def test_refusal_offers_headings_that_open_the_leaflet(server: Server, open_page: Opener) -> None:
    visit = open_page(server, viewport=PHONE)
    visit.ask("how much ibuprofen can i take")
    page = visit.page
    assert page.locator(visit.last()).get_attribute("data-kind") == "other_medicine"
    assert page.locator(visit.last("figure")).count() == 0
    expect(page.locator(visit.last(".care"))).to_contain_text("020 7946 0100")
    expect(page.locator(visit.last(".care"))).to_be_in_viewport()
    expect(page.locator(visit.last(".covers button")).first).to_be_hidden()
    page.click(visit.last(".covers summary"))
    page.locator(visit.last(".covers button")).filter(has_text="Common side effects").click()
    expect(page.locator("#leaflet-text h3", has_text="Common side effects")).to_be_focused()
    expect(page.locator("#leaflet-text h3", has_text="Common side effects")).to_be_in_viewport()


def test_beside_the_leaflet_a_refusal_does_not_list_its_headings(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.ask("how much ibuprofen can i take")
    expect(visit.page.locator(visit.last(".covers"))).to_be_hidden()
    expect(visit.page.locator("#leaflet-text h3", has_text="Common side effects")).to_be_visible()


@pytest.mark.parametrize("cry", ["help", "Help me!", "ayuda", "socorro"])
def test_a_cry_for_help_shows_who_can_help_and_nothing_else(
    server: Server, open_page: Opener, cry: str
) -> None:
    visit = open_page(server, viewport=PHONE)
    visit.ask(cry)
    reply = visit.page.locator(visit.last())
    expect(reply.locator("a.call").first).to_be_in_viewport()
    assert reply.locator(".message, .covers, .suggestions, .nearest").count() == 0


def test_fear_is_answered_with_warmth_and_the_way_to_a_person(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    visit.ask("im so scared")
    reply = visit.page.locator(visit.last())
    assert reply.get_attribute("data-kind") == "greeting"
    expect(reply.locator(".message")).to_contain_text("You do not have to face it alone.")
    expect(reply.locator(".care")).to_contain_text("020 7946 0100")
    assert reply.locator(".covers, .suggestions, .nearest").count() == 0


def test_tapping_a_suggestion_asks_it_and_leaves_what_is_half_typed(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.page.fill("#question textarea", "half a ques")
    visit.page.locator("#welcome .suggestion").first.click()
    visit.wait_for_replies(1)
    expect(visit.page.locator("#question textarea")).to_have_value("half a ques")
    expect(visit.page.locator(".asked")).to_be_focused()


def test_markup_in_a_question_is_shown_as_typed(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    hostile = (
        '<img src=x onerror=alert(1)> <b>"bold"</b> &lt; $$x^2$$ `code` <5.4 kg',
        "<script>alert(1)</script><svg onload=alert(1)><iframe srcdoc='<script>alert(1)</script>'>",
        "</article></main><style>*{display:none}</style> **md** [a](javascript:alert(1))",
    )
    for question in hostile:
        visit.ask(question)
        assert visit.page.locator(".asked").last.text_content() == question
    assert visit.page.locator("#chat .md :is(img, iframe, script, style, svg)").count() == 0


def test_urgent_notice_stays_until_the_visit_is_cleared(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("she cant breathe and her lips are swollen")
    expect(page.locator(visit.last("> :first-child"))).to_have_class("notice")
    # The notice and its line say the same: they are never seen together.
    expect(page.locator(".pinned")).to_be_hidden()
    for question in ("how is it given", "what are the common side effects"):
        visit.ask(question)
    visit.see_pinned()
    page.click(".fold-pinned")
    expect(page.locator(".pinned-heading")).to_be_hidden()
    expect(page.locator(".open-pinned")).to_be_focused()
    page.click(".open-pinned")
    expect(page.locator("#pinned-dialog .notice")).to_contain_text("112")
    assert page.locator("#pinned-dialog a.call").first.get_attribute("href") == "tel:112"
    expect(page.locator("#pinned-dialog :is(h2, h3)")).to_have_count(1)
    page.click("#pinned-dialog .close")
    with visit.clearing():
        page.locator(".clear-visit:visible").click()
    expect(page.locator(".reply")).to_have_count(0)
    expect(page.locator(".pinned")).to_have_count(0)


def test_help_is_there_before_anything_is_typed(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.page.click("#help")
    expect(visit.page.locator("#help-dialog .notice:visible")).to_contain_text("112")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#help")).to_be_focused()


def test_on_a_phone_mark_and_care_team_are_seen_in_one_look(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server, viewport=PHONE)
    page = visit.page
    expect(page.locator("#welcome-heading")).to_contain_text("Blinatumomab")
    expect(page.locator("#top h1")).to_contain_text("Blinatumomab")
    for question in (
        "How is it given?",
        "what are the common side effects",
        "is it safe in pregnancy",
    ):
        visit.ask(question)
        for part in (".asked", ".reply h4", ".reply .care"):
            one = page.locator(f".turn {part}")
            place = one.last if part != ".reply h4" else page.locator(visit.last("h4")).first
            expect(place).to_be_in_viewport(ratio=0.9)
        bottom = page.locator("#composer").bounding_box()
        care = page.locator(visit.last(".care")).bounding_box()
        assert bottom
        assert care
        assert care["y"] + care["height"] <= bottom["y"]
    fixed = "['#top', '#composer'].map(id => document.querySelector(id).offsetHeight)"
    assert sum(page.evaluate(fixed)) <= 120


def test_the_rest_of_a_passage_is_unfolded_and_printed(server: Server, open_page: Opener) -> None:
    visit = open_page(server, viewport=PHONE)
    page = visit.page
    visit.ask("How is it given?")
    rest = page.locator(visit.last(".waits")).first
    expect(rest).to_be_hidden()
    assert "28 days" not in (page.locator("#say-aloud").text_content() or "")
    page.emulate_media(media="print")
    expect(rest).to_be_visible()
    page.emulate_media(media="screen")
    page.click(visit.last(".unfold"))
    expect(rest).to_be_visible()
    expect(page.locator(visit.last(".unfold"))).to_have_text("Show less")
    expect(page.locator(visit.last(".unfold"))).to_have_attribute("aria-expanded", "true")
    page.click(visit.last(".unfold"))
    expect(rest).to_be_hidden()


def test_a_list_that_answers_whole_has_no_mark_and_one_item_has_one(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    visit.ask("what are the common side effects")
    figures = visit.page.locator(visit.last("figure"))
    expect(figures.first.locator("li")).to_have_count(10)
    expect(figures.first.locator("mark")).to_have_count(0)
    assert figures.count() == 2
    visit.ask("can it give me the runs")
    expect(visit.page.locator(visit.last("figure li"))).to_have_count(10)
    expect(visit.page.locator(visit.last("figure mark"))).to_have_text("Diarrhea")


def test_the_source_is_told_once_a_visit(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    for question in ("How is it given?", "who should not have it"):
        visit.ask(question)
        visit.page.click(visit.last(".more > summary"))
    sources = visit.page.locator(".origin-full")
    expect(sources.first).to_contain_text("Source: ")
    expect(sources.first).to_be_visible()
    expect(sources.last).to_be_hidden()


# The longest wording, on a small screen.
NUMBERS = {
    "ASKLEAFLET_CARE_TEAM_NAME": "the Haematology and Stem Cell Transplant Day Unit",
    "ASKLEAFLET_CARE_TEAM_PHONE_NIGHT": "020 7946 0199",
    "ASKLEAFLET_CRISIS_NUMBER": "116 123",
    "ASKLEAFLET_CRISIS_NAME": "the Samaritans, day and night",
}


def test_whom_to_call_is_seen_at_once_with_the_longest_wording(open_page: Opener) -> None:
    compiled()
    server = Server(NUMBERS)
    server.start()
    for locale in ("en-GB", "es-ES"):
        visit = open_page(server, viewport=PHONE, locale=locale)
        page = visit.page
        for question in ("she cant breathe " * 12, "my son has a fever", "i want to die"):
            visit.ask(question)
            calls = page.locator(visit.last("a.call"))
            assert calls.count() >= 3
            for call in calls.all():
                expect(call).to_be_in_viewport(ratio=1)
            edge = page.locator("#composer").bounding_box()
            last = calls.last.bounding_box()
            assert edge
            assert last
            assert last["y"] + last["height"] <= edge["y"]
            labels = page.locator(visit.last(".number-label")).all_text_contents()
            assert len(labels) == len(set(labels))
        page.click("#help")
        expect(page.locator("#help-dialog a.call:visible")).to_have_count(4)
        for call in page.locator("#help-dialog a.call:visible").all():
            expect(call).to_be_in_viewport(ratio=1)
        expect(page.locator("#help-dialog a.call[href='tel:116123']:visible")).to_be_visible()
        expect(page.locator("#help-dialog :is(h2, h3):visible")).to_have_count(1)
    server.stop()
