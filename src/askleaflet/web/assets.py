"""The page's own files and its theme. Everything is served from this machine."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

import gradio as gr

from askleaflet.web.signs import SIGNS, signs_script

# What is served, and what it is put together from: on a slow link each file is a wait of its own.
# core.js first, the other scripts build on it; signs.js is written from the vocabulary (signs.py).
STATIC_FILES: Mapping[str, Sequence[str]] = {
    "style.css": ("style.css", "reply.css", "panels.css"),
    "scripts.js": (
        *("core.js", SIGNS, "urgent.js", "help.js", "connection.js", "reply.js", "pinned.js"),
        *("talk.js", "ask.js", "pick.js", "leaflet.js", "find.js", "keep.js", "speak.js"),
        "kiosk.js",
    ),
}
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
}
# The fonts of the machine that shows the page: nothing to load, and text is there at once.
THEME = gr.themes.Base(
    text_size="lg",
    font=["system-ui", "sans-serif"],
    font_mono=["ui-monospace", "monospace"],
)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One file as it is served; ``packed``: the same, compressed."""

    content: bytes
    packed: bytes
    type: str
    tag: str


def own_files() -> Iterator[tuple[str, OwnFile]]:
    """Each file that is served, with its name. Raises VocabularyError."""
    folder = files("askleaflet.web")
    for name, parts in STATIC_FILES.items():
        content = b"\n".join(
            signs_script() if part == SIGNS else folder.joinpath(part).read_bytes()
            for part in parts
        )
        yield name, own_file(content, name.rpartition(".")[2])


def own_file(content: bytes, ending: str) -> OwnFile:
    """``content`` as it is served; ``ending``: of its name, which says what it is."""
    # One tag for both forms, so a weak one (RFC 9110, 8.8.1).
    tag = f'W/"{sha256(content).hexdigest()[:32]}"'
    return OwnFile(content, gzip.compress(content, mtime=0), _TYPES[ending], tag)
