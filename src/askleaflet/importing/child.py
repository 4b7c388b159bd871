"""One file read in a process of its own, so that nothing in it can hang or take all memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from askleaflet.importing.blocks import BROKEN, MOST_SECONDS, ImportingError, Understood

WORKER = "askleaflet.importing.worker"
SLOW = f"it took longer than {MOST_SECONDS} seconds. Check that it is one leaflet, or split it."
_SAID = TypeAdapter(list[Understood])


def understood(path: Path, seconds: float = MOST_SECONDS, worker: str = WORKER) -> list[Understood]:
    """The leaflets in ``path``, read by a process that is ended after ``seconds``. Raises
    ImportingError with what to do."""
    # -P: the folder it is started from may hold files of others, and none of them is a module.
    command = [sys.executable, "-P", "-m", worker, str(path.absolute())]
    try:
        ended = subprocess.run(  # noqa: S603 - our own module and one file's name
            command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise ImportingError(SLOW) from error
    try:
        said = json.loads(ended.stdout)
        if "error" in said:
            raise ImportingError(str(said["error"]))
        return _SAID.validate_python(said["leaflets"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise ImportingError(BROKEN) from error
