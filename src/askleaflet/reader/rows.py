"""Vectors of length 1 as they are kept, a row a text, and how like each row is to a question."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from askleaflet.records import Floats, Query

# Rows of length 1 as whole numbers, UNIT for 1: two digits are enough, and less to go through.
UNIT = np.float32(127.0)
Small = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int64]
# So many rows are in floating point at a time, as the processor's cache holds them: of 25,000
# examples that takes half as long as if they all were so, in a quarter of the memory.
_BLOCK = 500


def as_small(vectors: Floats) -> Small:
    """Vectors as they are kept."""
    small: Small = np.clip(np.rint(vectors * UNIT), -UNIT, UNIT).astype(np.int8)
    return small


def likeness(rows: Small, query: Query) -> Floats:
    """For each row the likeness of the piece of the question that is most like it."""
    if not len(rows) or not query.vectors:
        return np.zeros(len(rows), np.float32)
    asked = np.stack([one.vector for one in query.vectors]).T / UNIT
    blocks = (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))
    most: Floats = np.concatenate([(one.astype(np.float32) @ asked).max(axis=1) for one in blocks])
    return most


def nearest(like: Floats, most: int) -> Numbers:
    """The numbers of the ``most`` rows that are likest, in no order; all where there are fewer."""
    return np.argpartition(-like, most)[:most] if len(like) > most else np.arange(len(like))
