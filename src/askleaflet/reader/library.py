"""The leaflets as the reader holds them: their passages beside their vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from askleaflet.reader.encoder import Encoder
from askleaflet.reader.storing import Store
from askleaflet.reader.vectors import (
    LeafletTexts,
    LeafletVectors,
    fits,
    leaflet_texts,
    make_vectors,
    of_arrays,
)
from askleaflet.records import Document, Passage

Numbers = npt.NDArray[np.int64]
# Called after each leaflet whose vectors had to be made: how many are done, and of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Shelf:
    """One leaflet: passages and vectors, row by row."""

    document: Document
    passages: tuple[Passage, ...]
    texts: LeafletTexts
    vectors: LeafletVectors

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each passage, by its id."""
        return {one.id: number for number, one in enumerate(self.passages)}

    @cached_property
    def wording(self) -> Numbers:
        """The numbers of wordings, one for each passage that a wording is tied to."""
        return np.array([n for n, own in enumerate(self.texts.says) for _ in own], np.int64)

    @cached_property
    def answered(self) -> Numbers:
        """The numbers of the passages that ``wording`` is tied to."""
        return np.array([number for own in self.texts.says for number in own], np.int64)


class Library:
    """The shelves of all leaflets at hand."""

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = dict(shelves)

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        passages: Mapping[str, Sequence[Passage]],
        encoder: Encoder,
        store: Store,
        progress: Progress | None = None,
    ) -> Library:
        """The shelves for these leaflets; vectors are read from ``store`` or made and kept."""
        shelves = {}
        for number, document in enumerate(documents):
            own = tuple(passages[document.id])
            texts = leaflet_texts(document, own)
            key = texts.key(encoder.checksum)
            arrays = store.read(key)
            if arrays is None or not fits(arrays, texts):
                if progress:
                    progress(number + 1, len(documents))
                arrays = make_vectors(encoder, texts)
                store.write(key, arrays)
            shelves[document.id] = Shelf(document, own, texts, of_arrays(arrays))
        return cls(shelves)

    def shelf(self, id: str) -> Shelf:
        """The leaflet with this id. Raises KeyError where there is none."""
        return self._shelves[id]
