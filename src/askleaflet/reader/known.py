"""Known questions: what was asked about other leaflets, and what answered there.

Something like it was mostly asked before, about another medicine, and an answer to it looks like
what answered there. Nearest neighbours remember what a small network cannot (Khandelwal et al.
2020), and an answer is more like another answer than like a question (Gao et al. 2022). Only
vectors are kept, no words; whatever is quoted stands in the leaflet that was asked about.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from askleaflet.reader.rows import UNIT, Small, likeness, nearest
from askleaflet.reader.storing import arrays_of
from askleaflet.records import Floats, Query

# So many known questions say what to expect, a nearer one more: by exp(NEARER x likeness). Of 10 to
# 60 and 20 to 40 all did as well on the development leaflets.
NEIGHBOURS = 20
NEARER = 30.0


class Expected(NamedTuple):
    """What is expected of a question: ``answer``, the mean of what answered those like it (zeros
    for those that nothing answered), and ``answered``, the share of them that something did."""

    answer: Floats
    answered: float

    @classmethod
    def nothing(cls, wide: int) -> Expected:
        """What is expected where nothing is known, for vectors so ``wide``."""
        return cls(np.zeros(wide, np.float32), 0.0)

    def likeness(self, passage: Small) -> float:
        """How like a passage is to what is expected, by its vector."""
        return float(passage.astype(np.float32) @ self.answer) / float(UNIT)


class KnownQuestions(NamedTuple):
    """Vectors of ``questions``, first those that something answered, and of their ``answers``."""

    questions: Small
    answers: Small

    def expect(self, query: Query) -> Expected:
        """What the known questions nearest to ``query`` make one expect. Where none is known that
        is nothing."""
        like = likeness(self.questions, query)
        near = nearest(like, NEIGHBOURS)
        if not len(near):
            return Expected.nothing(self.answers.shape[1])
        weights = np.exp(NEARER * (like[near] - like[near].max()))
        weights /= weights.sum()
        own = near < len(self.answers)
        answers = self.answers[near[own]].astype(np.float32) / UNIT
        return Expected(weights[own] @ answers, float(weights[own].sum()))


def known_in(content: bytes | None, wide: int) -> KnownQuestions | None:
    """The known questions in a file of the format safetensors, their vectors ``wide``; none where
    there is no file. None where it is another file."""
    if content is None:
        return KnownQuestions(np.zeros((0, wide), np.int8), np.zeros((0, wide), np.int8))
    arrays = arrays_of(content) or {}
    if set(arrays) != set(KnownQuestions._fields):
        return None
    found = [arrays[name] for name in KnownQuestions._fields]
    if any(one.dtype != np.int8 or one.ndim != 2 or one.shape[1] != wide for one in found):
        return None
    questions, answers = (one.astype(np.int8, copy=False) for one in found)
    return KnownQuestions(questions, answers) if len(answers) <= len(questions) else None
