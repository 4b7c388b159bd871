"""Sets of terms as sorted 64-bit hashes: no string is kept, so a set can be mapped from a file.

Two of 100,000 terms share a hash with a probability of 3e-10, and a term that is not in the set
is taken for one that is with 5e-15: both far below what a slip of the finger does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def hashed(terms: Iterable[str]) -> Hashes:
    """One hash a term; the same on every machine and at every start, unlike ``hash``."""
    digests = (
        blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest() for term in terms
    )
    return np.frombuffer(b"".join(digests), "<u8")


class TermKeys:
    """A set of terms, each with its place in the sorted hashes."""

    def __init__(self, hashes: Hashes) -> None:
        """``hashes``: ascending."""
        self.hashes = hashes

    @classmethod
    def of(cls, terms: Iterable[str]) -> TermKeys:
        """The set of ``terms``."""
        return cls(np.unique(hashed(terms)))

    def __len__(self) -> int:
        return len(self.hashes)

    def __contains__(self, term: str) -> bool:
        return bool(self.places([term])[1][0])

    def places(self, terms: Sequence[str]) -> tuple[Places, npt.NDArray[np.bool_]]:
        """For each term its place, and whether it is in the set; the place is 0 where not."""
        if not len(self.hashes):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.bool_)
        wanted = hashed(terms)
        at = np.searchsorted(self.hashes, wanted)
        at[at == len(self.hashes)] = 0
        known = self.hashes[at] == wanted
        return np.where(known, at, 0), known
