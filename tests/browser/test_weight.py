"""What a first visit may cost, beside a bare Gradio page (weight.py prints it)."""

from __future__ import annotations

import zlib
from urllib.request import Request, urlopen

from playwright.sync_api import Browser

from browser.bare import BOX, echo_page
from browser.visiting import ROOT, SITE, Server
from browser.weight import MOST_BYTES, MOST_REQUESTS, READY, weighed


def test_a_first_visit_loads_little_more_than_a_bare_page(server: Server, browser: Browser) -> None:
    with echo_page() as echo:
        bare = weighed(browser, echo, BOX)
    ours = weighed(browser, server.url, READY)
    assert ours.bytes <= bare.bytes + MOST_BYTES
    assert ours.requests <= bare.requests + MOST_REQUESTS


def test_the_numbers_and_the_leaflet_are_in_the_first_bytes(server: Server) -> None:
    with urlopen(Request(server.url, headers={"Accept-Encoding": "gzip"})) as answer:
        begin = answer.read(MOST_BYTES)
    page = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(begin).decode("utf-8", "ignore")
    plain = page[page.index('id="plain"') :]
    last = (ROOT / "corpus" / "blinatumomab.md").read_text("utf-8").strip().rpartition(". ")[2]
    assert plain.index("tel:112") < plain.index(last)
    assert SITE["ASKLEAFLET_CARE_TEAM_PHONE"] in plain.replace("\u00a0", " ")
