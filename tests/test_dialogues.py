"""Whole dialogues, as literal transcripts of ``askleaflet chat`` in ``data/dialogues``.

What is typed stands in the transcript after "> "; everything else is what the program says. What
the reader has learned must not matter here: what is answered is asked in the leaflet's own words,
a refusal is that of a search which finds nothing, and phrases alone tell of emergencies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from askleaflet import cli
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from invented import (
    MELOTIN,
    ZORVEXIN,
    Empty,
    by_phrases,
    corpus_of,
    document,
    quick,
    settings,
    shipped,
    without_search,
)

DIALOGUES = Path(__file__).parent / "data" / "dialogues"
PROMPT = "> "


def at_a_site(**given: object) -> Assistant:
    """The shipped assistant with the settings of a site."""
    assistant = by_phrases(shipped()[0])
    site = settings(**given)
    return replace(assistant, settings=site, composer=replace(assistant.composer, settings=site))


def finds_nothing(assistant: Assistant) -> Assistant:
    return replace(assistant, searches=(Empty(),))


def two_leaflets() -> Assistant:
    two = corpus_of(document(ZORVEXIN), document(MELOTIN, "melotin", markdown=False))
    return by_phrases(quick(two))


SITES: dict[str, Callable[[], Assistant]] = {
    "a_follow_up": at_a_site,
    "another_medicine_and_a_question_not_covered": lambda: finds_nothing(at_a_site()),
    "a_greeting": at_a_site,
    "afraid_and_asking_for_someone": lambda: at_a_site(
        care_team_name="Ward 7", care_team_phone="555 1234", emergency_number="112"
    ),
    "a_slip_and_nothing_at_all": at_a_site,
    "an_emergency_at_a_site_with_numbers": lambda: finds_nothing(
        at_a_site(care_team_name="Ward 7", care_team_phone="555 1234", emergency_number="112")
    ),
    "in_spanish": lambda: at_a_site(language="es"),
    "two_leaflets": two_leaflets,
    "search_is_down": lambda: without_search(at_a_site()),
}


@pytest.mark.parametrize("name", sorted(SITES))
def test_the_dialogue_goes_word_for_word_as_written(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = (DIALOGUES / f"{name}.txt").read_text("utf-8")
    typed = [line.removeprefix(PROMPT) for line in written.split("\n") if line.startswith(PROMPT)]
    lines = iter(typed)

    def prompted(prompt: str) -> str:
        line = next(lines, None)
        print(prompt if line is None else prompt + line)
        if line is None:
            raise EOFError
        return line

    site = SITES[name]()
    monkeypatch.setattr(cli, "open_assistant", lambda *_: (site, Catalogue({}, {})))
    monkeypatch.setattr("builtins.input", prompted)
    cli.chat(None)
    assert capsys.readouterr().out == written
    assert next(lines, None) is None


def test_every_transcript_is_played() -> None:
    assert {path.stem for path in DIALOGUES.glob("*.txt")} == set(SITES)


@pytest.mark.parametrize("ending", [EOFError, KeyboardInterrupt])
def test_the_end_of_input_ends_a_dialogue_politely(
    ending: type[BaseException],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ended(_: str) -> str:
        raise ending

    monkeypatch.setattr(cli, "open_assistant", lambda *_: shipped())
    monkeypatch.setattr("builtins.input", ended)
    cli.chat(None)
    assert capsys.readouterr().out.count("\n") == 2
