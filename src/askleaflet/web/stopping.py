"""The server which stops when it is told to, whatever runs at that moment."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

import uvicorn

# For what is being answered; then for everything else. Together below three seconds.
SECONDS_TO_FINISH = 1
SECONDS_IN_ALL = 2.5


class Stopping(uvicorn.Server):
    """Ends by itself soon after a signal, and by force where a thread does not end."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asked to stop. A thread in the middle of a search cannot be interrupted, and Python
        waits for every thread; nothing is written meanwhile that could be lost."""
        last = threading.Timer(SECONDS_IN_ALL, os._exit, [0 if sig == signal.SIGINT else 143])
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)
