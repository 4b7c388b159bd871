"""The last line: what this process may open and reach once it serves, whoever asks it to.

A hook of the interpreter (PEP 578) sees every file that is opened and every connection that is
made, in Python or in a library. It cannot be taken out again. Allowed are the program, its
libraries, its leaflets and its cache; and no other machine but those named in the settings.
"""

from __future__ import annotations

import mimetypes
import os
import socket
import sys
import sysconfig
import time
from collections.abc import Callable, Container, Iterable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import askleaflet
from askleaflet.settings import Settings

DEVICES = frozenset({os.devnull, "/dev/urandom", "/dev/random"})
# Which argument of an event names a file (PEP 578's table). Opened ones are looked at with care.
_CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (0, 1),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
}
_LOOKS = {"os.listdir": (0,), "os.scandir": (0,)}
_PROGRAMS = frozenset(
    "os.system os.exec os.posix_spawn os.spawn os.fork os.forkpty subprocess.Popen".split()
)
_REACHES = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# So often, and no oftener, are names looked up for an address that is not known.
SECONDS_BETWEEN = 1.0
Given = tuple[object, ...]
Hook = Callable[[str, Given], None]


class ConfinedError(PermissionError):
    """This process does not open that file or reach that machine. Names neither: it may be what
    somebody typed."""


def confine(settings: Settings) -> None:
    """Closes everything that serving the page does not need, for as long as the process runs."""
    # Reads lists of the system, once; later it would be refused.
    mimetypes.init()
    nodes = Machines(str(urlsplit(one).hostname) for one in settings.search_url)
    sys.addaudithook(hook(_read_from(settings), _written_to(settings), nodes))


class Machines(Container[object]):
    """Those that may be reached: by name, and by the addresses that the names have now, as a node
    that is started again may get another one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._addresses: frozenset[object] = frozenset()
        self._looked = 0.0

    def __contains__(self, host: object) -> bool:
        if host in self._names or host in self._addresses:
            return True
        now = time.monotonic()
        if not self._names or now - self._looked < SECONDS_BETWEEN:
            return False
        self._looked = now
        self._addresses = frozenset(one for name in self._names for one in _addresses(name))
        return host in self._addresses


def _addresses(name: str) -> list[object]:
    try:
        return [found[4][0] for found in socket.getaddrinfo(name, None)]
    except OSError:
        return []


def _read_from(settings: Settings) -> list[Path]:
    """The folders of the program and its libraries, whether or not in a virtual environment."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    installed = [Path(sysconfig.get_path(name)) for name in names]
    own = Path(askleaflet.__file__ or "").parent
    gradio = find_spec("gradio")
    libraries = [Path(gradio.origin).parents[1]] if gradio and gradio.origin else []
    return [*installed, *libraries, own, settings.leaflets(), *_written_to(settings)]


def _written_to(settings: Settings) -> list[Path]:
    cache = settings.cache_folder()
    return [cache] if cache else []


def hook(read: Iterable[Path], write: Iterable[Path], hosts: Container[object]) -> Hook:
    """What refuses every event outside of these folders and hosts. Raises ConfinedError."""
    readable = tuple(_folder(path) for path in read)
    writable = tuple(_folder(path) for path in write)

    def within(path: object, folders: tuple[str, ...]) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            # A number is a file that is open already.
            return isinstance(path, int)
        real = os.path.realpath(os.fsdecode(path))
        return real in DEVICES or f"{real}{os.sep}".startswith(folders)

    def audit(event: str, given: Given) -> None:
        if event == "open":
            flags = given[2] if isinstance(given[2], int) else 0
            allowed = within(given[0], writable if flags & _WRITING else readable)
        elif event in _REACHES:
            allowed = _host(given[_REACHES[event]]) in hosts
        elif event in _CHANGES:
            allowed = all(within(given[one], writable) for one in _CHANGES[event])
        elif event in _LOOKS:
            allowed = within(given[0], readable)
        else:
            allowed = event not in _PROGRAMS
        if not allowed:
            raise ConfinedError("this process may not")

    return audit


def _folder(path: Path) -> str:
    return os.path.realpath(path).rstrip(os.sep) + os.sep


def _host(address: object) -> object:
    return address[0] if isinstance(address, tuple) and address else address
