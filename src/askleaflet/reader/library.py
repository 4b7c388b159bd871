"""The leaflets as the reader holds them: their passages, the example wordings staff tied to them,
and the vectors of both.

Vectors are made when a leaflet is first seen and kept by the hash of the texts they were made from,
so a file that is found holds the vectors of these very texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from askleaflet.analysis import singular, words
from askleaflet.reader.encoder import TOKEN_WIDTH, WIDTH
from askleaflet.reader.making import Maker
from askleaflet.reader.rows import UNIT, Numbers, Small
from askleaflet.reader.storing import Arrays, Store
from askleaflet.reader.termcounts import TermCounts, fit_terms, no_terms, sizes_of
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from askleaflet.records import Document, Floats, Passage

# Called after each leaflet whose vectors had to be made: how many are done, and of how many.
Progress = Callable[[int, int], None]
_ROWS = ("passages", "tokens", "wordings", "beside")
_NAMES = (*_ROWS, "ends", "terms", "counts")


@dataclass(frozen=True, slots=True)
class LeafletVectors:
    """Vectors of length 1, a row a text. The tokens of passage ``n`` are rows
    ``ends[n - 1]:ends[n]`` of ``tokens``. ``terms``: how the examples are worded."""

    passages: Small
    tokens: Small
    ends: Numbers
    wordings: Small
    beside: Small
    terms: TermCounts = field(default_factory=no_terms)

    def tokens_of(self, number: int) -> Floats:
        """The vectors of the tokens of one passage."""
        first = int(self.ends[number - 1]) if number else 0
        return self.tokens[first : int(self.ends[number])].astype(np.float32) / UNIT


@dataclass(frozen=True, eq=False)
class Shelf:
    """One leaflet: passages and vectors, row by row. Two are the same where they are one."""

    document: Document
    passages: tuple[Passage, ...]
    texts: LeafletTexts
    vectors: LeafletVectors

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of the leaflet, folded, without plurals."""
        return frozenset(singular(word) for word in words(self.document.text))

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each passage, by its id."""
        return {one.id: number for number, one in enumerate(self.passages)}

    @cached_property
    def wording(self) -> Numbers:
        """The numbers of wordings, one for each passage that a wording is tied to."""
        return np.array([n for n, own in enumerate(self.texts.says) for _ in own], np.int64)

    @cached_property
    def sizes(self) -> Floats:
        """See termcounts.sizes_of."""
        return sizes_of(self.texts)

    @cached_property
    def answered(self) -> Numbers:
        """The numbers of the passages that ``wording`` is tied to."""
        return np.array([number for own in self.texts.says for number in own], np.int64)


# By the ids of the leaflets.
Library = Mapping[str, Shelf]
# So many leaflets stay open: enough that a busy hour's questions find theirs, some 2 MB each.
MOST_OPEN = 64


class LazyLibrary(Library):
    """A library whose leaflets are opened when they are asked about; those asked about last stay
    open. May be used by several threads, of which one opens a leaflet while the others that want
    it wait."""

    def __init__(
        self, ids: Iterable[str], open_one: Callable[[str], Shelf], most: int = MOST_OPEN
    ) -> None:
        self._alone = {id: Lock() for id in ids}
        self._open = lru_cache(most)(open_one)

    def __getitem__(self, id: str) -> Shelf:
        """The shelf of a leaflet. Raises KeyError where there is none."""
        with self._alone[id]:
            return self._open(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._alone)

    def __len__(self) -> int:
        return len(self._alone)


class Documents(Mapping[str, Document]):
    """The leaflets of a library, as published."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, id: str) -> Document:
        """A leaflet. Raises KeyError where there is none."""
        return self._library[id].document

    def __iter__(self) -> Iterator[str]:
        return iter(self._library)

    def __len__(self) -> int:
        return len(self._library)


def open_shelf(
    document: Document,
    passages: Sequence[Passage],
    maker: Maker,
    store: Store,
    making: Callable[[], object] | None = None,
) -> Shelf:
    """The shelf of one leaflet; ``making`` is called where its vectors have to be made."""
    own = tuple(passages)
    texts = leaflet_texts(document, own)
    key = texts.key(maker.encoder.vectors)
    arrays = store.read(key)
    if arrays is None or not fits(arrays, texts):
        if making:
            making()
        arrays = maker.vectors(texts)
        store.write(key, arrays)
    return Shelf(document, own, texts, of_arrays(arrays))


def fits(arrays: Arrays, texts: LeafletTexts) -> bool:
    """Whether ``arrays`` can be the vectors of ``texts``: as many rows, and no place outside."""
    if set(arrays) != set(_NAMES) or not all(_is_row(name, arrays[name]) for name in _ROWS):
        return False
    ends = arrays["ends"]
    if ends.dtype != np.int64 or ends.ndim != 1:
        return False
    sizes = (len(texts.passages), len(texts.wordings), len(texts.beside))
    if tuple(len(arrays[name]) for name in ("passages", "wordings", "beside")) != sizes:
        return False
    whole = len(ends) == sizes[0] and int(ends[-1]) == len(arrays["tokens"])
    if not whole or bool((np.diff(ends, prepend=0) < 0).any()):
        return False
    return fit_terms(arrays["terms"], arrays["counts"], sizes[0])


def _is_row(name: str, array: npt.NDArray[np.generic]) -> bool:
    """Whether ``array`` is of the kind and width that a Maker gives the one so named."""
    width = TOKEN_WIDTH if name == "tokens" else WIDTH
    return (
        array.dtype == np.int8 and array.ndim == 2 and (not len(array) or array.shape[1] == width)
    )


def of_arrays(arrays: Arrays) -> LeafletVectors:
    """The vectors that these arrays hold."""
    return LeafletVectors(
        passages=arrays["passages"].astype(np.int8, copy=False),
        tokens=arrays["tokens"].astype(np.int8, copy=False),
        ends=arrays["ends"].astype(np.int64),
        wordings=arrays["wordings"].astype(np.int8, copy=False),
        beside=arrays["beside"].astype(np.int8, copy=False),
        terms=TermCounts(
            arrays["terms"].astype(np.int64, copy=False),
            arrays["counts"].astype(np.int32, copy=False),
        ),
    )
