"""What of a reply is seen in one look on a phone: ``python tests/browser/one_look.py``.

Twelve replies of all kinds at 360 x 740, one visit each. A line for each: its height and lines, how
much of the screen the page's own furniture takes, and where, below the header, the mark (or where
nothing is marked the quote), the line about the care team and the first number to call end. All
that has to lie within the first 532 pixels.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import FAULT, FAULTY, Server, Visit

PHONE: ViewportSize = {"width": 360, "height": 740}
WINDOW = 532
NIGHT = {"ASKLEAFLET_CARE_TEAM_PHONE_NIGHT": "020 7946 0199"}
REPLIES = {
    "sentence": "How is it given?",
    "whole list": "What are the common side effects?",
    "list item": "can it give me the runs",
    "negation": "who should not have it",
    "broad": "tell me about the side effects",
    "long passage": "is it safe in pregnancy",
    "personal": "should i have dexamethasone before it",
    "not covered": "can i drink beer with it",
    "other medicine": "how much ibuprofen can i take",
    "error": f"{FAULT} how is it given",
    "urgent": "she cant breathe and her lips are swollen",
    "urgent, answer": "my son has a fever of 39, how is it given",
}
# Where things end below the header, as the page stands when the reply has come.
MEASURE = """() => {
  const reply = [...document.querySelectorAll("#chat .reply")].at(-1);
  const top = document.querySelector("#top").getBoundingClientRect().bottom;
  const end = (selector, root = reply) => {
    const one = [...root.querySelectorAll(selector)].find((each) => each.checkVisibility());
    return one ? Math.round(one.getBoundingClientRect().bottom - top) : null;
  };
  const quote = reply.querySelector("figure") ?? reply;
  const lines = new Set();
  const walker = document.createTreeWalker(reply, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !node.parentElement.checkVisibility()
      || node.parentElement.closest(".unseen-text")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) lines.add(Math.round(box.bottom / 8));
  }
  const high = (id) => document.querySelector(id)?.offsetHeight ?? 0;
  return { kind: reply.dataset.kind, height: Math.round(reply.getBoundingClientRect().height),
    lines: lines.size, fixed: high("#top") + high("#composer"),
    mark: end("mark", quote) ?? end("blockquote", quote), care: end(".care"), call: end("a.call") };
}"""
Look = dict[str, int | str | None]


def look(browser: Browser, server: Server, question: str) -> Look:
    """The reply to ``question``, measured."""
    page = browser.new_page(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    page.goto(server.url)
    page.wait_for_selector("html.ready", state="attached")
    Visit(page, page.context).ask(question)
    found: Look = page.evaluate(MEASURE)
    page.close()
    return found


def within(found: Look) -> bool:
    """Whether the mark, if there is one, and the care team are seen in one look."""
    return all(end <= WINDOW for end in (found["mark"], found["care"]) if isinstance(end, int))


def main() -> None:
    """Prints the table, and for how many replies one look is enough."""
    names = ("kind", "height", "lines", "fixed", "mark", "care", "call")
    print(f"{'reply':15}" + "".join(f"{name:>15}" for name in names))
    server = Server(NIGHT, program=("-c", FAULTY))
    server.start()
    good = 0
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, question in REPLIES.items():
                found = look(browser, server, question)
                good += within(found)
                cells = ("-" if found[one] is None else found[one] for one in names)
                print(f"{name:15}" + "".join(f"{cell:>15}" for cell in cells))
            browser.close()
    finally:
        server.stop()
    print(f"mark and care team within {WINDOW} px: {good} of {len(REPLIES)}")


if __name__ == "__main__":
    main()
