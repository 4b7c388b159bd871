"""A file of named arrays that is mapped into memory, not read: only what is used is loaded.

Layout: magic, SHA-256 of all that follows, length of the header, header (JSON: the key that the
content was made for, and of each array the name, type, length and offset), then the arrays.
A file that is cut short, damaged or made for another key is not used at all. No pickle: reading
such a file cannot run anything.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from io import BufferedRandom, BufferedReader
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

MAGIC = b"ASKLEAF1"
Array = npt.NDArray[np.generic]
_TYPES = {"uint8", "int16", "uint16", "int32", "int64", "uint64", "float32", "float64"}
_DIGEST = hashlib.sha256().digest_size
_START = len(MAGIC) + _DIGEST + 8
_ALIGNED = 64


class _Entry(BaseModel):
    name: str
    type: str
    length: int
    offset: int


class _Header(BaseModel):
    key: str
    arrays: list[_Entry]


def read_arrays(path: Path, key: str) -> dict[str, Array] | None:
    """The arrays that were written to ``path`` for ``key``, read-only; None where there are none
    or the file cannot be trusted."""
    try:
        with path.open("rb") as file:
            size = _sound(file)
            if size is None:
                return None
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    try:
        header = _Header.model_validate_json(mapped[_START : _START + size])
    except ValidationError:
        return None
    if header.key != key or any(one.type not in _TYPES for one in header.arrays):
        return None
    return {
        one.name: np.frombuffer(mapped, one.type, one.length, one.offset) for one in header.arrays
    }


def _sound(file: BufferedReader) -> int | None:
    """The length of the header, where the file is whole; else None."""
    if file.read(len(MAGIC)) != MAGIC:
        return None
    digest = file.read(_DIGEST)
    if hashlib.file_digest(file, "sha256").digest() != digest:
        return None
    file.seek(len(MAGIC) + _DIGEST)
    return int.from_bytes(file.read(8), "little")


def write_arrays(path: Path, key: str, arrays: Mapping[str, Array]) -> None:
    """Writes ``arrays`` so that ``path`` is either the old file or the whole new one, even where
    two programs write at once. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            _write(file, key, arrays)
        # Others may run the program too: it holds nothing but leaflets and vocabularies.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write(file: BufferedRandom, key: str, arrays: Mapping[str, Array]) -> None:
    header = _header(key, arrays)
    file.write(MAGIC + bytes(_DIGEST))
    text = header.model_dump_json().encode()
    file.write(len(text).to_bytes(8, "little") + text)
    for entry in header.arrays:
        file.write(bytes(entry.offset - file.tell()))
        file.write(np.ascontiguousarray(arrays[entry.name]).data)
    file.seek(len(MAGIC) + _DIGEST)
    digest = hashlib.file_digest(file, "sha256").digest()
    file.seek(len(MAGIC))
    file.write(digest)


def _header(key: str, arrays: Mapping[str, Array]) -> _Header:
    """The header, with offsets for a header of its own length."""
    entries = [
        _Entry(name=name, type=str(own.dtype), length=len(own), offset=0)
        for name, own in arrays.items()
    ]
    # Offsets are numbers of at most 20 digits, and their digits make the header longer.
    room = _START + len(json.dumps(key)) + 32
    room += sum(len(one.model_dump_json()) + 21 for one in entries)
    for entry in entries:
        entry.offset = room = -(-room // _ALIGNED) * _ALIGNED
        room += arrays[entry.name].nbytes
    return _Header(key=key, arrays=entries)
