"""Reading aloud. Headless Chromium has no voices, so a declared stand-in takes their place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Opener, Server

STAND_IN = """
  window.said = [];
  const voices = [{ name: "stand-in", lang: "en-GB", localService: LOCAL }];
  window.SpeechSynthesisUtterance = function (words) { this.text = words; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener: () => {},
    speak: (one) => window.said.push(one.text),
    cancel: () => { window.stopped = (window.stopped ?? 0) + 1; },
  } });
"""


def test_reads_the_notice_and_the_quote_and_stops(server: Server, open_page: Opener) -> None:
    visit = open_page(server, script=STAND_IN.replace("LOCAL", "true"))
    page = visit.page
    visit.ask("How is it given?")
    button = page.locator(visit.last(".actions .speak"))
    button.click()
    said = page.evaluate("window.said.join(' ')")
    assert "Blinatumomab is given as a continuous intravenous (IV) infusion." in said
    expect(button).to_have_text("Stop reading")
    before = page.evaluate("window.stopped")
    button.click()
    assert page.evaluate("window.stopped") > before
    expect(button).to_have_text("Read aloud")
    button.click()
    visit.ask("hello")
    expect(page.locator(".actions .speak").first).to_have_text("Read aloud")
    page.click("#help")
    page.locator("#help-dialog .speak:visible").click()
    assert "112" in page.evaluate("window.said.join(' ')")


@pytest.mark.parametrize("script", ["", STAND_IN.replace("LOCAL", "false")])
def test_is_hidden_without_a_voice_of_this_machine(
    server: Server, open_page: Opener, script: str
) -> None:
    visit = open_page(server, script=script)
    visit.ask("How is it given?")
    expect(visit.page.locator(visit.last(".actions .speak"))).to_be_hidden()
