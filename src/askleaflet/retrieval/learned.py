"""Learned weights: how much each feature of a question speaks for a topic, against the others.

The nearest example wordings say what a question is like; they cannot say which of the words that
it shares with them matter. "Seizures?" is as near to "how often are seizures" as to "does it
cause seizures", until it is known that "seizures" tells nothing about how often, and "how often"
everything. The weights are learned from the example wordings when they are compiled (learning.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askleaflet.retrieval.postings import Arrays, Postings, Scores, named, under
from askleaflet.termkeys import Hashes, TermKeys

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learned:
    """Scores topics for the features of a question.

    A question is a vector of length one: each feature counts as often as it stands there, times
    its ``idf``. ``weights`` are, for each feature in the order of ``keys``, what it adds to the
    topics, times its ``idf``; ``bias`` is one number a topic. A feature that is not known counts
    in the length, as one of idf ``unknown``: a question of strange words is near to nothing.
    """

    keys: TermKeys
    idf: Weights
    weights: Postings
    bias: Weights
    unknown: float

    def scores(self, features: Sequence[str] | Hashes) -> Scores:
        """For each topic 0 where the question is none of it, 1 on the border between the topic
        and all else, more where it clearly is."""
        places, known = self.keys.places(features)
        lengths = np.where(known, self.idf[places], self.unknown) if len(self.keys) else ()
        length = float(np.sqrt(np.square(lengths).sum())) or 1.0
        margins = self.weights.scores(places[known]) / length + self.bias
        return np.maximum(0.0, 1.0 + margins)

    def arrays(self) -> Arrays:
        """Everything, as named arrays."""
        return {
            "keys": self.keys.hashes,
            "idf": self.idf,
            "bias": self.bias,
            "unknown": np.array([self.unknown]),
            **named("weights.", self.weights.arrays()),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Learned:
        """The weights that ``arrays()`` took apart. Raises KeyError."""
        bias = arrays["bias"].astype(np.float32, copy=False)
        return cls(
            TermKeys(arrays["keys"].astype(np.uint64, copy=False)),
            arrays["idf"].astype(np.float32, copy=False),
            Postings.of_arrays(under(arrays, "weights."), len(bias)),
            bias,
            float(arrays["unknown"].astype(np.float64)[0]),
        )
