"""A real server process and a real Chromium. Where either is missing, tests skip and say why;
with CI=true they fail instead."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invented import compiled

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from browser.visiting import Opener, Server

HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
# The same browser without the windows around the page takes a third of the time.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
# Modules that import Playwright cannot even be read where it is missing.
collect_ignore_glob = [] if HAS_PLAYWRIGHT else ["test_*.py"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On the CI machine a missing Playwright is a failure, not a reason to skip."""
    if not HAS_PLAYWRIGHT and os.environ.get("CI") == "true" and collection_path.suffix == ".py":
        pytest.exit("Playwright is not installed, so the page cannot be tried in a browser", 1)
    return None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    from browser.visiting import Server  # noqa: PLC0415

    compiled()
    one = Server()
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def kiosk() -> Iterator[Server]:
    from browser.visiting import Server  # noqa: PLC0415

    compiled()
    one = Server({"ASKLEAFLET_KIOSK": "true"})
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Three leaflets, and a search that fails where a question holds ``FAULT``."""
    from browser.visiting import FAULTY, ROOT, Server  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("several") / "leaflets"
    shutil.copytree(ROOT / "corpus", folder)
    for name in ("keppra", "xofluza"):
        shutil.copy(ROOT / "tests" / "evaluation" / "leaflets" / f"{name}.md", folder)
    compiled(folder)
    one = Server({"ASKLEAFLET_CORPUS": str(folder)}, program=("-c", FAULTY))
    one.start()
    yield one
    one.stop()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server which a test may stop and start."""
    from browser.visiting import Server  # noqa: PLC0415

    compiled()
    one = Server()
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be missing

    if CHROMIUM is None:
        reason = "Chromium is not installed, so the page cannot be tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Opens pages; at the end no page may have reported a fault or asked another machine."""
    from browser.visiting import PATIENCE_MS, Visit, watch  # noqa: PLC0415

    visits: list[Visit] = []

    def opener(server: Server, script: str = "", **options: object) -> Visit:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        visit = Visit(page, context)
        watch(visit)
        if script:
            page.add_init_script(script)
        page.goto(server.url)
        page.wait_for_selector("html.ready", state="attached")
        visits.append(visit)
        return visit

    yield opener
    for visit in visits:
        visit.end()
    for visit in visits:
        assert not visit.unexpected()
        away = [one for one in visit.requests if not one.startswith(("http://127.0.0.1", "data:"))]
        assert not away
