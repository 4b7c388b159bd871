"""Where the program begins. It starts where it is put, and what it cannot do is said in one line.

Nothing large is imported before ``prepare``: to break off while it loads is no traceback either.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """``askleaflet``, and ``python -m askleaflet``."""
    prepare()
    from askleaflet.cli import main as run  # noqa: PLC0415 - after prepare

    run()


def page() -> None:
    """``app.py``: as ``askleaflet serve``."""
    sys.argv[1:] = ["serve"]
    main()


def prepare() -> None:
    """Settles what the libraries take for granted: three open streams, a home, one thread."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Ends at once, and says nothing. What has something to finish handles it itself.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_streams()
    # A question is a few small products; threads that wait for the next one cost more than they do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Its threads would be lost in workers, which are forks; it says so at each question otherwise.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if os.path.expanduser("~") == "~":
        # A user without a home: NLTK does not load without one. Nothing can be put into this one.
        os.environ["HOME"] = os.devnull


def _open_streams() -> None:
    """Puts the null device where a standard stream is closed, or the next file that is opened
    would take its number, and get what a library writes to it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - kept open
