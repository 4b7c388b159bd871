"""The page's server as a process, and one person's visit to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Dialog, Page, expect

ROOT = Path(__file__).parents[2]
SITE = {
    "ASKLEAFLET_CARE_TEAM_NAME": "the Leukaemia Day Unit",
    "ASKLEAFLET_CARE_TEAM_PHONE": "020 7946 0100",
    "ASKLEAFLET_EMERGENCY_NUMBER": "112",
}


@dataclass
class Server:
    """``askleaflet serve`` as a process of its own, on a free port."""

    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    program: tuple[str, ...] = ("-m", "askleaflet")
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        environment = {
            **{key: value for key, value in os.environ.items() if "ASKLEAFLET" not in key},
            "ASKLEAFLET_CORPUS": str(ROOT / "corpus"),
            "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT / "src")]),
            **SITE,
            **self.settings,
        }
        command = [sys.executable, *self.program, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # As long as it takes on a busy machine; pytest's own limit ends a start that never ends.
        while self.process.poll() is None:
            try:
                with urlopen(f"{self.url}healthz") as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"the server ended with status {self.process.returncode}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
            self.process = None


# A word that makes the search fail as no search should, on a server with FAULTY as its program.
FAULT = "zqxfault"
FAULTY = f"""
from askleaflet import cli
from askleaflet.search.bm25 import BM25Search

whole = BM25Search.search

def search(self, query, k):
    if "{FAULT}" in query.text:
        raise KeyError(query.text)
    return whole(self, query, k)

BM25Search.search = search
cli.main()
"""
# One question for each kind of reply, on the server with several leaflets.
KINDS = {
    "answer": "How is blinatumomab given?",
    "not_covered": "can i drink beer with blinatumomab",
    "other_medicine": "what is ibuprofen for",
    "greeting": "hello",
    "which": "what are the side effects of keppra or xofluza",
    "foreign": "Как это принимать",
    "urgent": "my son has a fever",
    "error": f"{FAULT} she cant breathe on blinatumomab",
}
# Everything in which a browser could keep something.
STORED = """async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, window.name,
  (await indexedDB.databases()).map(one => one.name), await caches.keys(),
  location.href, history.state])"""
FOCUS = """(wanted) => { const one = document.activeElement;
  if (one === document.body) return "end";
  const style = getComputedStyle(one);
  if (style.outlineStyle === "none" || style.outlineWidth === "0px") return "unseen";
  return one.matches(wanted) ? "there" : "on"; }"""
# Nothing is being asked. Playwright's own wait for a condition is text, which no page here may run.
FREE = """async () => {
  while (Page.busy()) await new Promise((done) => setTimeout(done, 20));
}"""
# Nothing is being asked, the server has answered once more, and the page has nothing left to do.
SETTLED = """async () => {
  const turn = () => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(done)));
  do {
    await turn();
    await fetch("healthz");
    await turn();
  } while (Page.busy());
}"""
# Where every question goes.
EVENTS = "**/gradio_api/run/predict"
# How long a condition may take on a busy machine. Nothing waits for it where the condition holds.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
Opener = Callable[..., "Visit"]


# What a reply marks; of a list that answers whole, its items.
QUOTED = """all => all.flatMap((one) => {
  const marks = [...one.querySelectorAll("blockquote mark")];
  const quoted = marks.length ? marks : [...one.querySelectorAll("blockquote li")];
  return quoted.map((each) => each.textContent);
})"""


def settle(page: Page) -> None:
    """Waits until nothing is under way in a page."""
    page.evaluate(SETTLED)


@dataclass
class Visit:
    """One person at the page: what they do, and what went wrong meanwhile."""

    page: Page
    context: BrowserContext
    faults: list[str] = field(default_factory=list)
    # Parts of what the browser reports where a test makes something fail.
    expected: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    # How often the browser asked whether to leave.
    asked_to_leave: int = 0

    def ask(self, question: str) -> None:
        before = self.page.locator(".reply").count()
        self.page.fill("#question textarea", question)
        self.page.click("#ask")
        self.wait_for_replies(before + 1)

    def wait_for_replies(self, count: int) -> None:
        """Until they are drawn, and the last of them is announced."""
        expect(self.page.locator(".reply")).to_have_count(count)
        self.page.evaluate(FREE)
        expect(self.page.locator("#say-aloud")).not_to_have_text("")

    def settle(self) -> None:
        """Until all that was under way is over: what has not happened by now does not happen."""
        settle(self.page)

    def see_pinned(self) -> None:
        """Until nothing moves and the line of an urgent notice is seen: the notice itself, coming
        into view on the way, would hide it."""
        self.settle()
        expect(self.page.locator(".pinned")).to_be_in_viewport()

    @contextmanager
    def clearing(self) -> Iterator[None]:
        """What is done inside clears the visit; it is over when the fresh page stands."""
        self.page.evaluate("document.documentElement.dataset.earlier = ''")
        yield
        self.page.wait_for_selector("html.ready:not([data-earlier])", state="attached")

    def unexpected(self) -> list[str]:
        """The faults that no test asked for."""
        return [one for one in self.faults if not any(part in one for part in self.expected)]

    def end(self) -> None:
        """Closes the visit. Chromium may lose a close that meets a page on its way to another, and
        Playwright would wait for it for ever (crbug.com/536385539): first let them arrive."""
        for page in self.context.pages:
            page.goto("about:blank")
        self.context.close()

    def open_from_menu(self, name: str) -> None:
        """Opens the leaflet or the list, by the header or, where that is small, by the menu."""
        if not self.page.locator(f".{name}:visible").count():
            self.page.click("#display summary")
        self.page.locator(f".{name}:visible").click()

    def last(self, selector: str = "") -> str:
        return f".turn:last-child .reply {selector}".strip()

    def tab_to(self, selector: str, back: bool = False) -> None:
        """Presses Tab until ``selector`` has the focus; on the way it must be visible, and
        somewhere."""
        for _ in range(60):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            where = self.page.evaluate(FOCUS, selector)
            assert where != "unseen", self.page.evaluate(
                "document.activeElement.outerHTML.slice(0, 200)"
            )
            if where == "there":
                return
        raise AssertionError(f"{selector} cannot be reached with Tab")


def watch(visit: Visit) -> None:
    """Notes every error of the page and every address that it asks."""
    visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on(
        "console",
        lambda message: (
            visit.faults.append(message.text)
            if message.type == "error" and "ERR_CONNECTION" not in message.text
            else None
        ),
    )
    visit.page.on("dialog", lambda dialog: _heard(visit, dialog))


def _heard(visit: Visit, dialog: Dialog) -> None:
    """Only the browser's own question, whether to leave, may open; it is answered with yes."""
    if dialog.type == "beforeunload":
        visit.asked_to_leave += 1
        dialog.accept()
    else:
        visit.faults.append(f"dialog: {dialog.message}")
