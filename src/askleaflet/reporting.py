"""How an error is told to staff: its type and place only.

A message or a traceback can hold a question: ``ValidationError`` prints its input, ``KeyError``
its key, a traceback the line and, in some handlers, the values. What staff need to find a fault
is where it happened.
"""

from __future__ import annotations

import errno
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable

OwnError = BaseException | None
MOST_FRAMES = 4
MINUTE = 60.0
# The same line so often a minute, and so many different ones.
MOST_ALIKE, MOST_LINES = 5, 50
REST = "other lines"
# Called at each fault, so that faults can be counted.
COUNTED: list[Callable[[], object]] = []
NO_FILES = "out of file descriptors: allow this process more open files (ulimit -n)"


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


class Log:
    """Lines on standard error, never more than a disk can bear: of each line so many a minute, and
    of all lines; what is left out is counted and the count is written."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._written: Counter[str] = Counter()

    def write(self, line: str) -> None:
        """Writes ``line``, unless it was written often enough in this minute."""
        if self._clock() - self._began >= MINUTE:
            self.count()
        self._written[line if len(self._written) < MOST_LINES else REST] += 1
        if self._written[line] and self._written[line] <= MOST_ALIKE:
            sys.stderr.write(f"askleaflet: {line}\n")

    def count(self) -> None:
        """Says how often each line was left out, and begins a new minute."""
        for line, times in self._written.items():
            if times > MOST_ALIKE or line == REST:
                more = times - MOST_ALIKE * (line != REST)
                sys.stderr.write(f"askleaflet: {line} ({more} times more within a minute)\n")
        self._written.clear()
        self._began = self._clock()


LOG = Log()


def getting_ready(number: int, of: int) -> None:
    """Tells the person who waits that leaflet ``number`` is made ready, which is done once."""
    LOG.write(f"getting leaflet {number} of {of} ready; this is done once")


def report(error: OwnError, where: str) -> None:
    """One line on standard error."""
    for count in COUNTED:
        count()
    if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
        LOG.write(NO_FILES)
    else:
        LOG.write(f"{where}: {describe(error)}")
