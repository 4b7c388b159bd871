"""``askleaflet-lab walk``: which functions and files of the program one question passes."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import askleaflet
from askleaflet.assistant import Assistant

_HOME = str(Path(askleaflet.__file__).parent)


def walk(assistant: Assistant, question: str) -> Counter[tuple[str, str]]:
    """How often each function (file, qualified name) is called for one reply.

    A class body, a comprehension or a generator expression is no function of its own.
    """
    called: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(_HOME) and "<" not in code.co_name:
            called[code.co_filename.removeprefix(_HOME).lstrip("/\\"), code.co_qualname] += 1

    sys.setprofile(note)
    try:
        assistant.reply(question)
    finally:
        sys.setprofile(None)
    return called


def told(called: Counter[tuple[str, str]]) -> str:
    """The walk as text: file by file, then the totals."""
    files: dict[str, list[str]] = {}
    for file, name in called:
        files.setdefault(file, []).append(name)
    lines = [f"{file}: {', '.join(sorted(names))}" for file, names in sorted(files.items())]
    calls = sum(called.values())
    return "\n".join([*lines, f"{len(called)} functions in {len(files)} files, {calls} calls"])
