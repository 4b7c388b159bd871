"""How long a person waits: ``python tests/browser/latency.py``.

Question sent to reply drawn, on the page and on a bare Gradio page that echoes, side by side in the
same Chromium; at the beginning of a visit and after so many questions as a long visit has.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page, sync_playwright

from browser.bare import BOX, echo_page, opened
from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import Server

VISITS = 3
# The turns that are measured: the first and the last of a long visit.
FIRST, LAST = range(3), range(27, 30)
# Between them somebody reads; the server lets nobody ask faster for long.
READING_MS = 900
BOUND_MS = 60
QUESTIONS = ("How is it given?", "What are the common side effects?", "Who should not have it?")
# Milliseconds from request to answer, of the last question.
ON_THE_WAY = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("run/predict")).at(-1)?.duration ?? 0"""
Waits = dict[str, list[float]]


def visit(page: Page, url: str, ready: str, box: str, reply: str, waits: Waits) -> None:
    """One long visit; adds milliseconds by turn, and those of them that the server took."""
    opened(page, url, ready)
    page.wait_for_timeout(500)
    for turn in range(LAST.stop):
        page.locator(box).fill(QUESTIONS[turn % len(QUESTIONS)])
        sent = time.perf_counter()
        page.keyboard.press("Enter")
        page.locator(reply).nth(turn).wait_for()
        waited = (time.perf_counter() - sent) * 1000
        if turn in FIRST or turn in LAST:
            when = "first" if turn in FIRST else "last"
            waits[when].append(waited)
            waits[f"{when}, server"].append(page.evaluate(ON_THE_WAY))
        else:
            page.wait_for_timeout(READING_MS)


def main() -> None:
    """Prints the medians and their difference."""
    server = Server()
    server.start()
    ours: Waits = defaultdict(list)
    bare: Waits = defaultdict(list)
    try:
        with echo_page() as echo, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for _ in range(VISITS):
                page = browser.new_page()
                visit(page, server.url, "html.ready", "#question textarea", ".reply", ours)
                visit(page, echo, BOX, BOX, '[data-testid="bot"]', bare)
                page.close()
            browser.close()
    finally:
        server.stop()
    print(f"{'turns':16}{'the page':>12}{'bare echo':>12}{'difference':>12}")
    for when in ours:
        mine, other = statistics.median(ours[when]), statistics.median(bare[when])
        print(f"{when:16}{mine:9.0f} ms{other:9.0f} ms{mine - other:9.0f} ms")
    print(f"bound of the difference, at the first turns and at the last: {BOUND_MS} ms")


if __name__ == "__main__":
    main()
