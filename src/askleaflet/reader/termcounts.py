"""How the example questions of a leaflet are worded: in how many of each passage, and of those that
the leaflet does not answer, a word stands, or two words one after the other.

A small network finds what means the same; which words people use who want this passage and no other
it cannot remember. They are counted and weighed as in naive Bayes: by how much likelier a word is
in the examples of one passage than in all others (Manning, Raghavan and Schütze 2008, chapter 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from askleaflet.analysis import stems
from askleaflet.reader.rows import Numbers
from askleaflet.reader.texts import LeafletTexts
from askleaflet.records import Floats

# A term of one example alone says more of who wrote it.
_LEAST_EXAMPLES = 2
# So many examples of a passage are supposed to be worded as all are; of 0.3 to 3 any does as well
# on 2,050 questions about the sample.
_SMOOTHING = 1.0
_BYTES = 8
Array = npt.NDArray[np.generic]
Counts = npt.NDArray[np.int32]


class TermCounts(NamedTuple):
    """``terms``: their numbers, sorted; ``counts``: rows of the place of a term in ``terms``, the
    number of a passage (that of all passages: not answered), and how many examples, sorted."""

    terms: Numbers
    counts: Counts

    def likelihoods(self, asked: str, sizes: Floats) -> Floats:
        """For each passage how much likelier the words of a question are in its examples than in
        all others, in log-odds: the mean over its terms.

        ``sizes``: how many examples each has, and last how many are not answered. 0 where nothing
        is known of the words.
        """
        own = np.array(sorted(map(_number, _terms(asked))), np.int64)
        places = np.searchsorted(self.terms, own)
        found = places[places < len(self.terms)]
        found = found[self.terms[found] == own[places < len(self.terms)]]
        counts = np.zeros((len(found), len(sizes)), np.float32)
        starts = np.searchsorted(self.counts[:, 0], found)
        ends = np.searchsorted(self.counts[:, 0], found, side="right")
        for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            counts[row, self.counts[start:end, 1]] = self.counts[start:end, 2]
        every, total = counts.sum(axis=1, keepdims=True), sizes.sum()
        usual = _SMOOTHING * every / max(total, 1.0)
        here = (counts + usual) / (sizes + _SMOOTHING)
        elsewhere = (every - counts + usual) / (total - sizes + _SMOOTHING)
        likelihoods: Floats = np.log(here / elsewhere).sum(axis=0) / (len(found) + 1)
        return likelihoods[:-1]


def sizes_of(texts: LeafletTexts) -> Floats:
    """How many examples each passage has, and last how many are not answered."""
    tied = [number for own in texts.says for number in own]
    sizes = np.bincount(np.array(tied, np.int64), minlength=len(texts.passages) + 1)
    sizes[-1] = len(texts.beside)
    return sizes.astype(np.float32)


def count_terms(texts: LeafletTexts) -> TermCounts:
    """The terms of the examples in ``texts``."""
    seen: dict[str, Counter[int]] = {}
    examples = Counter[str]()
    for text, own in _examples(texts):
        for term in _terms(text):
            examples[term] += 1
            seen.setdefault(term, Counter()).update(own)
    numbers = {_number(term): term for term, times in examples.items() if times >= _LEAST_EXAMPLES}
    terms = sorted(numbers)
    counts = [
        (place, passage, times)
        for place, number in enumerate(terms)
        for passage, times in sorted(seen[numbers[number]].items())
    ]
    return TermCounts(np.array(terms, np.int64), np.array(counts, np.int32).reshape(-1, 3))


def no_terms() -> TermCounts:
    """The terms of a leaflet without examples."""
    return TermCounts(np.zeros(0, np.int64), np.zeros((0, 3), np.int32))


def fit_terms(terms: Array, counts: Array, most: int) -> bool:
    """Whether the arrays can be the terms of a leaflet of which ``most`` is the greatest number of
    a passage: sorted, and no place outside."""
    if terms.dtype != np.int64 or terms.ndim != 1:
        return False
    if counts.dtype != np.int32 or counts.ndim != 2 or counts.shape[1] != 3:
        return False
    rows = counts.astype(np.int64)
    inside = (rows >= 0) & (rows <= [len(terms) - 1, most, np.iinfo(np.int32).max])
    ascends = np.diff(rows[:, 0]) >= 0
    return bool(inside.all() and ascends.all() and (np.diff(terms.astype(np.int64)) > 0).all())


def _examples(texts: LeafletTexts) -> Iterator[tuple[str, Sequence[int]]]:
    yield from zip(texts.wordings, texts.says, strict=True)
    for text in texts.beside:
        yield text, (len(texts.passages),)


def _terms(text: str) -> Collection[str]:
    """The stems of a text, and each two that stand one after the other."""
    read = stems(text)
    return {*read, *(f"{one} {other}" for one, other in pairwise(read))}


def _number(term: str) -> int:
    """The number of a term, the same on every machine."""
    return int.from_bytes(blake2b(term.encode(), digest_size=_BYTES).digest(), "big", signed=True)
