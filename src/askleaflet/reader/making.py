"""Makes the vectors of leaflets: each text by itself, several at a time, and once where several
leaflets have it, as a quarter of what stands in leaflets of one template is in others, too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from askleaflet.reader.encoder import (
    LONGEST_PASSAGE,
    LONGEST_QUESTION,
    TOKEN_WIDTH,
    WIDTH,
    Encoder,
)
from askleaflet.reader.rows import Small, as_small
from askleaflet.reader.storing import Arrays
from askleaflet.reader.termcounts import count_terms
from askleaflet.reader.texts import LeafletTexts

# So many texts are remembered while leaflets are made, some 3 kB each.
MOST_KEPT = 40_000


class Maker:
    """Makes vectors; to be let go of when those of all leaflets are made, with ``threads`` that
    are gone once those of one leaflet are: the server forks with none."""

    def __init__(self, encoder: Encoder, threads: int = 1) -> None:
        self.encoder = encoder
        self._threads = threads
        self._known: OrderedDict[bytes, tuple[Small, Small]] = OrderedDict()

    def vectors(self, texts: LeafletTexts) -> Arrays:
        """The vectors of these texts, as named arrays to keep."""
        own = self.encoder.tokens(texts.passages, LONGEST_PASSAGE)
        asked = self.encoder.tokens((*texts.wordings, *texts.beside), LONGEST_QUESTION)
        with ThreadPoolExecutor(self._threads) as pool:
            read = list(pool.map(self._read, (*own, *asked)))
        first, last = len(own), len(own) + len(texts.wordings)
        tokens = [one for _, one in read[:first]]
        return {
            "passages": _rows(read[:first]),
            "tokens": np.concatenate(tokens) if tokens else np.zeros((0, TOKEN_WIDTH), np.int8),
            "ends": np.cumsum([len(one) for one in tokens]).astype(np.int64),
            "wordings": _rows(read[first:last]),
            "beside": _rows(read[last:]),
            **count_terms(texts)._asdict(),
        }

    def _read(self, tokens: Sequence[int]) -> tuple[Small, Small]:
        """The vectors of one text and of its tokens."""
        key = np.array(tokens, np.int32).tobytes()
        found = self._known.pop(key, None)
        if found is None:
            vector, words = self.encoder.of_leaflet(tokens)
            found = as_small(vector), as_small(words)
        self._known[key] = found
        if len(self._known) > MOST_KEPT:
            # The one that was not met for longest.
            self._known.popitem(last=False)
        return found


def _rows(read: Sequence[tuple[Small, Small]]) -> Small:
    """The vectors of these texts. No text at all is an array of no rows."""
    return np.array([vector for vector, _ in read], np.int8).reshape(-1, WIDTH)
