"""Several questions in one message."""

from __future__ import annotations

import re

from askleaflet.analysis import terms

# Each part must be able to stand as a question of its own; "really?" is none.
SHORTEST_QUESTION = 3
MOST_QUESTIONS = 2
_ENDS = re.compile(r"[?？؟]+")


def split_questions(text: str) -> tuple[str, ...]:
    """The questions in ``text`` where it asks two or more with question marks, else nothing.

    At most the first two: the reply answers those and the person can ask on.
    """
    parts = [part.strip() for part in _ENDS.split(text)]
    asked = [part for part in parts[:-1] if len(terms(part)) >= SHORTEST_QUESTION]
    return tuple(asked[:MOST_QUESTIONS]) if len(asked) > 1 else ()
