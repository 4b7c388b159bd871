"""Conversations that were written to trip the program: how many quotes are wrong, how many right,
and which emergencies are seen. What is mended must not break again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from askleaflet.assistant import Assistant
from askleaflet.records import Reply

FILE = Path(__file__).parent / "data" / "conversations.txt"
# Of 772 turns 72 and 256 as measured (72 and 246 by the version before); before follow-ups were
# bound to what was asked before, 102 and 246.
MOST_WRONG, LEAST_RIGHT = 72, 254
# Of 73 that are due 62, and 12 on the 664 where none is; earlier 62 and 17, 60 and 21.
LEAST_SEEN, MOST_ALARMS = 62, 13
NONE, URGENT, MAYBE = "N", "U", "U?"


def turns() -> Iterator[tuple[list[str], str, set[str]]]:
    """The questions asked before, the one asked, and what is right."""
    history: list[str] = []
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            history = []
        elif line.strip():
            asked, _, wanted = line.partition(" || ")
            yield list(history), asked, {one.strip() for one in wanted.split("/")}
            history.append(asked)


def quoted(reply: Reply, wanted: set[str]) -> str:
    """Whether the reply quotes rightly, or quotes nothing."""
    if not reply.quotes:
        return "none"
    said = " ".join(f"{one.highlight} {one.section}" for one in reply.quotes).lower()
    words = wanted - {NONE, URGENT, MAYBE, "?", ""}
    return "right" if any(one.lower() in said for one in words) else "wrong"


@pytest.fixture(scope="module")
def replies(assistant: Assistant) -> list[tuple[Reply, set[str]]]:
    return [(assistant.reply(asked, history), wanted) for history, asked, wanted in turns()]


def test_few_quotes_are_wrong_and_many_right(replies: list[tuple[Reply, set[str]]]) -> None:
    found = Counter(quoted(reply, wanted) for reply, wanted in replies)
    assert len(replies) == 772
    assert found["wrong"] <= MOST_WRONG
    assert found["right"] >= LEAST_RIGHT


def test_emergencies_are_seen_and_calm_turns_raise_few_alarms(
    replies: list[tuple[Reply, set[str]]],
) -> None:
    due = [reply.urgent for reply, wanted in replies if URGENT in wanted and NONE not in wanted]
    calm = [reply.urgent for reply, wanted in replies if not wanted & {URGENT, MAYBE}]
    assert len(due) >= 70
    assert sum(due) >= LEAST_SEEN
    assert sum(calm) <= MOST_ALARMS
