"""Questions that ask for a decision about a person, which only their care team can make."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from askleaflet.analysis import stems
from askleaflet.data import read_lines

PERSONAL_FILE = "personal_advice.txt"


@cache
def _openings() -> tuple[tuple[str, ...], ...]:
    return tuple(stems(line) for line in read_lines(PERSONAL_FILE))


def asks_for_advice(words: Sequence[str]) -> bool:
    """Whether a question (stems) asks what is right for a person: "should I", "can my son"."""
    return any(
        tuple(words[at : at + len(opening)]) == opening
        for opening in _openings()
        for at in range(len(words) - len(opening) + 1)
    )
