"""A bare Gradio page that echoes, as a process: what the page is measured beside."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error, Page

PORT = 7871
BOX = "#box textarea"
ECHO = f"""
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    chat = gr.Chatbot()
    box = gr.Textbox(elem_id="box")
    def echo(text, said):
        return "", [*said, dict(role="user", content=text), dict(role="assistant", content=text)]
    box.submit(echo, [box, chat], [box, chat], queue=False, show_progress="hidden")
page.launch(server_port={PORT}, quiet=True)
"""


@contextmanager
def echo_page() -> Iterator[str]:
    """Its address, for as long as it is served."""
    process = subprocess.Popen(
        [sys.executable, "-c", ECHO], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{PORT}/"
    finally:
        process.terminate()
        process.wait(10)


def opened(page: Page, url: str, ready: str) -> None:
    """Opens ``url`` once its server answers, and waits until ``ready`` is there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(url, wait_until="commit")
            break
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
    page.wait_for_selector(ready, state="attached", timeout=60_000)
