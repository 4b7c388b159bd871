"""Nearest example wordings: which topic a question is about, by BM25 over wordings.

A topic is a passage of a leaflet which staff gave wordings for, or a general kind of question.
Two views of the same evidence are added: the nearest single wordings (normalised like a
cosine, so that 1 is "the same question"), and each topic's wordings taken as one document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from askleaflet.retrieval.okapi import PostingsOkapi, Scores

# Nearest wordings that have a say, and how steeply near ones outweigh far ones.
NEIGHBOURS = 12
STEEPNESS = 5
# Weight of the whole-topic view beside the nearest wordings. All set on the development folds.
TOPIC_WEIGHT = 2.0
# Short wordings vary too much in length for the usual 0.75.
LENGTH_EFFECT = 0.4
SATURATION = 0.9


@dataclass(frozen=True, slots=True)
class TopicScore:
    """One topic, how near the question is to it (0 to about 3), and its nearest wording."""

    topic: int
    score: float
    nearest: int


class ExampleIndex:
    """Ranks topics for the features of a question."""

    def __init__(self, features: Sequence[Sequence[str]], topics: Sequence[int]) -> None:
        """``features``: one list a wording; ``topics``: the topic number of each wording."""
        self._wordings = PostingsOkapi(features, k1=SATURATION, b=LENGTH_EFFECT)
        self._topic_of = np.asarray(topics, np.int32)
        count = int(self._topic_of.max()) + 1
        documents: list[list[str]] = [[] for _ in range(count)]
        for topic, own in zip(topics, features, strict=True):
            documents[topic].extend(own)
        self._topics = PostingsOkapi(documents, k1=1.2, b=0.5)
        self._norm = np.sqrt(np.maximum(self._wordings.totals(), 1e-9))
        self._unknown = float(np.log(1 + len(features) / 0.5)) / 2

    def topic_of(self, wording: int) -> int:
        """The number of the topic that wording number ``wording`` belongs to."""
        return int(self._topic_of[wording])

    def whole_scores(self, features: Sequence[str]) -> Scores:
        """How like each topic's wordings, taken as one document, a text is."""
        return self._topics.get_scores(features)

    def scores(self, features: Sequence[str]) -> tuple[Scores, list[int]]:
        """A score for every topic, and the numbers of the nearest wordings, nearest first."""
        idf = self._wordings.idf
        weight = sum(idf.get(feature, self._unknown) for feature in features) or 1.0
        near = self._wordings.get_scores(features) / (self._norm * np.sqrt(weight))
        count = min(NEIGHBOURS, len(near))
        best = np.argpartition(-near, count - 1)[:count]
        best = best[np.lexsort((best, -near[best]))]
        votes = np.zeros(self._topics.corpus_size)
        np.add.at(votes, self._topic_of[best], near[best] ** STEEPNESS)
        votes = votes ** (1 / STEEPNESS)
        whole = self._topics.get_scores(features) / weight
        return votes + TOPIC_WEIGHT * whole, [int(number) for number in best]
