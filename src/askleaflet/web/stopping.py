"""The server which stops when it is told to, whatever runs at that moment."""

from __future__ import annotations

import os
import threading
from types import FrameType

import uvicorn

# For what is being answered; then for everything else. Together below ten seconds, which is what
# those who stop containers wait.
SECONDS_TO_FINISH = 8
SECONDS_IN_ALL = 9.5


class Stopping(uvicorn.Server):
    """Takes no new request after a signal, answers those that are in hand, and ends with status 0;
    by force where a thread does not end."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asked to stop. A thread in the middle of a search cannot be interrupted, and Python
        waits for every thread; nothing is written meanwhile that could be lost."""
        last = threading.Timer(SECONDS_IN_ALL, os._exit, [0])
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)
        # uvicorn would end by the signal itself once it is done, and so with another status.
        self._captured_signals.clear()
