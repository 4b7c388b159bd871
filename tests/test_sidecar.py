"""The sidecar: what staff say about a leaflet, each fault named with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from askleaflet.sidecar import Sidecar, SidecarError, read_sidecar
from invented import write

FULL = """
title = "Zorvexin"
other_names = ["Zorvo", "Zx"]
source = "the maker"
reviewed = 2026-01-31
language = "en"
not_answered = '''
can i swim with it

  does it glow
'''

[[asked_as]]
says = "Open the box"
starter = "How do I start?"
starter_in = { es = "¿Cómo empiezo?" }
questions = '''
how do i open it

  what first
'''

[[asked_as]]
says = ["headache", "feeling sick"]
questions = ["does it hurt"]
"""


def test_every_field_is_read(tmp_path: Path) -> None:
    read = read_sidecar(write(tmp_path / "a.toml", FULL))
    assert (read.title, read.other_names, read.source) == ("Zorvexin", ("Zorvo", "Zx"), "the maker")
    assert read.reviewed == "2026-01-31"
    assert read.not_answered == ("can i swim with it", "does it glow")
    first, second = read.asked_as
    assert first.says == ("Open the box",)
    assert first.questions == ("how do i open it", "what first")
    assert first.starter == "How do I start?"
    assert first.starter_in == (("es", "¿Cómo empiezo?"),)
    assert second.says == ("headache", "feeling sick")
    assert second.questions == ("does it hurt",)
    assert second.starter is None


def test_every_field_is_optional(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path / "a.toml", "")) == Sidecar()


@pytest.mark.parametrize(
    ("written", "read"),
    [('""', None), ('"2026-01-31"', "2026-01-31"), ("2026-01-31", "2026-01-31")],
)
def test_an_empty_date_of_review_means_not_yet_reviewed(
    tmp_path: Path, written: str, read: str | None
) -> None:
    assert read_sidecar(write(tmp_path / "a.toml", f"reviewed = {written}")).reviewed == read


@pytest.mark.parametrize(
    "written",
    [
        '"not yet"',
        '"tomorrow"',
        '"2026"',
        '"20260131"',
        '"2026-02-30"',
        '"31.01.2026"',
        '" 2026-01-31"',
        "2026-01-31T10:00:00",
        "10:00:00",
        "20260131",
        "true",
        "false",
        "0",
        "[]",
    ],
)
def test_a_review_that_is_no_date_is_an_error(tmp_path: Path, written: str) -> None:
    with pytest.raises(SidecarError, match=r"^reviewed: it is no date\.|^reviewed: .*day"):
        read_sidecar(write(tmp_path / "a.toml", f"reviewed = {written}"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("titel = 'A'", "there is no key 'titel'. Did you mean 'title'?"),
        (
            "[[asked_as]]\nsays = 'a'\nquestion = 'b'",
            "there is no key 'asked_as.0.question'. Did you mean 'questions'?",
        ),
        ("complete = true", "there is no key 'complete'."),
        ("[[asked_as]]\nsays = 'a'\nkind = 'b'", "there is no key 'asked_as.0.kind'."),
        ("[[asked_as]]\nsays = 'a'\nfollow_ups = 'b'", "there is no key 'asked_as.0.follow_ups'."),
        ("not_answered = 5", "not_answered"),
        ("[[asked_as]]\nquestions = 'b'", "asked_as.0.says: "),
        ("title = ", "not readable TOML"),
        ("title = " + "[" * 100_000, "brackets stand too deep"),
        ("title = " + "{a=" * 100_000, "brackets stand too deep"),
        ("a" + ".a" * 100_000 + " = 1", "line 1 holds a key of more than 16 parts"),
        ('\n[["a"' + r'."\""' * 100_000 + "]]", "line 2 holds a key of more than 16 parts"),
        ("title = " + "9" * 10_000, "not readable TOML"),
        ("a" * 100_000 + " = 1", "there is no key 'aaaaa"),
        ("title = '" + "a" * 201 + "'", "title: "),
        ("other_names = ['']", "other_names.0: "),
        ("other_names = [' ']", "other_names.0: "),
        ("other_names = [" + "'a'," * 51 + "]", "other_names: "),
        ("[[asked_as]]\nsays = ''", "asked_as.0.says"),
        ("[[asked_as]]\nsays = []", "asked_as.0.says"),
        ("[[asked_as]]\nsays = 'a'\n" * 501, "more than 500 'says'"),
        ("sha256 = 'abc'", "sha256: "),
    ],
)
def test_a_fault_is_named_with_what_to_mend(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(SidecarError) as caught:
        read_sidecar(write(tmp_path / "a.toml", content))
    assert says in str(caught.value)
    assert caught.value.file == "a.toml"
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_sidecar_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(SidecarError, match="not readable TOML in UTF-8"):
        read_sidecar(tmp_path / "a.toml")


def test_a_sidecar_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SidecarError, match="cannot be read"):
        read_sidecar(tmp_path / "a.toml")
