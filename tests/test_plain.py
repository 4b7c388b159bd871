"""The page without scripts: every leaflet, or the way to each, in few bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from askleaflet.records import Document
from askleaflet.web import plain
from askleaflet.web.plain import plain_page
from invented import MELOTIN, ZORVEXIN, corpus_of, document, quick, settings

ZOR = document(f"{ZORVEXIN}\n| Age | Dose |\n|---|---|\n| Adults | **two** |\n")
MEL = document(MELOTIN, "melotin", markdown=False)


def drawn(*documents: Document, linked: str | None = None) -> str:
    return str(plain_page(quick(corpus_of(*documents)), settings(), linked))


def test_every_word_is_there_and_nothing_that_only_scripts_ask_for() -> None:
    page = drawn(ZOR, MEL)
    for words in ("Do not take Zorvexin if you:", "<li>headache</li>", "<td>Adults</td>",
                  "<td><strong>two</strong></td>", "<p>Keep Melotin in the fridge."):  # fmt: skip
        assert words in page
    assert "data-start" not in page
    assert "<span>" not in page
    assert page.count("<details") == 2


def test_of_more_than_every_visit_can_load_each_is_a_link_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain, "MOST_TEXT", len(ZOR.text) + len(MEL.text) - 1)
    page = drawn(replace(ZOR, title="a Zorvexin"), replace(MEL, language="es"))
    assert "<details" not in page
    assert page.index('<li><a href="?leaflet=zorvexin">') < page.index('<li lang="es"><a href="?l')
    linked = drawn(ZOR, MEL, linked="melotin")
    assert "Keep Melotin in the fridge." in linked
    assert "headache" not in linked


def test_the_only_leaflet_is_there_however_long_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST_TEXT", 1)
    assert "<li>headache</li>" in drawn(ZOR)
    assert "<li>headache</li>" in drawn(ZOR, MEL, linked="zorvexin")
