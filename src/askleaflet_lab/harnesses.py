"""What is asked of any bytes at all, by a fuzzer or by a test: three harnesses.

Each takes raw bytes and raises AssertionError where a promise is broken; whatever else it lets
out is a fault too. The refusals that the program makes on purpose are taken as an answer.
"""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from starlette.types import Scope

from askleaflet.analysis import LONGEST_QUESTION, LONGEST_WORD, beginning, fold, size, terms
from askleaflet.errors import CorpusError
from askleaflet.reading import read_leaflet
from askleaflet.records import Document, Span
from askleaflet.settings import Settings
from askleaflet.sidecar import SidecarError
from askleaflet.urgency import find_signs
from askleaflet.web.events import parse
from askleaflet.web.guard import Gates, Guard
from askleaflet.web.refusal import Refused
from askleaflet.web.visits import Visits
from askleaflet.web.wish import texts_in

# Between the text of a leaflet and its sidecar, in one input.
SIDECAR = b"\n%%%\n"
# Processor time for one input; code under a fuzzer's eye is slower than it is in use.
LONGEST_SECONDS = 0.5
_CHAIN = {3: frozenset({7})}
# Most letters that one character folds to.
_MOST_LETTERS = 18


def text_of(raw: bytes) -> str:
    """Any bytes as any text: half an emoji stays one, what is no UTF-8 is read byte by byte."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def normaliser(raw: bytes) -> None:
    """Folding, words and offsets of any text; the alarm reads it too."""
    text = text_of(raw)
    folded, offsets = fold(text)
    assert len(folded) == len(offsets)
    assert all(0 <= one < len(text) for one in offsets)
    assert all(one <= other for one, other in itertools.pairwise(offsets))
    assert text.startswith(beginning(text))
    assert size(text) <= LONGEST_QUESTION + _MOST_LETTERS
    last = 0
    for term in terms(text):
        assert len(term.word) <= LONGEST_WORD
        assert last <= term.start < term.end <= len(text)
        last = term.start
    for sign in find_signs(text):
        assert text[sign.start : sign.end] == sign.words


def leaflet(raw: bytes) -> None:
    """A leaflet with its sidecar, read from files: served whole, or refused with a line that names
    it."""
    kind, rest = raw[:1], raw[1:]
    text, parted, sidecar = rest.partition(SIDECAR)
    ending = ".txt" if kind == b"t" else ".md"
    file = _folder() / f"one{ending}"
    beside = _folder() / "one.toml"
    file.write_bytes(text)
    beside.unlink(missing_ok=True)
    if parted:
        beside.write_bytes(sidecar)
    try:
        read = read_leaflet(file)
    except (CorpusError, SidecarError) as error:
        for one in (str(error), *getattr(error, "others", ())):
            assert one
            assert len(one.splitlines()) == 1
        return
    finally:
        file.unlink()
    document = read.document
    assert document.text == text.decode("utf-8-sig")
    _tiles(document)
    for passage in read.passages:
        assert 0 <= passage.block.start <= passage.mark.start
        assert passage.mark.start < passage.mark.end <= passage.block.end <= len(document.text)


def _tiles(document: Document) -> None:
    """Sections tile the text, and blocks what stands below a heading."""
    at = 0
    for section in document.sections:
        assert section.span.start == at
        at = section.span.end
        own = [block.span for block in document.blocks if block.section == section.index]
        assert all(one.end == other.start for one, other in itertools.pairwise(own))
        assert not own or own[-1].end == section.span.end
        assert _within(section.heading, section.span)
    assert at == len(document.text)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def request(raw: bytes) -> None:
    """A request as the server hands it on: path and headers to the guard, the body to the parser.

    The first line is method and path, then one header a line, an empty line, and the body.
    """
    head, _, body = raw.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    guard = _guard()
    scope = _scope(first, lines)
    refused = guard.refusal(scope)
    assert refused is None or 400 <= refused.status_code < 500
    assert len(guard.gates.proxies.asker(scope)) < 1000 + len(raw)
    assert not guard.cleaned(scope)["query_string"]
    texts = texts_in(body).encode("utf-8", "replace").decode()
    try:
        post, wish = parse(body, _CHAIN, "en")
    except Refused as error:
        if error.status != 400:
            raise
        return
    assert all(one.text in texts for one in wish.asked)
    passed = json.loads(post)
    assert set(passed) == {"fn_index", "data", "trigger_id", "event_data"}
    assert passed["fn_index"] == 3
    assert [type(one) for one in passed["data"]] == [str]
    # What Gradio gets is read here as the same wish.
    again, same = parse(json.dumps({**passed, "session_hash": "x"}).encode(), _CHAIN, "en")
    assert (again, same) == (post, wish)


def _scope(first: bytes, lines: list[bytes]) -> Scope:
    method, _, path = first.partition(b" ")
    headers = [line.partition(b": ") for line in lines]
    return {
        "type": "http",
        "method": method.decode("latin-1"),
        "path": path.decode("utf-8", "replace"),
        "query_string": b"x",
        "headers": [(name.lower(), value) for name, _, value in headers],
        "client": ("10.0.0.1", 5000),
    }


@cache
def _guard() -> Guard:
    settings = Settings(trusted_proxies=("10.0.0.0/8",), allowed_hosts=("ask.example.org",))

    async def nothing(*_: object) -> None:
        raise AssertionError("nothing is called")

    return Guard(nothing, Gates.of(settings, ["style.css"]), Visits(), "Talk to your team.")


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


HARNESSES: Mapping[str, Callable[[bytes], None]] = {
    "normaliser": normaliser,
    "leaflet": leaflet,
    "request": request,
}
# So that the first input does not pay for what is made once.
WARM = b"m## One\n\nTwo."


def bounded(name: str) -> Callable[[bytes], None]:
    """The harness, which also fails an input that takes too long."""
    harness = HARNESSES[name]
    harness(WARM)

    def run(raw: bytes) -> None:
        began = time.process_time()
        harness(raw)
        taken = time.process_time() - began
        assert taken < LONGEST_SECONDS, f"{taken:.2f} s for {len(raw)} bytes"

    return run
