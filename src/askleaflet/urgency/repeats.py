"""A very long message, without what it only says again.

All of a message is read, however long. But a megabyte that somebody types, pastes or leans on a
key for says few different things, and to read a sentence a thousandth time after the same
sentence as before finds nothing new.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

# Shorter messages are read as they are.
LONG = 20_000
# A sentence after the same sentence is read so many times.
TIMES = 2
_PART = re.compile(r"[^.!?\n]*[.!?\n]*")


class Shortened(NamedTuple):
    """What is left of a text, and where each stretch of it came from."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, at: int) -> int:
        """The offset in the whole message of offset ``at`` in what is left."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]


def without_repeats(text: str) -> Shortened:
    """``text`` less every sentence that was read ``TIMES`` times after the same sentence."""
    if len(text) <= LONG:
        return Shortened(text)
    seen: dict[tuple[str, str], int] = {}
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    length, before, read_on = 0, "", False
    for match in _PART.finditer(text):
        part = match.group()
        pair = (before, part)
        before = part
        seen[pair] = seen.get(pair, 0) + 1
        if seen[pair] > TIMES:
            read_on = False
            continue
        if not read_on:
            starts.append(length)
            shifts.append(match.start() - length)
            read_on = True
        kept.append(part)
        length += len(part)
    return Shortened("".join(kept), tuple(starts), tuple(shifts))
