"""``askleaflet-lab fuzz``: a coverage-guided fuzzer on one harness, in a process of its own.

The program has to be imported under the fuzzer's eye, and the fuzzer ends its process by itself;
so the command starts this module anew. What is found on the way is kept in ``build/fuzz/NAME``;
it starts from that and from ``tests/data/fuzz/NAME``, which every run of the tests repeats.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KEPT = Path("tests/data/fuzz")
FOUND = Path("build/fuzz")
# An input with more bytes shows nothing that a short one does not, and costs more.
LARGEST = 4096


def names() -> list[str]:
    """The harnesses there are."""
    from askleaflet_lab.harnesses import HARNESSES  # noqa: PLC0415 - unwatched, in this process

    return list(HARNESSES)


def fuzz(name: str, seconds: int) -> int:
    """Runs the harness ``name`` for so long and returns the exit status: 0 where nothing was found.

    The input of a fault is left in ``build/fuzz``, and what it broke is printed.
    """
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        "-timeout=20",
        f"-artifact_prefix={FOUND}/{name}-",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    command = [sys.executable, "-m", "askleaflet_lab.fuzzing", name, *options]
    places = [str(found), str(KEPT / name)]
    return subprocess.run([*command, *places], check=False).returncode  # noqa: S603 - our own words


def _run(name: str, arguments: list[str]) -> None:
    import atheris  # noqa: PLC0415 - in the extra "security", and only for this

    with atheris.instrument_imports(include=["askleaflet"]):
        from askleaflet_lab.harnesses import bounded  # noqa: PLC0415 - watched while imported
    atheris.Setup([sys.argv[0], *arguments], bounded(name))
    atheris.Fuzz()


if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2:])
