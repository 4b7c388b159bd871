"""A folder for what can be made again. Nothing in it is believed that others could have written.

The folder and its files belong to who runs the program, or to root, who could change the program
as well; nobody else may write them, and neither is a link. Files are written whole or not at all,
and read at once: one that is cut short meanwhile is a damaged one, and no signal that kills.
"""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from askleaflet.errors import CacheError

UNFINISHED = ".part"
# Whoever still writes a file after so long is gone.
SECONDS_TO_WRITE = 3600
_SAFE = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK", "O_BINARY"))
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class CacheFolder:
    """An open folder. Its files are opened in it, whatever is put at its path meanwhile."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """See open_cache."""
        self.path = path
        self._at = descriptor
        # Where the system has no names for open folders, its path must do.
        held = Path(f"/proc/self/fd/{descriptor}")
        self._held = held if held.is_dir() else path

    def read(self, name: str, most: int) -> bytes | None:
        """The content of a file of at most ``most`` bytes; None where there is no such file.
        Raises CacheError where it cannot be trusted."""
        try:
            descriptor = os.open(self._held / name, os.O_RDONLY | _SAFE)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self.path / name, error) from error
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise CacheError(f"{self.path / name} is no file. Take it away.")
            _trust(found, self.path / name)
            if found.st_size > most:
                raise CacheError(f"{self.path / name} is too large. Take it away.")
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(most)
        except OSError as error:
            raise _unusable(self.path / name, error) from error
        finally:
            os.close(descriptor)

    def write(self, name: str, content: bytes) -> None:
        """Writes the file so that there is either the old one or the whole new one, even where two
        programs write at once. Raises CacheError, and leaves nothing behind."""
        unfinished = self._held / f".{name}.{secrets.token_hex(8)}{UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE
        try:
            # Others may run the program, too, and read it.
            descriptor = os.open(unfinished, flags, 0o644)
            try:
                with open(descriptor, "wb") as file:
                    file.write(content)
                    os.fchmod(descriptor, 0o644)
                    file.flush()
                    os.fsync(descriptor)
                os.replace(unfinished, self._held / name)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            os.fsync(self._at)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def tidy(self, ending: str, most: int) -> None:
        """Takes away what was never finished, and of the files with this ending all but the newest
        ``most``. Raises CacheError."""
        try:
            found = [(self._changed(name), name) for name in os.listdir(self._at)]
            kept = sorted(one for one in found if one[1].endswith(ending))
            late = time.time() - SECONDS_TO_WRITE
            left = [one for one in found if one[1].endswith(UNFINISHED) and one[0] < late]
            for _, name in [*kept[: max(0, len(kept) - most)], *left]:
                with suppress(FileNotFoundError, IsADirectoryError):
                    os.unlink(self._held / name)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def _changed(self, name: str) -> float:
        """When a file was written; now, where it is gone meanwhile."""
        try:
            return os.lstat(self._held / name).st_mtime
        except FileNotFoundError:
            return time.time()


@contextmanager
def open_cache(path: Path) -> Iterator[CacheFolder]:
    """The folder ``path``, made where it is not there. Raises CacheError with what to do."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _SAFE)
    except (OSError, ValueError) as error:  # ValueError: a NUL in its name
        raise _unusable(path, error) from error
    try:
        _trust(os.fstat(descriptor), path)
        yield CacheFolder(path, descriptor)
    finally:
        os.close(descriptor)


def _trust(found: os.stat_result, path: Path) -> None:
    if found.st_uid not in {os.geteuid(), 0}:
        raise CacheError(
            f"{path} belongs to another user, so it is not used. Take it away, or name a folder "
            "of your own with ASKLEAFLET_CACHE."
        )
    if found.st_mode & _OTHERS_WRITE:
        raise CacheError(
            f"{path} can be written by others, so it is not used. Run chmod go-w on it, or name "
            "another folder with ASKLEAFLET_CACHE."
        )


def _unusable(path: Path, error: Exception) -> CacheError:
    reason = getattr(error, "strerror", None) or "no file can have this name"
    return CacheError(
        f"{path} cannot be used ({reason}). Name a folder that can with ASKLEAFLET_CACHE; "
        "a link is none."
    )
