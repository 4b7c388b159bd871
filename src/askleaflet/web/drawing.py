"""HTML drawn from ``templates/``: every text escaped, and a name that is not given is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from askleaflet.wording import languages, name_of, say

# Gradio tidies the indentation of every text it shows (inspect.cleandoc), and with it would change
# a quote that runs over lines. Written as entities, line ends reach the browser as published.
_WHITE = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\x0b": " ", "\x0c": " "})
_BETWEEN = re.compile(r"(?:\A|(?<=>))\s*\n\s*(?=<|\Z)")
_LINE_END = re.compile(r"\s*\n\s*")
_IN_NUMBER = re.compile(r"(?<=\d) (?=\d)")


def text(words: object) -> Markup:
    """``words`` as HTML text: escaped, and without a line end that could be tidied away."""
    if isinstance(words, Markup):
        return words
    clean = str(words).encode("utf-8", "replace").decode("utf-8")
    return Markup(str(escape(clean)).translate(_WHITE))  # noqa: S704 - escaped in this line


def unbroken(words: str) -> str:
    """``words`` with each telephone number kept on one line of the screen."""
    return _IN_NUMBER.sub("\u00a0", words)


class _OneLine(Extension):
    """Lines and indentation of a template are for whoever reads it: nothing of them comes between
    two elements, and one space into anything else."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template on one line."""
        for token in stream:
            value = token.value
            if token.type == "data":
                value = _LINE_END.sub(" ", _BETWEEN.sub("", value))
            yield Token(token.lineno, token.type, value)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("askleaflet.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text,
        extensions=[_OneLine],
        auto_reload=False,
    )
    made.globals.update(say=say, name_of=name_of, languages=languages)
    made.filters["unbroken"] = unbroken
    return made


TEMPLATES = _environment()


def draw(template: str, **values: object) -> Markup:
    """The template of this name, filled in. Raises UndefinedError where a value is missing."""
    return Markup(TEMPLATES.get_template(f"{template}.html").render(values))  # noqa: S704 - escapes
