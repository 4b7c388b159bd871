"""Reading files that somebody else put there: regular ones, no larger than is said, and whole."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from askleaflet.errors import CorpusError

# A FIFO that nobody writes to must not be waited for, nor a terminal become ours.
_READ = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)


class FileError(CorpusError):
    """A file cannot be used as it stands. The message goes on from the file's name."""


def read_regular(path: Path, most: int) -> bytes:
    """The content of ``path``, a regular file or a link to one, of at most ``most`` bytes.

    Its kind and size are looked at before it is opened (opening a device can already do
    something) and again once it is open. Raises FileError with what to do.
    """
    try:
        _expect(os.stat(path), most)
        descriptor = os.open(path, _READ)
        try:
            opened = os.fstat(descriptor)
            _expect(opened, most)
            with open(descriptor, "rb", closefd=False) as file:
                content = file.read(most + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise FileError(
            f"it cannot be read ({reason}). Check that it is there, and its rights."
        ) from error
    if _state(after) != _state(opened) or len(content) != opened.st_size:
        raise FileError("it changed while it was read. Start again once it is saved.")
    return content


def _expect(found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise FileError("it is a folder, not a file. Rename it, or take it away.")
    if not stat.S_ISREG(found.st_mode):
        raise FileError("it is a device, pipe or socket, not a file. Take it away.")
    if found.st_size > most:
        raise FileError(
            f"it has {found.st_size:,} bytes, more than the {most:,} it may have. "
            "Check that it is the right file, or split it."
        )


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def replace_file(path: Path, content: bytes) -> None:
    """Writes ``path`` whole or not at all, with the rights and owner it had. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            _dress(file.fileno(), path)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_all(changes: Mapping[Path, bytes | None]) -> None:
    """Makes all changes in order (new content, or None to remove), or none of them: what was done
    is undone where one fails. Raises OSError.

    A machine that stops meanwhile leaves what was done so far, so the order must be safe, too.
    """
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in changes.items():
            before = path.read_bytes() if path.exists() else None
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(path, content)
            done.append((path, before))
    except BaseException:
        for path, before in reversed(done):
            with suppress(OSError):
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    replace_file(path, before)
        raise


def _dress(descriptor: int, path: Path) -> None:
    """Gives an open file the rights and owner of ``path``; those of a new file where it is new."""
    try:
        had = path.stat()
    except FileNotFoundError:
        os.fchmod(descriptor, 0o644)
        return
    os.fchmod(descriptor, stat.S_IMODE(had.st_mode))
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (had.st_uid, had.st_gid):
        os.fchown(descriptor, had.st_uid, had.st_gid)
