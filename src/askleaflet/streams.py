"""Standard input and output, as streams that may be closed, full or no files at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import BinaryIO, TextIO

from askleaflet.errors import StreamError


class Answers(io.TextIOBase):
    """Standard output. An answer that could not be written is a StreamError, and no success."""

    def __init__(self, stream: TextIO | None) -> None:
        """``stream``: None where standard output is closed."""
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        """Raises StreamError, or BrokenPipeError where nobody reads on."""
        if self._stream is None:
            raise StreamError(
                "The answer could not be written: standard output is closed. Open it."
            )
        with _said():
            return self._stream.write(text)

    def flush(self) -> None:
        """As write."""
        if self._stream is not None:
            with _said():
                self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._stream is not None and self._stream.isatty()

    def drop(self) -> None:
        """Gives up what could not be written; else it is tried again as the program ends."""
        if self._stream is not None:
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or "unknown"
        raise StreamError(
            f"The answer could not be written ({reason}). Make room, or write it elsewhere."
        ) from error


@contextmanager
def answers() -> Iterator[Answers]:
    """Standard output as ``Answers``, written whole before this ends well."""
    with Answers(sys.stdout) as stream:
        try:
            with redirect_stdout(stream):
                yield stream
                stream.flush()
        except (StreamError, BrokenPipeError):
            stream.drop()
            raise


def asked() -> BinaryIO:
    """Standard input. Raises StreamError where it is closed."""
    if sys.stdin is None:
        raise StreamError("Standard input is closed. Open it, or give the question as an argument.")
    return sys.stdin.buffer


def read_asked() -> str:
    """All of standard input as text. Raises StreamError."""
    try:
        return asked().read().decode("utf-8", errors="replace")
    except OSError as error:
        reason = error.strerror or "unknown"
        raise StreamError(
            f"Standard input cannot be read ({reason}). Give a file or pipe."
        ) from error
