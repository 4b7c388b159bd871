"""Where the vectors of leaflets are kept: in files of the format safetensors, by content hash."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from askleaflet.cachefile import open_cache
from askleaflet.errors import CacheError

Arrays = Mapping[str, npt.NDArray[np.generic]]
SHIPPED = Path(__file__).with_name("vectors")
ENDING = ".safetensors"
_log = logging.getLogger(__name__)
# The largest leaflet with the longest sidecar has less.
LARGEST_FILE = 200_000_000
# Files of leaflets that changed meanwhile are taken away, the oldest first.
MOST_FILES = 5000


class Store:
    """Keeps nothing."""

    def read(self, key: str) -> Arrays | None:
        """The arrays kept under ``key``; None where there are none that can be used."""
        return None

    def write(self, key: str, arrays: Arrays) -> None:
        """Keeps ``arrays`` under ``key``, where that can be done."""

    def keep(self, key: str, arrays: Arrays) -> None:
        """As ``write``, for what can be had again: it is no harm where that cannot be done."""


class FolderStore(Store):
    """Keeps arrays in a folder; those that ship with the program are read from its own.

    A folder that cannot be trusted or written is told once on standard error, with what to do; the
    program goes on without it, and keeps them in memory.
    """

    def __init__(self, folder: Path | None, shipped: Path = SHIPPED) -> None:
        self._folder, self._shipped = folder, shipped
        self._held: dict[str, Arrays] = {}

    def read(self, key: str) -> Arrays | None:
        """See Store.read. A damaged file is as good as none: the vectors are made anew."""
        shipped = self._shipped / f"{key}{ENDING}"
        if shipped.is_file():
            return arrays_of(shipped.read_bytes())
        if self._folder is None:
            return self._held.get(key)
        try:
            with open_cache(self._folder) as cache:
                return arrays_of(cache.read(f"{key}{ENDING}", LARGEST_FILE))
        except CacheError as error:
            self._give_up(error)
            return self._held.get(key)

    def write(self, key: str, arrays: Arrays) -> None:
        """See Store.write."""
        if self._folder is not None:
            try:
                self._put(self._folder, key, arrays)
                return
            except CacheError as error:
                self._give_up(error)
        self._held[key] = arrays

    def keep(self, key: str, arrays: Arrays) -> None:
        """See Store.keep. Not in memory; and a folder that is read only is read on."""
        if self._folder is not None:
            with suppress(CacheError):
                self._put(self._folder, key, arrays)

    def _put(self, folder: Path, key: str, arrays: Arrays) -> None:
        with open_cache(folder) as cache:
            cache.write(f"{key}{ENDING}", as_bytes(arrays))
            cache.tidy(ENDING, MOST_FILES)

    def _give_up(self, error: CacheError) -> None:
        _log.warning("askleaflet: %s Until then every start takes some seconds longer.", error)
        self._folder = None


def arrays_of(content: bytes | None) -> Arrays | None:
    """The arrays that a file holds; None where it is damaged, or there is none."""
    try:
        return load(content) if content else None
    except (SafetensorError, ValueError):
        return None


def as_bytes(arrays: Arrays) -> bytes:
    """The file that holds ``arrays``: the same bytes for the same arrays."""
    return save({name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)})


def folder_store(folder: Path | None) -> Store:
    """The store in ``folder``; without a folder, what ships alone."""
    return FolderStore(folder)
