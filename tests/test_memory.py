"""Nothing that a person typed stays in the memory of the program once it is answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from invented import CORPUS, SOURCE, compiled
from remembered import QUESTIONS, WAYS


def test_nothing_of_two_hundred_questions_is_still_in_memory() -> None:
    """Neither a word, a figure nor a letter, in no cache and in nothing else that is alive."""
    places = {
        "ASKLEAFLET_CORPUS": str(CORPUS),
        "ASKLEAFLET_CACHE": str(compiled()),
        "PYTHONPATH": str(SOURCE.parent),
    }
    script = Path(__file__).with_name("remembered.py")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["answered"] == QUESTIONS
    assert told["planted"] == WAYS, "what is kept on purpose was not found"
    assert told["kept"] == 0, f"{done.stdout}still in memory"
