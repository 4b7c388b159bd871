"""A very long message, without what it only says again.

All of a message is read, however long. But a megabyte that somebody types, pastes or leans on a
key for says few different things, and to read a sentence a thousandth time after the same
sentence as before finds nothing new.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

# Shorter messages are read as they are.
LONG = 20_000
# A part after the same part is read so many times.
TIMES = 2
# A part is a sentence; one that goes on and on, so many words of it.
_SENTENCE = re.compile(r"[^.!?\n]++[.!?\n]*+|[.!?\n]++")
_WORDS = re.compile(r"\s*+(?:\S++\s*+){1,40}+|\s++")
_ENDS = (".", "!", "?", "\n")


class Shortened(NamedTuple):
    """What is left of a text, and where each stretch of it came from."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, at: int) -> int:
        """The offset in the whole message of offset ``at`` in what is left."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]


def without_repeats(text: str) -> Shortened:
    """``text`` less every part that was read ``TIMES`` times after the same part."""
    if len(text) <= LONG:
        return Shortened(text)
    seen: dict[tuple[str, str], int] = {}
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    length, before, read_on = 0, "", False
    for start, part in _parts(text):
        pair = (before, part)
        seen[pair] = seen.get(pair, 0) + 1
        if seen[pair] > TIMES:
            read_on = False
        else:
            # What begins amid a sentence is read with what stands before it.
            amid = "" if read_on or before.endswith(_ENDS) else before
            if not read_on:
                starts.append(length)
                shifts.append(start - len(amid) - length)
            kept += [amid, part]
            length += len(amid) + len(part)
            read_on = True
        before = part
    return Shortened("".join(kept), tuple(starts), tuple(shifts))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Sentences and stretches of long ones, each with its place; together they are ``text``."""
    for sentence in _SENTENCE.finditer(text):
        for words in _WORDS.finditer(text, *sentence.span()):
            yield words.start(), words.group()
