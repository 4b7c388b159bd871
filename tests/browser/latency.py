"""How long a person waits: ``python tests/browser/latency.py``.

Question sent to reply drawn, turn by turn of one long visit, and a first visit until something can
be typed: of the page and of a bare Gradio page that echoes, in turns in the same Chromium. The
browser itself takes the times: from the key that sends to the frame that shows the reply.
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from browser.bare import BOX, echo_page, opened
from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import Server

VISITS = 3
TURNS = 30
COLD_VISITS = 5
# Between two questions somebody reads; the server lets nobody ask faster for long.
READING_MS = 1200
BOUND_MS, BOUND_COLD_MS = 60, 400
QUESTIONS = ("How is it given?", "What are the common side effects?", "Who should not have it?")
OUR_BOX = "#question textarea"
# The next reply: milliseconds from the key that sends it to its frame, and those of the server.
NEXT_REPLY = """(selector) => {
  const before = document.querySelectorAll(selector).length;
  window.waited = new Promise((done) => {
    let sent = 0;
    const once = { capture: true, once: true };
    window.addEventListener("keydown", () => { sent = performance.now(); }, once);
    const watching = new MutationObserver(() => {
      if (document.querySelectorAll(selector).length <= before) return;
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        const request = performance.getEntriesByType("resource")
          .filter((one) => one.name.includes("run/predict")).at(-1);
        done([performance.now() - sent, request.duration]);
      }));
    });
    watching.observe(document, { childList: true, subtree: true });
  });
}"""
# Milliseconds from the first byte asked for to a box that can be typed into.
USABLE = """window.usable = new Promise((done) => {
  const look = () => {
    const box = document.querySelector("SELECTOR");
    if (box?.checkVisibility({ visibilityProperty: true })) done(performance.now());
    else requestAnimationFrame(look);
  };
  look();
});"""
Wait = tuple[float, float]
Waits = dict[int, list[Wait]]


@dataclass(frozen=True, slots=True)
class Place:
    """A page, where to type there, and what a reply is there."""

    page: Page
    box: str
    reply: str


def turn(place: Place, question: str) -> Wait:
    """Asks; milliseconds until the reply is drawn, and those of them that the server took."""
    page = place.page
    page.bring_to_front()
    page.locator(place.box).fill(question)
    page.evaluate(NEXT_REPLY, place.reply)
    page.keyboard.press("Enter")
    waited, server = page.evaluate("window.waited")
    return waited, server


def visit(
    browser: Browser, ours: str, bare: str, waits: tuple[Waits, Waits], turns: int = TURNS
) -> None:
    """One long visit to each page, question by question in turns; adds what each waited."""
    pages = [browser.new_page(locale="en-GB") for _ in waits]
    opened(pages[0], ours, "html.ready")
    opened(pages[1], bare, BOX)
    places = Place(pages[0], OUR_BOX, ".reply"), Place(pages[1], BOX, '[data-testid="bot"]')
    for number in range(turns):
        pages[0].wait_for_timeout(READING_MS)
        for place, waited in zip(places, waits, strict=True):
            waited[number].append(turn(place, QUESTIONS[number % len(QUESTIONS)]))
    for page in pages:
        page.close()


def cold(browser: Browser, url: str, box: str) -> float:
    """Milliseconds of a first visit until something can be typed."""
    page = browser.new_context(locale="en-GB").new_page()
    page.add_init_script(USABLE.replace("SELECTOR", box))
    opened(page, url, box)
    usable: float = page.evaluate("window.usable")
    page.context.close()
    return usable


def main() -> None:
    """Prints the medians and their differences."""
    server = Server()
    server.start()
    ours: Waits = defaultdict(list)
    bare: Waits = defaultdict(list)
    try:
        with echo_page() as echo, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            # The first page of a browser, and the first answers of a server, cost its own start.
            visit(browser, server.url, echo, (defaultdict(list), defaultdict(list)), len(QUESTIONS))
            usable = [
                (cold(browser, server.url, OUR_BOX), cold(browser, echo, BOX))
                for _ in range(COLD_VISITS)
            ]
            for _ in range(VISITS):
                visit(browser, server.url, echo, (ours, bare))
            browser.close()
    finally:
        server.stop()
    print(f"{'':16}{'the page':>12}{'server':>8}{'bare echo':>12}{'server':>8}{'difference':>13}")
    for number in range(TURNS):
        _line(f"turn {number + 1}", ours[number], bare[number])
    for name, some in (("turns 1 to 3", range(3)), ("turns 28 to 30", range(TURNS - 3, TURNS))):
        _line(name, *([wait for one in some for wait in waits[one]] for waits in (ours, bare)))
    first = [[(wait, 0.0) for wait in waits] for waits in zip(*usable, strict=True)]
    _line("first visit", *first)
    print(f"bounds of the differences: {BOUND_MS} ms, of the first visit {BOUND_COLD_MS} ms")


def _line(name: str, ours: Sequence[Wait], bare: Sequence[Wait]) -> None:
    mine, other = (list(map(statistics.median, zip(*one, strict=True))) for one in (ours, bare))
    print(
        f"{name:16}{mine[0]:9.0f} ms{mine[1]:8.0f}{other[0]:9.0f} ms{other[1]:8.0f}"
        f"{mine[0] - other[0]:10.0f} ms"
    )


if __name__ == "__main__":
    main()
