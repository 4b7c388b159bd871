"""The fuzzer's harnesses: every input that was kept, random ones, and that a harness can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet_lab import harnesses
from askleaflet_lab.fuzzing import KEPT
from askleaflet_lab.harnesses import HARNESSES, SIDECAR, bounded, leaflet, normaliser, request
from invented import ROOT
from strategies import any_text, messy_text

FILES = sorted((ROOT / KEPT).glob("*/*"))
HEAD = b"POST /gradio_api/run/predict\nhost: localhost\n\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_every_kept_input_holds(file: Path) -> None:
    HARNESSES[file.parent.name](file.read_bytes())


def test_every_harness_has_inputs_that_are_kept() -> None:
    assert {file.parent.name for file in FILES} == set(HARNESSES)


@given(any_text)
def test_any_text_can_be_read(text: str) -> None:
    normaliser(text.encode("utf-8", "surrogatepass"))


@given(st.sampled_from("mt"), messy_text, st.none() | messy_text)
def test_any_leaflet_is_served_whole_or_named(kind: str, text: str, sidecar: str | None) -> None:
    beside = SIDECAR + sidecar.encode() if sidecar is not None else b""
    leaflet(kind.encode() + text.encode() + beside)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(HEAD.__add__))
def test_any_request_is_read_or_refused(raw: bytes) -> None:
    request(raw)


@pytest.mark.parametrize(
    ("name", "part", "broken", "raw"),
    [
        ("normaliser", "beginning", lambda text: text + "x", b"abc"),
        ("normaliser", "fold", lambda text: (text, range(len(text) - 1)), b"abc"),
        ("leaflet", "_within", lambda *_: False, b"m# One\n\nTwo.\n"),
        ("request", "texts_in", lambda _: "", (ROOT / KEPT / "request" / "post").read_bytes()),
    ],
)
def test_a_harness_fails_where_a_promise_is_broken(
    name: str,
    part: str,
    broken: Callable[..., object],
    raw: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    HARNESSES[name](raw)
    monkeypatch.setattr(harnesses, part, broken)
    with pytest.raises(AssertionError):
        HARNESSES[name](raw)


def test_an_input_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    run = bounded("normaliser")
    run(b"abc")
    monkeypatch.setattr(harnesses, "LONGEST_SECONDS", 0.0)
    with pytest.raises(AssertionError, match="s for 3 bytes"):
        run(b"abc")
