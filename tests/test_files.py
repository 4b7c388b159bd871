"""Only regular files are opened, no larger than is said, and read whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from askleaflet import files
from askleaflet.files import FileError, read_regular, replace_file


def test_a_file_and_a_link_to_it_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"words")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read_regular(tmp_path / "a", 5) == read_regular(tmp_path / "b", 5) == b"words"


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def _process(path: Path) -> None:
    """A regular file of no bytes that goes on and on: the environment of this process."""
    path.symlink_to("/proc/self/environ")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_fifo, "device, pipe or socket"),
        (_device, "device, pipe or socket"),
        (_folder, "it is a folder"),
        (_link_to_itself, "cannot be read"),
        (_process, "changed while it was read"),
    ],
)
def test_nothing_but_a_regular_file_is_opened(tmp_path: Path, make: object, says: str) -> None:
    assert callable(make)
    make(tmp_path / "a")
    with pytest.raises(FileError, match=says):
        read_regular(tmp_path / "a", 100)


def test_a_device_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> int:
        raise AssertionError("it was opened")

    (tmp_path / "a").symlink_to("/dev/zero")
    monkeypatch.setattr(os, "open", opened)
    with pytest.raises(FileError):
        read_regular(tmp_path / "a", 100)


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(10**12)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(FileError, match="1,000,000,000,000 bytes, more than the 100"):
        read_regular(tmp_path / "a", 100)


def test_a_regular_file_that_became_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and opening, somebody puts another thing there."""
    path = tmp_path / "a"
    path.write_bytes(b"words")
    honest = os.open

    def swapped(name: Path, flags: int) -> int:
        name.unlink()
        os.mkfifo(name)
        return honest(name, flags)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(FileError, match="device, pipe or socket"):
        read_regular(path, 100)


@pytest.mark.parametrize("written", [b"other", b"more words", b"w"])
def test_a_file_that_changes_while_it_is_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"words")
    os.utime(path, (1, 1))
    honest = os.open

    def changing(name: Path, flags: int) -> int:
        descriptor = honest(name, flags)
        monkeypatch.setattr(files, "_expect", lambda *_: path.write_bytes(written))
        return descriptor

    monkeypatch.setattr(os, "open", changing)
    with pytest.raises(FileError, match="it changed while it was read"):
        read_regular(path, 100)


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
