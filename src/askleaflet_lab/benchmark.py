"""``askleaflet-lab bench``: what a start, a question and a hard input cost on this machine.

The bounds are the project's own; a machine that is busy with something else goes over them.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from askleaflet.assistant import Assistant
from askleaflet.corpus import read_corpus
from askleaflet.errors import AskLeafletError
from askleaflet.rendering import as_json
from askleaflet.settings import Settings

START_SECONDS, START_MEGABYTES = 0.6, 250.0
REPLY_MS, SLOW_MS, BATCH_MS, HARD_MS = 20.0, 50.0, 20.0, 150.0
TIMES = 5
# So many questions tell what a reply costs; the sample has fifty times as many, and they took ten
# minutes.
MOST_ASKED = 300
Asked = tuple[str, Sequence[str]]
# A start, in one process: what ``import gradio`` costs, and what ours costs on top of that until an
# assistant has answered once. Prints seconds and the most memory held, in kilobytes, of each. As in
# web/server.py, what is imported is left alone by the collector. Linux counts ru_maxrss from before
# a program is started, with what its parent held; VmHWM begins with the program.
_BARE = "from askleaflet.start import prepare; prepare(); import gradio"
_OURS = """
from pathlib import Path
from askleaflet.settings import read_settings
from askleaflet.setup import open_assistant
assistant, _ = open_assistant(read_settings(corpus=Path(sys.argv[1])))
assistant.reply("Can I drive?")
"""
_START = """
import gc, re, resource, sys, time
def held():
    if sys.platform == "linux":
        return int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024 if sys.platform == "darwin" else 1
    )
began = time.perf_counter()
{bare}
bare, memory = time.perf_counter() - began, held()
gc.freeze()
began = time.perf_counter()
{ours}
print(bare, memory, time.perf_counter() - began, held() - memory)
"""
# As much as the page takes, in characters.
LONGEST = 65_536
HARD_INPUTS = {
    "empty": "",
    "spaces": " \t\n\u00a0\u2003 " * 100,
    "64 kB of text": ("does it hurt when the pump runs? " * 2_000)[:LONGEST],
    "64 kB of alarm words": ("fever chills cant breathe zqxmark " * 2_000)[:LONGEST],
    "64 kB without a space": "a" * LONGEST,
    "NUL and control characters": "can\x00 I\x07 drive\x1b[2J\x7f\r\n?" * 50,
    "lone surrogates": "can I \ud800drive\udfff \udc80?" * 50,
    "zero-width, right-to-left": "can\u200b I\u200d \u202edrive\u202c\u2066 \ufeffnow\u200f?" * 50,
    "10,000 combining marks": "a" + "\u0301\u0336" * 5000,
    "emoji only": "😀👩\u200d👩\u200d👧🇬🇧❤\ufe0f" * 200,
    "markup": "<script>alert(1)</script><b>can I</b> [drive](javascript:x) **`now`**" * 20,
    "another script": "Можно ли мне водить машину во время лечения?",
}


class QuestionsError(AskLeafletError):
    """A file of questions cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and the most memory held in megabytes."""

    seconds: float
    megabytes: float


def bench(assistant: Assistant, asked: Sequence[Asked]) -> Iterator[str]:
    """The lines of the report, as they become known. ``asked``: questions with their history."""
    bare, ours = start_costs(assistant.settings.leaflets())
    yield f"import gradio alone     {bare.seconds:8.2f} s   {bare.megabytes:8.1f} MB"
    yield _line("start, time on top", ours.seconds, START_SECONDS, "s")
    yield _line("start, memory on top", ours.megabytes, START_MEGABYTES, "MB")
    if asked:
        took = sorted(reply_ms(assistant, *one) for one in asked)
        yield _line(f"median of {len(asked)} replies", statistics.median(took), REPLY_MS, "ms")
        yield _line("99th percentile", took[int(0.99 * len(took))], SLOW_MS, "ms")
        yield _line("a line of a batch", batch_ms(assistant, asked), BATCH_MS, "ms")
    for name, text in HARD_INPUTS.items():
        yield _line(name, reply_ms(assistant, text, ()), HARD_MS, "ms")


def start_costs(corpus: Path) -> tuple[Cost, Cost]:
    """What ``import gradio`` costs, and what is added until an assistant has answered once: medians
    over fresh processes. The cache is warm: an assistant was opened before."""
    bare, ours = zip(*(_start(corpus) for _ in range(TIMES)), strict=True)
    return _median(bare), _median(ours)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(one.seconds for one in costs),
        statistics.median(one.megabytes for one in costs),
    )


def _start(corpus: Path) -> tuple[Cost, Cost]:
    program = _START.format(bare=_BARE, ours=_OURS)
    command = [sys.executable, "-c", program, str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    bare, held, seconds, memory = map(float, done.stdout.split()[-4:])
    return Cost(bare, held / 1024), Cost(seconds, memory / 1024)


def reply_ms(assistant: Assistant, question: str, history: Sequence[str]) -> float:
    """The milliseconds of processor time that one reply takes."""
    began = time.process_time()
    assistant.reply(question, history)
    return 1000 * (time.process_time() - began)


def batch_ms(assistant: Assistant, asked: Sequence[Asked]) -> float:
    """The milliseconds of processor time that a line of ``askleaflet batch`` takes, over all of
    ``asked``."""
    began = time.process_time()
    for question, history in asked:
        json.dumps(as_json(assistant.reply(question, history)), ensure_ascii=True)
    return 1000 * (time.process_time() - began) / len(asked)


def read_questions(path: Path) -> list[Asked]:
    """The questions of a file of JSON lines, as ``askleaflet batch`` reads them. Raises
    QuestionsError."""
    try:
        rows = [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
        return [
            (str(row["question"]), [str(one) for one in row.get("history", ())]) for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionsError(
            f"{path} cannot be read ({error}). Give a file of JSON lines, each with a 'question'."
        ) from error


def example_questions(settings: Settings) -> list[Asked]:
    """Example questions of the sidecars, MOST_ASKED of them at most, from all over."""
    documents = read_corpus(settings.leaflets(), settings.only_signed).documents
    asked = [text for one in documents for entry in one.asked_as for text in entry.questions]
    return [(text, ()) for text in asked[:: max(1, -(-len(asked) // MOST_ASKED))]]


def _line(name: str, value: float, bound: float, unit: str) -> str:
    kept = "ok" if value <= bound else "OVER"
    return f"{name:27}{value:9.2f} {unit:2}  {kept}, bound {bound:g} {unit}"
