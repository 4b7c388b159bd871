"""Takes the README's pictures: ``python tests/browser/screenshots.py [FOLDER]`` (docs/pictures).

It serves the page itself, asks one question for each kind of reply, and writes PNG files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, sync_playwright

from browser.conftest import CHROMIUM, FLAGS
from browser.visiting import ROOT, Server, Visit

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1280, 800), "kiosk": (1080, 1920)}
THEMES = ("light", "dark")
REPLIES = {
    "start": "",
    "answer": "How is it given?",
    "refusal": "Can I drink beer with it?",
    "other-medicine": "How much ibuprofen can I take?",
    "urgent": "My son has a fever of 39",
}


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[Server]:
    server = Server(settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def take(browser: Browser, server: Server, size: str, theme: str, folder: Path) -> int:
    """All pictures of one size and theme; returns how many."""
    width, height = SIZES[size]
    for name, question in REPLIES.items():
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page.goto(server.url)
        page.wait_for_selector("html.ready", state="attached")
        if question:
            Visit(page, page.context).ask(question)
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{size}-{theme}-{name}.png")
        page.close()
    return len(REPLIES)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for kiosk in (False, True):
            with serving({"ASKLEAFLET_KIOSK": str(kiosk).lower()}) as server:
                for size in SIZES:
                    for theme in THEMES if (size == "kiosk") == kiosk else ():
                        taken += take(browser, server, size, theme, folder)
        browser.close()
    print(f"{taken} pictures in {folder}")


if __name__ == "__main__":
    main()
