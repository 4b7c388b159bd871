"""The nearest valid name for a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process


def nearest(name: str, valid: Iterable[str]) -> str:
    """The one of ``valid`` most like ``name``. Raises ValueError where there is none to choose."""
    found = process.extractOne(name, list(valid))
    if found is None:
        raise ValueError("no valid name was given to choose from")
    return str(found[0])
