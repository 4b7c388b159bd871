"""The screen reader: what it is given to say, in which order, and only once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from browser.visiting import EVENTS, KINDS, Opener, Server

# Notes all that the page gives a screen reader to say by itself, and how: "status" or "alert".
LISTEN = """() => {
  window.heard = [];
  const loud = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive], [role=log]";
  new MutationObserver((changes) => {
    const changed = changes.map(({ target }) => (target.closest ? target : target.parentElement));
    for (const one of new Set(changed.map((each) => each?.closest(loud)).filter(Boolean))) {
      const words = one.textContent.trim();
      if (words) window.heard.push([one.role ?? one.getAttribute("role"), words]);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
ANSWER = "Blinatumomab is given as a continuous intravenous (IV) infusion."
Heard = list[tuple[str, str]]


def heard(page: Page) -> Heard:
    """What was said since it was looked at last."""
    return [(how, words) for how, words in page.evaluate("window.heard.splice(0)")]


def test_each_reply_is_said_once_and_a_notice_breaks_in_alone(
    several: Server, open_page: Opener
) -> None:
    visit = open_page(several)
    page = visit.page
    page.evaluate(LISTEN)
    # What the page says by itself while an answer is late is another matter (below).
    page.evaluate("Page.emergency = () => null")
    for kind, question in KINDS.items():
        visit.ask(question)
        visit.settle()
        said = [(how, words) for how, words in heard(page) if "Looking" not in words]
        urgent = kind in {"urgent", "error"}
        assert [how for how, _ in said] == (["alert", "status"] if urgent else ["status"]), kind
        care = page.locator(visit.last(".care")).text_content() or "?"
        assert said[-1][1].count(care) == 1
        if urgent:
            notice = page.locator(visit.last(".notice"))
            parts = notice.locator("h4, a.call, li").all_text_contents()
            assert said[0][1] == " ".join(f"{one.rstrip('.')}." for one in parts)
            assert "Call 112" not in said[1][1]
        if page.locator(visit.last()).get_attribute("data-kind") != "answer":
            # Of a refusal whom to ask is heard first.
            for message in page.locator(visit.last(".message")).all_text_contents():
                assert said[-1][1].partition(message)[0].strip() in {"", care}
                assert message in said[-1][1]
    assert page.locator("#chat [aria-label*='<']").count() == 0


def test_the_sentence_that_answers_is_heard_first_and_alone_then_where_it_stands(
    server: Server, open_page: Opener
) -> None:
    for locale, stands in (
        ("en-GB", "It stands in the leaflet under:"),
        ("es-ES", "Está en el prospecto, en esta parte:"),
    ):
        visit = open_page(server, locale=locale)
        visit.ask("How is it given?")
        pieces = visit.page.locator("#say-aloud > span")
        said = [one.strip() for one in pieces.all_text_contents()]
        care = visit.page.locator(visit.last(".care")).text_content()
        # On a page in another language it is said that the words are the leaflet's.
        notes = visit.page.locator(visit.last(".note")).all_text_contents()
        assert len(notes) == (locale != "en-GB")
        assert said == [ANSWER, stands, "How it is administered.", *notes, care]
        spoken = pieces.evaluate_all("all => all.map(one => one.lang)")
        assert spoken == ["en", locale[:2], "en", *[locale[:2]] * (1 + len(notes))]


def test_an_item_is_never_heard_without_its_heading(server: Server, open_page: Opener) -> None:
    visit = open_page(server)
    visit.ask("can it give me the runs")
    said = visit.page.locator("#say-aloud > span").all_text_contents()
    assert [one.strip() for one in said[:2]] == ["Common side effects.", "Diarrhea."]


def test_assistive_technology_finds_the_notice_as_an_alert_of_its_own(
    server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    page = visit.page
    visit.ask("my son has a fever of 39, how is it given")
    expect(page.locator("#warn-aloud")).not_to_have_text("")
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {one["nodeId"]: one for one in nodes}

    def words(node: dict[str, object]) -> str:
        own = node.get("name") if node.get("role", {}).get("value") == "StaticText" else None  # type: ignore[attr-defined]
        inside = [words(by_id[one]) for one in node.get("childIds", ()) if one in by_id]  # type: ignore[attr-defined]
        return " ".join(filter(None, [own["value"] if own else "", *inside]))  # type: ignore[index]

    alerts = [words(one) for one in nodes if one.get("role", {}).get("value") == "alert"]
    alerts = [one for one in alerts if one]
    assert len(alerts) == 1
    assert alerts[0].startswith("Call your care team now.")
    assert ANSWER not in alerts[0]


@pytest.mark.parametrize("known", ["life", "team"])
def test_an_emergency_is_said_once_when_its_answer_is_late(
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
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
        expect(page.locator(f"#urgent-now [data-card={known}]:visible")).to_be_visible()
        expect(page.locator("#warn-aloud")).not_to_have_text("")
        held.pop().continue_()
        visit.wait_for_replies(before + 1)
        visit.settle()
        said = heard(page)
        assert "".join(words for _, words in said).count("Call 112 now") == 1
        alerts = [words for how, words in said if how == "alert"]
        assert len(alerts) == (1 if known == "life" else 2)
        assert said[-1][0] == "status"
        assert said[-1][1].endswith(page.locator(visit.last(".care")).text_content() or "?")
    expect(page.locator(visit.last(".notice h4"))).to_have_text("Call 112 now")
