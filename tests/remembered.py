"""Asks 200 questions at every face of one process, and looks what of them is still in its memory.

``python tests/remembered.py`` prints, as JSON, how many questions were answered and where something
that only they held is found afterwards. A process of its own, because pytest keeps what tests print
and compare. ``_planted`` keeps some marks on purpose, in each way that a program could: where the
search does not find those, it would find nothing.
"""

from __future__ import annotations

import gc
import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from http.client import HTTPConnection
from types import FrameType
from unittest.mock import patch
from urllib.request import urlopen

import numpy as np
from typer.testing import CliRunner

from askleaflet import cli
from askleaflet.settings import read_settings
from askleaflet.setup import open_assistant
from askleaflet.web import server

QUESTIONS = 200
# In how many ways marks are kept on purpose.
WAYS = 8
DIRECT, PAGE = range(60), range(60, 140)
BATCH, CHAT, ASK = range(140, 170), range(170, 185), range(185, 193)
# What is known of a person, in words and in figures, and a letter that no leaflet holds.
_WORDS = r"(?i:zqx[a-z]{2}vk)|0790\d{3}417|planted[A-Z]0vk"
_STARTS = ("zqx", "0790", "planted")
_LETTER = re.compile(r"[\U00013000-\U000130ff]")
_MARK = re.compile(_WORDS + "|" + _LETTER.pattern)
_IN_BYTES = re.compile(_WORDS.encode())
_TEMPLATES = (
    "My name is Zqx{0}vk, call 0790{1}417. How is it given {2}?",
    "my zqx{0}vks hurt since 0790{1}417{2}. is that a side effect",
    "She can't breathe, zqx{0}vk said so{2}, ring 0790{1}417",
    "can i take Zqx{0}vkamol with it? {2} i live at 0790{1}417",
    "zqx{0}vk",
    "soy Zqx{0}vk, vivo en 0790{1}417 {2}. ¿Cómo se administra?",
    "what if zqx{0}vk's dose is 0790{1}417 mg{2}, should i stop",
    "{2} zqx{0}vk-like fever of 39.{1}0790{1}417, thanks",
    "I'm zqx{0}VK. Does it cause hair loss? And how long does 0790{1}417 last {2}?",
    "e-mail zqx{0}vk@zqx{0}vk.example{2} 0790{1}417 when does it start working",
)


