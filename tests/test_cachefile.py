"""Nothing is read from a cache that others could have written, and nothing is half written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from askleaflet.cachefile import SECONDS_TO_WRITE, open_cache
from askleaflet.errors import CacheError

STRANGER = 54321


def strangers(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, STRANGER, STRANGER)


def written_by_the_group(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o020)


def written_by_all(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o002)


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


SPOILED = [strangers, written_by_the_group, written_by_all, linked]


def kept(path: Path) -> bytes | None:
    with open_cache(path) as folder:
        return folder.read("a", 100)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with one file in it, which is made as the program makes it."""
    path = tmp_path / "one" / "cache"
    with open_cache(path) as folder:
        folder.write("a", b"content")
    assert kept(path) == b"content"
    return path


def test_a_folder_is_made_for_nobody_else(cache: Path) -> None:
    assert cache.stat().st_mode & 0o777 == 0o700
    with open_cache(cache) as folder:
        assert folder.read("b", 100) is None


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_folder_that_is_not_ours_is_refused_with_what_to_do(
    cache: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(cache)
    with pytest.raises(CacheError, match="ASKLEAFLET_CACHE"):
        kept(cache)


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_file_that_is_not_ours_is_refused(cache: Path, spoil: Callable[[Path], None]) -> None:
    spoil(cache / "a")
    with pytest.raises(CacheError, match=r"\. (Run|Take|Name)"):
        kept(cache)


def test_a_pipe_or_folder_in_the_place_of_a_file_is_refused(cache: Path) -> None:
    os.mkfifo(cache / "pipe")
    (cache / "folder").mkdir()
    for name in ("pipe", "folder"):
        with open_cache(cache) as folder, pytest.raises(CacheError, match="is no file"):
            folder.read(name, 100)


def test_a_file_larger_than_is_said_is_refused(cache: Path) -> None:
    with open_cache(cache) as folder, pytest.raises(CacheError, match="too large"):
        folder.read("a", 6)


def test_what_root_has_put_there_is_believed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose cache was filled while it was built."""
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    assert kept(cache) == b"content"


def test_a_folder_that_is_put_at_the_path_meanwhile_is_not_looked_at(cache: Path) -> None:
    with open_cache(cache) as folder:
        cache.rename(cache.with_name("moved"))
        cache.mkdir()
        (cache / "a").write_bytes(b"another")
        assert folder.read("a", 100) == b"content"


@pytest.mark.parametrize("name", ["fsync", "replace", "fchmod"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    cache: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with open_cache(cache) as folder:
        monkeypatch.setattr(os, name, full)
        with pytest.raises(CacheError, match="No space left"):
            folder.write("a", b"new")
        monkeypatch.undo()
        assert folder.read("a", 100) == b"content"
    assert os.listdir(cache) == ["a"]


def test_what_was_never_finished_is_taken_away_once_nobody_can_be_writing_it(cache: Path) -> None:
    long_ago = time.time() - SECONDS_TO_WRITE - 1
    for name in (".a.1.part", ".a.2.part", "other"):
        (cache / name).write_bytes(b"half")
        os.utime(cache / name, (long_ago, long_ago))
    (cache / ".a.3.part").write_bytes(b"half")
    with open_cache(cache) as folder:
        folder.tidy("none", 4)
    assert sorted(os.listdir(cache)) == [".a.3.part", "a", "other"]


def test_the_newest_files_are_kept(cache: Path) -> None:
    for number in range(6):
        (cache / f"{number}.x").write_bytes(b"old")
        os.utime(cache / f"{number}.x", (number, number))
    with open_cache(cache) as folder:
        folder.tidy(".x", 2)
    assert sorted(os.listdir(cache)) == ["4.x", "5.x", "a"]


def test_a_name_that_no_folder_can_have_is_an_error_that_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "a\0b", Path("/dev/null/cache")):
        with pytest.raises(CacheError, match="cannot be used"):
            kept(path)
