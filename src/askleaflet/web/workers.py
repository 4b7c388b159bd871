"""Several processes answer at one address. This one answers nobody: it starts them, starts another
where one ends, passes on what it is told, and serves their counts.

All of them take connections from one socket that was opened before they were. They are forks, so
what is loaded before is in memory once (but for what they write to). Nothing here may start a
thread: a fork has only the one that made it, and keeps the locks that others held. onnxruntime has
one, which waits for work that this program gives it none of.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from askleaflet.errors import AskLeafletError, SettingsError
from askleaflet.reporting import LOG, report
from askleaflet.web.exposing import Exposed
from askleaflet.web.metrics import COUNTS, RESTARTS
from askleaflet.web.stopping import SECONDS_IN_ALL

# Seconds between two looks at them.
PAUSE = 0.25
# A worker that ends sooner never answered, and the next one waits a moment. After so many in a row,
# and while no other is older, there is no use in going on.
SECONDS_TO_LIVE, SECONDS_TO_WAIT, MOST_FAILED = 10.0, 2.0, 5


class Workers:
    """The processes, by the row in which they count."""

    def __init__(self, work: Callable[[], None], count: int, exposed: Exposed | None) -> None:
        """``work``: what each of them does until it is told to stop."""
        if not hasattr(os, "fork"):
            raise SettingsError("This system has no workers. Take 'workers' out of the settings.")
        self._work, self._exposed = work, exposed
        self._running: dict[int, int] = {}
        self._began: dict[int, float] = {}
        self._due = dict.fromkeys(range(count), 0.0)
        self._failed = 0
        self._stopping = False
        # Closes, and so tells the workers, however this process ends.
        self._alive, self._held = os.pipe()

    def run(self, stop_listening: Callable[[], None]) -> bool:
        """Runs them until a signal says to stop. False where they end again and again."""
        signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = {one: signal.signal(one, self._told) for one in signals}
        try:
            while not self._stopping and not self._hopeless():
                for row in [row for row, due in self._due.items() if due <= time.monotonic()]:
                    self._start(row)
                self._wait()
                for row in self._ended():
                    self._again(row)
            stop_listening()
            self._stop()
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
        return self._stopping

    def _hopeless(self) -> bool:
        return self._failed >= MOST_FAILED and not any(map(self._lived, self._running))

    def _lived(self, row: int) -> bool:
        return time.monotonic() - self._began[row] > SECONDS_TO_LIVE

    def _told(self, sig: int, frame: FrameType | None) -> None:
        """Passed on at once, whatever this process is in the middle of."""
        self._stopping |= sig != signal.SIGHUP
        self._tell(signal.SIGTERM if self._stopping else sig)

    def _start(self, row: int) -> None:
        del self._due[row]
        with warnings.catch_warnings():
            # Of that one thread Python warns from 3.12 on.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
        if not process:
            self._in_worker(row)
        self._running[row], self._began[row] = process, time.monotonic()

    def _in_worker(self, row: int) -> None:
        """Never returns."""
        status = 1
        try:
            # What a terminal says to a whole group, this one's parent passes on.
            os.setpgid(0, 0)
            # Until it can read the leaflets anew; it has read none yet.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.close(self._held)
            if self._exposed:
                self._exposed.server_close()
            COUNTS.own(row)
            threading.Thread(target=self._outlive, name="parent", daemon=True).start()
            self._work()
            status = 0
        except AskLeafletError as error:
            LOG.write(f"a worker cannot start: {error}")
        except BaseException as error:
            report(error, "a worker ended")
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _outlive(self) -> None:
        """Ends the worker where the process that started it is no more."""
        os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _wait(self) -> None:
        if self._exposed:
            self._exposed.timeout = PAUSE
            self._exposed.handle_request()
        else:
            time.sleep(PAUSE)

    def _ended(self) -> list[int]:
        """The rows of those that are no more."""
        gone = [row for row, one in self._running.items() if os.waitpid(one, os.WNOHANG)[0]]
        for row in gone:
            del self._running[row]
            COUNTS.gone(row)
        return gone

    def _again(self, row: int) -> None:
        self._failed = 0 if self._lived(row) else self._failed + 1
        self._due[row] = time.monotonic() + SECONDS_TO_WAIT * bool(self._failed)
        COUNTS.add(RESTARTS)
        LOG.write("a worker ended by itself; another is started")

    def _tell(self, sig: int) -> None:
        for one in list(self._running.values()):
            with suppress(ProcessLookupError):
                os.kill(one, sig)

    def _stop(self) -> None:
        """Has them answer what is in hand, and ends those that do not end."""
        self._tell(signal.SIGTERM)
        until = time.monotonic() + SECONDS_IN_ALL + PAUSE
        while self._running and time.monotonic() < until:
            time.sleep(PAUSE / 5)
            self._ended()
        self._tell(signal.SIGKILL)
