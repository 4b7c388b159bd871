"""What a first visit costs: ``python tests/browser/weight.py``.

Of the page and of a bare Gradio page that echoes, each opened cold in the same Chromium: bytes over
the wire and requests (latency.py says how long it takes). Then, on a link of 400 kbit/s with a
delay of 150 ms, seconds until there is text to read on the page.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from browser.bare import BOX, echo_page, opened
from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import Server

TRIES = 3
READY = "html.ready"
# What may come on top of a bare page.
MOST_BYTES, MOST_REQUESTS = 60_000, 10
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
READABLE_SECONDS = 2.5
# Something to read, not only laid out.
PAINTED = """() => new Promise((done) => new PerformanceObserver((all) => {
  const first = all.getEntriesByName("first-contentful-paint")[0];
  if (first) done(first.startTime / 1000);
}).observe({ type: "paint", buffered: true }))"""


@dataclass(frozen=True, slots=True)
class Weight:
    """Of one cold visit: bytes over the wire and requests."""

    bytes: int
    requests: int


def _cold(browser: Browser) -> tuple[Page, CDPSession]:
    page = browser.new_context(locale="en-GB").new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    return page, devtools


def weighed(browser: Browser, url: str, ready: str) -> Weight:
    """One cold visit to ``url``, until nothing more is loaded."""
    page, devtools = _cold(browser)
    loaded: list[int] = []
    devtools.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    opened(page, url, ready)
    page.wait_for_load_state("networkidle")
    page.context.close()
    # What stands in the page itself, as its icon does, comes with no byte of its own.
    sizes = [int(one) for one in loaded if one]
    return Weight(sum(sizes), len(sizes))


def readable(browser: Browser, url: str) -> float:
    """Seconds until there is something to read, on a slow link."""
    page, devtools = _cold(browser)
    devtools.send("Network.emulateNetworkConditions", SLOW)
    opened(page, url, "#plain .notice")
    painted: float = page.evaluate(PAINTED)
    page.context.close()
    return painted


def main() -> None:
    """Prints the table."""
    server = Server()
    server.start()
    try:
        with echo_page() as echo, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            bare, ours = weighed(browser, echo, BOX), weighed(browser, server.url, READY)
            text = statistics.median(readable(browser, server.url) for _ in range(TRIES))
            browser.close()
    finally:
        server.stop()
    print(f"{'cold visit':14}{'kB':>8}{'requests':>10}")
    for name, one in (("the page", ours), ("bare Gradio", bare)):
        print(f"{name:14}{one.bytes / 1000:8.0f}{one.requests:10}")
    print(
        f"bounds: {MOST_BYTES // 1000} kB and {MOST_REQUESTS} requests on top\n"
        f"text to read at 400 kbit/s: {text:.1f} s (bound {READABLE_SECONDS} s)"
    )


if __name__ == "__main__":
    main()
