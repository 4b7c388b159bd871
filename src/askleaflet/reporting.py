"""How an error is told to staff: its type and place only.

A message or a traceback can hold a question: ``ValidationError`` prints its input, ``KeyError``
its key, a traceback the line and, in some handlers, the values. What staff need to find a fault
is where it happened.
"""

from __future__ import annotations

import sys
import traceback

OwnError = BaseException | None
MOST_FRAMES = 4


def describe(error: OwnError) -> str:
    """Type and place of an error, innermost frame last; nothing of its message."""
    if error is None:
        return "no error"
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = " > ".join(f"{short(one.filename)}:{one.lineno} {one.name}" for one in frames)
    return f"{type(error).__qualname__} at {places or 'unknown place'}"


def short(filename: str) -> str:
    """The file and its folder; not where on this machine they are."""
    return "/".join(filename.replace("\\", "/").split("/")[-2:])


def report(error: OwnError, where: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"askleaflet: {where}: {describe(error)}\n")
