"""HTML elements as values: text is escaped unless it was built here. One line, always."""

from __future__ import annotations

from markupsafe import Markup, escape

Value = str | int | bool | None
# Gradio tidies the indentation of every text it shows (inspect.cleandoc), and with it would change
# a quote that runs over lines. Written as entities, line ends reach the browser as published.
_WHITE = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\x0b": " ", "\x0c": " "})
_VOID = frozenset({"input", "hr", "br"})


def text(words: str) -> Markup:
    """``words`` as HTML text: escaped, and without a line end that could be tidied away."""
    if isinstance(words, Markup):
        return words
    clean = words.encode("utf-8", "replace").decode("utf-8")
    return Markup(str(escape(clean)).translate(_WHITE))  # noqa: S704 - escaped in this line


def element(name: str, *children: str, **attributes: Value) -> Markup:
    """One element. ``class_`` is class, ``data_x`` is data-x; None and False are left out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")  # noqa: S704 - attributes are escaped
    inside = joined(*children)
    return Markup(f"<{name}{written}>{inside}</{name}>")  # noqa: S704 - children are escaped


def joined(*children: str) -> Markup:
    """Elements and texts, one after the other."""
    return Markup("").join(text(child) for child in children)


def button(*children: str, **attributes: Value) -> Markup:
    """A button that submits nothing."""
    return element("button", *children, type="button", **attributes)


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
