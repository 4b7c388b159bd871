"""Errors of the server are logged as type and place only, whichever library logs them."""

from __future__ import annotations

import errno
import logging
import sys
import threading
import warnings
from contextlib import nullcontext
from types import ModuleType, TracebackType
from typing import TextIO

from askleaflet.reporting import LOG, describe, report, short


class QuietFormatter(logging.Formatter):
    """Formats a record without the message of any error that travels with it.

    Arguments of a record are dropped from libraries that we do not know: they may quote input.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line: level, logger, the fixed words of the message, type and place of the error."""
        known = record.name.startswith("uvicorn") and not record.exc_info
        words = record.getMessage() if known else _fixed_words(record)
        error = record.exc_info[1] if record.exc_info else None
        ending = f": {describe(error)}" if error is not None else ""
        return f"{record.levelname.lower()}: {record.name}: {words}{ending}"


def _fixed_words(record: logging.LogRecord) -> str:
    """The message before its arguments are filled in, if it has any; else only its place."""
    if record.args and isinstance(record.msg, str):
        return record.msg.splitlines()[0] if record.msg else ""
    return f"{short(record.pathname)}:{record.lineno}"


class BoundedHandler(logging.Handler):
    """Writes records to the program's own log, which says the same thing only so often."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line, or a count of it."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
            report(error, record.name)
        else:
            LOG.write(self.format(record))


class QuietTraceback(ModuleType):
    """Stands in for ``traceback`` in the modules of Gradio, which print whole tracebacks."""

    def print_exc(self, *_: object, **__: object) -> None:
        """Reports type and place of the error being handled."""
        report(sys.exception(), "the page")

    def format_exc(self, *_: object, **__: object) -> str:
        """Type and place of the error being handled."""
        return describe(sys.exception())


def hush_gradio() -> None:
    """Replaces ``traceback`` where Gradio prints it while serving (6.31.0).

    It also sets up a library for plots around each question, where there is one on the machine;
    that writes files, and this page draws none.
    """
    from gradio import (  # noqa: PLC0415 - slow, and set up first
        queueing,
        route_utils,
        routes,
        utils,
    )

    quiet = QuietTraceback("traceback")
    for module in (queueing, route_utils, routes):
        module.__dict__["traceback"] = quiet
    utils.__dict__["MatplotlibBackendMananger"] = nullcontext


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """As ``warnings.showwarning``, without the message."""
    del message, file, line
    sys.stderr.write(f"askleaflet: {category.__name__} at {short(filename)}:{lineno}\n")


def hush_process() -> None:
    """Makes every last resort of this process quiet too: hooks, threads and root logging."""

    def hook(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        report(error, "stopped")

    sys.excepthook = hook
    threading.excepthook = lambda args: report(args.exc_value, "a thread stopped")
    sys.unraisablehook = lambda args: report(args.exc_value, "while tidying up")
    warnings.showwarning = _show_warning
    handler = BoundedHandler()
    handler.setFormatter(QuietFormatter())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
