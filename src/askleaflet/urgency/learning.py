"""Learn the weights of `likeness` from the example messages.

Regularised logistic regression over all examples at once, by Adam (Kingma and Ba, Adam: a method
for stochastic optimization, ICLR 2015) with a falling step: a hundred rounds come within a
thousandth of the least loss. Nothing is random, so the same examples give the same weights.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import ConfigDict, RootModel

from askleaflet.data import Entry, lines_of, read_toml
from askleaflet.errors import VocabularyError
from askleaflet.urgency.likeness import (
    BUCKETS,
    GROUP_BUCKETS,
    GROUP_NAMES,
    Likeness,
    Places,
    Weights,
    buckets,
    telling_words,
)
from askleaflet.urgency.vocabulary import GROUPS, Vocabulary
from askleaflet.urgency.words import sentences

EXAMPLES_FILE = "urgent_examples.toml"
# How little large weights are punished. Set by folds.
FIT = 8.0
# The wordings of ordinary questions, calm ones, are many: one by one they count less.
EXAMPLE_WEIGHT, ASKED_WEIGHT = 3.0, 2.0
ROUNDS, FIRST_STEP, LAST_STEP = 100, 0.3, 0.006
_KEEP_SLOPE, _KEEP_SQUARE = 0.9, 0.99


class _Entry(Entry):
    urgent: str
    calm: str
    life: str = ""


class _File(RootModel[dict[str, _Entry]]):
    """The examples of each group of signs."""

    model_config = ConfigDict(defer_build=True)


class Example(NamedTuple):
    """One message, and the group of signs it tells of; none where it is calm.

    `life`: it threatens life at once.
    """

    text: str
    group: str | None
    life: bool = False
    weight: float = EXAMPLE_WEIGHT


def read_examples() -> list[Example]:
    """The shipped examples. Raises VocabularyError where the file is broken."""
    found: list[Example] = []
    for group, entry in read_toml(EXAMPLES_FILE, _File).root.items():
        if group not in GROUPS:
            known = ", ".join(sorted(GROUPS))
            raise VocabularyError(f"data/{EXAMPLES_FILE}: no group [{group}]. There are {known}.")
        found += [Example(text, group) for text in lines_of(entry.urgent)]
        found += [Example(text, group, life=True) for text in lines_of(entry.life)]
        found += [Example(text, None) for text in lines_of(entry.calm)]
    return found


def learn(examples: Sequence[Example], vocabulary: Vocabulary) -> Likeness:
    """The weights that tell urgent from calm ``examples``, and the groups from each other."""
    read = [(one, _buckets(one.text, vocabulary)) for one in examples]
    rows = [(one, row) for one, row in read if len(row)]
    told = [(one, row) for one, row in rows if one.group is not None]
    few = [np.unique(row % GROUP_BUCKETS) for _, row in told]
    even = np.full(len(told), FIT, np.float32)
    groups = [
        _fit(few, _truth(one.group == name for one, _ in told), even, GROUP_BUCKETS)
        for name in GROUP_NAMES
    ]
    return Likeness(
        _fit(
            [row for _, row in rows],
            _truth(one.group is not None for one, _ in rows),
            np.array([FIT * one.weight for one, _ in rows], np.float32),
            BUCKETS,
        ),
        np.stack(groups),
        _fit([row for _, row in told], _truth(one.life for one, _ in told), even, BUCKETS),
    )


def _truth(which: Iterable[bool]) -> Weights:
    return np.fromiter(which, np.float32)


def _buckets(text: str, vocabulary: Vocabulary) -> Places:
    return buckets([word for one in sentences(text) for word in telling_words(one, vocabulary)])


def _fit(rows: Sequence[Places], truth: Weights, weight: Weights, size: int) -> Weights:
    """The weight of each of ``size`` buckets, the constant last; rows count as of length one."""
    lengths = np.array([len(row) for row in rows])
    places, starts = np.concatenate(rows), np.r_[0, np.cumsum(lengths)[:-1]]
    share = np.repeat(lengths**-0.5, lengths).astype(np.float32)
    weights, slope, square = (np.zeros(size + 1, np.float32) for _ in range(3))
    for number in range(1, ROUNDS + 1):
        sums = np.add.reduceat(weights[places] * share, starts) + weights[size]
        wrong = weight * (1 / (1 + np.exp(-sums)) - truth)
        uphill = np.bincount(places, np.repeat(wrong, lengths) * share, size + 1) + weights
        uphill[size] = wrong.sum()
        slope += (1 - _KEEP_SLOPE) * (uphill - slope)
        square += (1 - _KEEP_SQUARE) * (uphill**2 - square)
        height = slope / (1 - _KEEP_SLOPE**number)
        spread = np.sqrt(square / (1 - _KEEP_SQUARE**number)) + 1e-8
        step = FIRST_STEP * min(1.0, 3 * (1 - number / ROUNDS) + LAST_STEP / FIRST_STEP)
        weights -= (step * height / spread).astype(np.float32)
    return weights
