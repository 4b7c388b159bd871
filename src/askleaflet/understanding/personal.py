"""Questions that ask for a decision about a person, which only their care team can make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from askleaflet.analysis import stems
from askleaflet.data import read_lines

PERSONAL_FILE = "personal_advice.txt"


@cache
def _openings() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The openings as stems, by their first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in read_lines(PERSONAL_FILE):
        opening = stems(line)
        found.setdefault(opening[0], []).append(opening)
    return found


def asks_for_advice(words: Sequence[str]) -> bool:
    """Whether a question (stems) asks what is right for a person: "should I", "can my son"."""
    known = _openings()
    return any(
        tuple(words[at : at + len(opening)]) == opening
        for at, word in enumerate(words)
        for opening in known.get(word, ())
    )
