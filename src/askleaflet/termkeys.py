"""Sets of terms as sorted 64-bit hashes: no string is kept, so a set can be mapped from a file.

Two of 100,000 terms share a hash with a probability of 3e-10, and a term that is not in the set
is taken for one that is with 5e-15: both far below what a slip of the finger does.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def _digest(term: str) -> bytes:
    return blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _hash(term: str) -> int:
    return int.from_bytes(_digest(term), sys.byteorder)


def hashed(terms: Iterable[str]) -> Hashes:
    """One hash a term; the same at every start, unlike ``hash``."""
    return np.frombuffer(b"".join(map(_digest, terms)), np.uint64)


class TermKeys:
    """A set of terms, each with its place in the sorted hashes."""

    def __init__(self, hashes: Hashes) -> None:
        """``hashes``: ascending."""
        self.hashes = hashes
        # For one term, plain Python on the same memory is five times as fast as numpy.
        self._view = hashes.data

    @classmethod
    def of(cls, terms: Iterable[str]) -> TermKeys:
        """The set of ``terms``."""
        return cls(np.unique(hashed(terms)))

    def __len__(self) -> int:
        return len(self.hashes)

    def __contains__(self, term: str) -> bool:
        return self.place(term) is not None

    def place(self, term: str) -> int | None:
        """The place of one term, or None."""
        wanted = _hash(term)
        at = bisect_left(self._view, wanted)
        return at if at < len(self._view) and self._view[at] == wanted else None

    def places(self, terms: Sequence[str] | Hashes) -> tuple[Places, npt.NDArray[np.bool_]]:
        """For each term its place, and whether it is in the set; the place is 0 where not.

        ``terms``: or their hashes, where more than one set is asked.
        """
        if not len(self.hashes):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.bool_)
        wanted = terms if isinstance(terms, np.ndarray) else hashed(terms)
        at = np.searchsorted(self.hashes, wanted)
        at[at == len(self.hashes)] = 0
        known = self.hashes[at] == wanted
        return np.where(known, at, 0), known


class TermMap:
    """A number below 65,536 for each of a set of terms."""

    def __init__(self, keys: TermKeys, numbers: npt.NDArray[np.uint16]) -> None:
        """``numbers``: in the order of ``keys``."""
        self.keys = keys
        self.numbers = numbers

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> TermMap:
        """The same as ``numbers``, without its strings."""
        hashes = hashed(numbers)
        order = np.argsort(hashes)
        return cls(TermKeys(hashes[order]), np.array([*numbers.values()], np.uint16)[order])

    def get(self, term: str) -> int | None:
        """The number of ``term``, or None."""
        place = self.keys.place(term)
        return None if place is None else int(self.numbers[place])
