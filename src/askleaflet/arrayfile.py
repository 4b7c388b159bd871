"""A file of named arrays. It is read at once: a mapped one that is cut short ends the program.

Layout: magic, SHA-256 of all that follows, length of the header, header (JSON: the key that the
content was made for, and of each array the name, type, length and offset), then the arrays.
A file that is cut short, damaged or made for another key is not used at all. No pickle: reading
such a file cannot run anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from askleaflet.cachefile import open_cache

MAGIC = b"ASKLEAF1"
LARGEST_FILE = 256_000_000
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
    or the file is damaged. Raises CacheError where others could have written it."""
    with open_cache(path.parent) as folder:
        raw = folder.read(path.name, LARGEST_FILE)
    size = _sound(raw) if raw is not None else None
    if raw is None or size is None:
        return None
    try:
        header = _Header.model_validate_json(raw[_START : _START + size])
    except ValidationError:
        return None
    if header.key != key or any(one.type not in _TYPES for one in header.arrays):
        return None
    return {one.name: np.frombuffer(raw, one.type, one.length, one.offset) for one in header.arrays}


def _sound(raw: bytes) -> int | None:
    """The length of the header, where the file is whole; else None."""
    start = len(MAGIC) + _DIGEST
    if len(raw) < _START or not raw.startswith(MAGIC):
        return None
    if hashlib.sha256(memoryview(raw)[start:]).digest() != raw[len(MAGIC) : start]:
        return None
    return int.from_bytes(raw[start:_START], "little")


def write_arrays(path: Path, key: str, arrays: Mapping[str, Array]) -> None:
    """Writes ``arrays``, whole or not at all; the same ones make the same bytes. Raises
    CacheError."""
    file = BytesIO()
    _write(file, key, arrays)
    with open_cache(path.parent) as folder:
        folder.write(path.name, file.getvalue())


def _write(file: BytesIO, key: str, arrays: Mapping[str, Array]) -> None:
    header = _header(key, arrays)
    file.write(MAGIC + bytes(_DIGEST))
    text = header.model_dump_json().encode()
    file.write(len(text).to_bytes(8, "little") + text)
    for entry in header.arrays:
        file.write(bytes(entry.offset - file.tell()))
        file.write(np.ascontiguousarray(arrays[entry.name]).data)
    digest = hashlib.sha256(file.getbuffer()[len(MAGIC) + _DIGEST :]).digest()
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
