"""The network's runtime reports nothing to its maker, and keeps no number of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# With each of these it keeps quiet by itself.
QUIET = frozenset({"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"})
READ = """
from askleaflet.reader.encoder import load_encoder

load_encoder().encode(["is it safe"], 9)
"""


def test_reading_leaves_no_trace_of_telemetry(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if name not in QUIET}
    own |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = subprocess.run(
        [sys.executable, "-c", READ], env=own, capture_output=True, text=True, check=True
    )
    assert "telemetry" not in ran.stderr.lower()
    assert [one for one in tmp_path.rglob("*") if "icrosoft" in str(one)] == []