def question(number: int) -> str:
    """The question of this number: its words, its figures and its letter are in no other."""
    word = chr(97 + number // 26) + chr(97 + number % 26)
    letter = chr(0x13000 + number)
    return _TEMPLATES[number % len(_TEMPLATES)].format(word, f"{number:03}", letter)


def ask_everywhere(port: int) -> int:
    """Asks all of them; returns how many were answered."""
    return _directly() + _page(port) + _command_line()


def _directly() -> int:
    assistant, _ = open_assistant(read_settings())
    replies = [assistant.reply(question(one), [question(max(one - 1, 0))]) for one in DIRECT]
    return sum(reply.kind != "error" for reply in replies)


def _page(port: int) -> int:
    """On one connection that stays open, as a browser's does."""
    answered = 0
    connection = HTTPConnection("127.0.0.1", port)
    for number in PAGE:
        wish = {"language": "en", "asked": [{"text": question(one)} for one in (number, number)]}
        event = {"fn_index": 0, "data": [json.dumps(wish)], "session_hash": f"s{number}"}
        kind = {"Content-Type": "application/json"}
        connection.request("POST", "/gradio_api/run/predict", json.dumps(event), kind)
        response = connection.getresponse()
        answered += response.status == 200 and b"care" in response.read()
    _OPEN.append(connection)
    return answered


_OPEN: list[HTTPConnection] = []


def _command_line() -> int:
    lines = [json.dumps({"id": one, "question": question(one)}) for one in BATCH]
    batch = CliRunner().invoke(cli.app, ["batch"], input="\n".join(lines))
    talked = CliRunner().invoke(cli.app, ["chat"], input="\n".join(map(question, CHAT)))
    answered = batch.output.count('"care_team"')
    answered += len(CHAT) * (talked.output.count("care team") >= len(CHAT))
    for number in range(ASK.start, QUESTIONS):
        asked = ["ask", "-"] if number in ASK else ["search", "--explain", "-"]
        done = CliRunner().invoke(cli.app, asked, input=question(number))
        answered += done.exit_code == 0
    return answered


class Planted:
    """Marks kept on purpose, one in each way."""

    def __init__(self) -> None:
        marks = [f"planted{chr(65 + number)}0vk" for number in range(WAYS)]
        self.key = {marks[0]: None}
        self.cached = lru_cache(str.upper)
        self.cached(marks[1])
        self.bytes = marks[2].encode()
        self.array = np.frombuffer(marks[3].encode(), np.uint8)
        self.objects = np.array([marks[4], None], object)
        self.waiting = self._waiting(marks[5])
        next(self.waiting)
        thread = threading.Thread(target=self._in_thread, args=(marks.pop(6),), daemon=True)
        thread.start()
        self.closed = self._closed(marks[6:])
        # What is frozen is in no list of the collector's.
        gc.collect()
        gc.freeze()

    def _waiting(self, mark: str) -> Iterator[str]:
        yield ""
        yield mark

    def _closed(self, held: list[str]) -> Callable[[], list[str]]:
        return lambda: held

    def _in_thread(self, mark: str) -> None:
        while mark:
            time.sleep(1)


def found() -> dict[str, list[str]]:
    """Every mark that is still held, with what holds it."""
    gc.unfreeze()
    gc.collect()
    held: dict[str, set[str]] = {}
    names: dict[int, str] = {}
    # The marks in each text, by its identity; and what has been looked into.
    texts: dict[int, tuple[str, ...]] = {}
    seen: set[int] = set()
    waiting: list[object] = [*gc.get_objects(), *sys._current_frames().values()]
    seen.update(map(id, (held, names, texts, seen, waiting)))
    while waiting:
        holder = waiting.pop()
        for one in _held_by(holder):
            if isinstance(one, str | bytes | bytearray | np.ndarray):
                if id(one) not in texts:
                    texts[id(one)] = _marks(one)
                for mark in texts[id(one)]:
                    name = names.get(id(holder)) or names.setdefault(id(holder), _name(holder))
                    held.setdefault(mark, set()).add(name)
            elif id(one) not in seen and not isinstance(one, int | float):
                seen.add(id(one))
                waiting.append(one)
    return {mark: sorted(names) for mark, names in sorted(held.items())}


def _held_by(holder: object) -> list[object]:
    """What a thing refers to. The collector passes over the keys of a dict where all are texts."""
    if isinstance(holder, dict):
        return [*dict.keys(holder), *gc.get_referents(holder)]
    return gc.get_referents(holder)


def _marks(one: str | bytes | bytearray | np.ndarray) -> tuple[str, ...]:
    """The marks in a text, in bytes, or in an array (which the collector does not look into)."""
    if isinstance(one, np.ndarray):
        plain = one.view(np.ndarray)
        one = repr(plain.tolist()) if plain.dtype.kind in "OU" else plain.tobytes()
    if isinstance(one, str):
        low = one.lower()
        perhaps = any(start in low for start in _STARTS) or bool(_LETTER.search(one))
        return tuple(_MARK.findall(one)) if perhaps else ()
    perhaps = any(start.encode() in one.lower() for start in _STARTS)
    return tuple(each.decode("utf-8") for each in _IN_BYTES.findall(one)) if perhaps else ()


def _name(holder: object) -> str:
    """What a thing is; for what has no name of its own, what holds it."""
    own = str(getattr(holder, "__qualname__", type(holder).__qualname__))
    if not isinstance(holder, dict | list | tuple | set):
        return own
    above = {
        str(getattr(one, "__qualname__", type(one).__qualname__))
        for one in gc.get_referrers(holder)
        if not isinstance(one, list | FrameType)
    }
    return f"{own} of {' and '.join(sorted(above)) or 'nothing'}"


def serving() -> int:
    """The page, served by this process as ``askleaflet serve`` does; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = read_settings(port=port)
    # Who asks is in this process, too, and it may reach nothing else (see web/confine.py).
    patch.object(server, "confine").start()
    page = threading.Thread(target=server.run, args=(settings,), daemon=True)
    page.start()
    while page.is_alive():
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            if answer.status == 200:
                return port
        time.sleep(0.05)
    raise SystemExit("the page did not start")


def main() -> None:
    """Prints what is found."""
    answered = ask_everywhere(serving())
    planted = Planted()
    marks = found()
    kept = {mark: by for mark, by in marks.items() if not mark.startswith("planted")}
    holders = sorted({name for by in kept.values() for name in by})
    told = {
        "answered": answered,
        "planted": len(marks) - len(kept),
        "kept": len(kept),
        "holders": holders,
        "examples": dict(list(kept.items())[:5]),
    }
    del planted
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
