"""Where the vectors of leaflets are kept: in files of the format safetensors, by content hash."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

Arrays = Mapping[str, npt.NDArray[np.generic]]
SHIPPED = Path(__file__).with_name("vectors")
_ENDING = ".safetensors"


class Store:
    """Keeps nothing."""

    def read(self, key: str) -> Arrays | None:
        """The arrays kept under ``key``; None where there are none that can be used."""
        return None

    def write(self, key: str, arrays: Arrays) -> None:
        """Keeps ``arrays`` under ``key``, where that can be done."""


class FolderStore(Store):
    """Keeps arrays in a folder; those that ship with the program are read from its own."""

    def __init__(self, folder: Path | None, shipped: Path = SHIPPED) -> None:
        self._folder, self._shipped = folder, shipped

    def read(self, key: str) -> Arrays | None:
        """See Store.read. A damaged file is as good as none: the vectors are made anew."""
        for folder in (self._shipped, self._folder):
            if folder is not None and (path := folder / f"{key}{_ENDING}").is_file():
                try:
                    return load(path.read_bytes())
                except (SafetensorError, OSError, ValueError):
                    continue
        return None

    def write(self, key: str, arrays: Arrays) -> None:
        """See Store.write."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{key}{_ENDING}").write_bytes(as_bytes(arrays))


def as_bytes(arrays: Arrays) -> bytes:
    """The file that holds ``arrays``: the same bytes for the same arrays."""
    return save({name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)})


def folder_store(folder: Path | None) -> Store:
    """The store in ``folder``; without a folder, what ships alone."""
    return FolderStore(folder)
