"""The page's own files and its theme. Everything is served from this machine."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

_STYLE, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
# In the order in which they are loaded: core.js first, the others build on it. signs.js is written
# from the vocabulary (signs.py).
STATIC_FILES: Mapping[str, str] = {
    "style.css": _STYLE,
    "reply.css": _STYLE,
    "panels.css": _STYLE,
    "core.js": _SCRIPT,
    "signs.js": _SCRIPT,
    "urgent.js": _SCRIPT,
    "help.js": _SCRIPT,
    "connection.js": _SCRIPT,
    "reply.js": _SCRIPT,
    "pinned.js": _SCRIPT,
    "ask.js": _SCRIPT,
    "leaflet.js": _SCRIPT,
    "find.js": _SCRIPT,
    "keep.js": _SCRIPT,
    "speak.js": _SCRIPT,
    "kiosk.js": _SCRIPT,
}
# Gradio's bundled semibold files lack the letters a to z; regular and bold are whole.
THEME = gr.themes.Base(
    text_size="lg",
    font=[gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif"],
    font_mono=["ui-monospace", "monospace"],
)
