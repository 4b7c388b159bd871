"""How long a person waits: ``python tests/browser/latency.py``.

Question sent to reply drawn, twenty tries, on the page and on a bare Gradio page that echoes,
side by side in the same Chromium. Each visit asks five questions, so that a page which grows is
measured as it is used.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page, sync_playwright

from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import Server

TRIES = 20
A_VISIT = 5
BOUND_MS = 60
ECHO_PORT = 7871
ECHO = f"""
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    chat = gr.Chatbot()
    box = gr.Textbox(elem_id="box")
    def echo(text, said):
        return "", [*said, dict(role="user", content=text), dict(role="assistant", content=text)]
    box.submit(echo, [box, chat], [box, chat], queue=False, show_progress="hidden")
page.launch(server_port={ECHO_PORT}, quiet=True)
"""


@contextmanager
def echo_page() -> Iterator[str]:
    """A bare Gradio page as a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", ECHO], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{ECHO_PORT}/"
    finally:
        process.terminate()
        process.wait(10)


def opened(page: Page, url: str, ready: str) -> None:
    """Opens ``url`` once its server answers, and waits until it can be used."""
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(url)
            break
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
    page.wait_for_selector(ready, state="attached", timeout=60_000)
    page.wait_for_timeout(500)


def of_the_page(page: Page, url: str) -> Iterator[float]:
    """Seconds from sending a question to its reply, on the page."""
    for number in range(TRIES):
        if number % A_VISIT == 0:
            opened(page, url, "html.ready")
        page.locator("#question textarea").fill("How is it given?")
        sent = time.perf_counter()
        page.keyboard.press("Enter")
        page.locator(".reply").nth(number % A_VISIT).wait_for()
        yield time.perf_counter() - sent


def of_the_echo(page: Page, url: str) -> Iterator[float]:
    """Seconds from sending a text to its echo."""
    for number in range(TRIES):
        if number % A_VISIT == 0:
            opened(page, url, "#box textarea")
        page.locator("#box textarea").fill("How is it given?")
        sent = time.perf_counter()
        page.keyboard.press("Enter")
        page.locator('[data-testid="bot"]').nth(number % A_VISIT).wait_for()
        yield time.perf_counter() - sent


def main() -> None:
    """Prints both medians and their difference."""
    server = Server()
    server.start()
    try:
        with echo_page() as echo, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            ours = statistics.median(of_the_page(browser.new_page(), server.url)) * 1000
            bare = statistics.median(of_the_echo(browser.new_page(), echo)) * 1000
            browser.close()
    finally:
        server.stop()
    print(f"the page, median of {TRIES}       {ours:6.0f} ms")
    print(f"bare Gradio echo, the same    {bare:6.0f} ms")
    print(f"difference                    {ours - bare:6.0f} ms  (bound {BOUND_MS} ms)")


if __name__ == "__main__":
    main()
