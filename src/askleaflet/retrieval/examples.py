"""Nearest example wordings: which topic a question is about, by BM25 over wordings.

A topic is a passage of a leaflet which staff gave wordings for, or a general kind of question.
Two views of the same evidence are added: the nearest single wordings (normalised like a
cosine, so that 1 is "the same question"), and each topic's wordings taken as one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askleaflet.retrieval.okapi import PostingsOkapi
from askleaflet.retrieval.postings import Arrays, Numbers, Postings, Scores, named, under
from askleaflet.termkeys import Hashes, TermKeys, hashed

# Nearest wordings that have a say, and how steeply near ones outweigh far ones.
NEIGHBOURS = 12
STEEPNESS = 5
# Weight of the whole-topic view beside the nearest wordings. All set on the development folds.
TOPIC_WEIGHT = 2.0
# Short wordings vary too much in length for the usual 0.75.
LENGTH_EFFECT = 0.4
SATURATION = 0.9
# A topic is a long document: nearer to the usual numbers.
TOPIC_LENGTH_EFFECT = 0.5
TOPIC_SATURATION = 1.2
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ExampleIndex:
    """Ranks topics for the features of a question. Arrays only: features are known by hashes.

    ``idf``, ``wordings`` and ``topics`` are in the order of ``keys``; ``topic_of`` and ``norm``
    (the length of the wording as a vector) hold one number a wording.
    """

    keys: TermKeys
    idf: Weights
    wordings: Postings
    topics: Postings
    topic_of: Numbers
    norm: Weights

    @classmethod
    def build(
        cls, features: Iterable[Sequence[str]], topics: Sequence[int], count: int
    ) -> ExampleIndex:
        """``features``: one list a wording; ``topics``: the number, below ``count``, of the topic
        of each wording. Raises RetrievalError where there is no feature at all."""
        one: dict[str, str] = {}  # one string a feature, not one for each time it occurs
        kept = [[one.setdefault(feature, feature) for feature in own] for own in features]
        documents: list[list[str]] = [[] for _ in range(count)]
        for topic, own in zip(topics, kept, strict=True):
            documents[topic].extend(own)
        near = PostingsOkapi(kept, k1=SATURATION, b=LENGTH_EFFECT)
        keys, idf, wordings = _by_key(near)
        _, _, whole = _by_key(PostingsOkapi(documents, k1=TOPIC_SATURATION, b=TOPIC_LENGTH_EFFECT))
        norm = np.sqrt(np.maximum(near.postings.totals(), 1e-9)).astype(np.float32)
        return cls(keys, idf, wordings, whole, np.asarray(topics, np.int32), norm)

    def arrays(self) -> Arrays:
        """Everything, as named arrays."""
        return {
            "keys": self.keys.hashes,
            "idf": self.idf,
            "topic_of": self.topic_of,
            "norm": self.norm,
            **named("wordings.", self.wordings.arrays()),
            **named("topics.", self.topics.arrays()),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays, count: int) -> ExampleIndex:
        """The index of ``count`` topics that ``arrays()`` took apart. Raises KeyError."""
        topic_of = arrays["topic_of"].astype(np.int32, copy=False)
        return cls(
            TermKeys(arrays["keys"].astype(np.uint64, copy=False)),
            arrays["idf"].astype(np.float32, copy=False),
            Postings.of_arrays(under(arrays, "wordings."), len(topic_of)),
            Postings.of_arrays(under(arrays, "topics."), count),
            topic_of,
            arrays["norm"].astype(np.float32, copy=False),
        )

    def whole_scores(self, features: Sequence[str]) -> Scores:
        """How like each topic's wordings, taken as one document, a text is."""
        places, known = self.keys.places(features)
        return self.topics.scores(places[known])

    def scores(self, features: Sequence[str] | Hashes) -> tuple[Scores, list[int]]:
        """A score for every topic, and the numbers of the nearest wordings, nearest first."""
        places, known = self.keys.places(features)
        unknown = float(np.log(1 + self.wordings.count / 0.5)) / 2
        weight = sum(np.where(known, self.idf[places], unknown).tolist()) or 1.0
        known_places = places[known]
        near = self.wordings.scores(known_places) / (self.norm * np.sqrt(weight))
        count = min(NEIGHBOURS, len(near))
        best = np.argpartition(-near, count - 1)[:count]
        best = best[np.lexsort((best, -near[best]))]
        votes = np.zeros(self.topics.count)
        np.add.at(votes, self.topic_of[best], near[best] ** STEEPNESS)
        votes = votes ** (1 / STEEPNESS)
        whole = self.topics.scores(known_places) / weight
        return votes + TOPIC_WEIGHT * whole, [int(number) for number in best]


def _by_key(okapi: PostingsOkapi) -> tuple[TermKeys, Weights, Postings]:
    """The terms of ``okapi`` as hashes, with their idf and postings in the order of these."""
    hashes = hashed(okapi.idf)
    order = np.argsort(hashes)
    idf = np.fromiter(okapi.idf.values(), np.float32)
    return TermKeys(hashes[order]), idf[order], okapi.postings.reordered(order).compact()
