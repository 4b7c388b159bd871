"""How like the examples of an emergency a sentence is.

The phrases of `urgent.toml` know the words that somebody thought of. People find others, so a
message is also compared with example messages (`urgent_examples.toml`): some tell an emergency, as
many are calm and hold the same words. A logistic regression weighs the words, pairs of words and
four-letter pieces that tell the two apart. It is a table of weights, no more: which of a person's
words count for how much can be read from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from askleaflet.analysis import grams, pairs
from askleaflet.urgency.spoken import Amount, amount_at
from askleaflet.urgency.vocabulary import GROUPS, Limits, Vocabulary
from askleaflet.urgency.words import Sentence

Weights = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
# Features share the weights by their hash; more of them do no better on the examples.
BUCKETS = 1 << 16
# For the group of signs fewer will do.
GROUP_BUCKETS = 1 << 13
GROUP_NAMES = tuple(sorted(GROUPS))
# Longer sentences are read in windows, so that one alarming clause does not drown in them.
WINDOW, STEP = 24, 12
# Longer "words" are no words, and pieces of them would take their time.
LONGEST_WORD = 30
HOT, COLD, NORMAL, OTHER = "<hot>", "<cold>", "<normal>", "<number>"
# A whole number may be an age or a dose, so it is weighed apart: "38", "38.5".
WHOLE = " whole"
_ASKED, _TOLD = "<?>", "<.>"
# What a body temperature can be.
_CELSIUS, _FAHRENHEIT = (33.0, 43.5), (91.0, 110.0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The weights learned from the examples, one a bucket, the constant last.

    `weights` tell urgent from calm, `life` a threat to life from other signs, and each row of
    `groups` one of `GROUP_NAMES` from the others, with fewer buckets.
    """

    weights: Weights
    groups: Weights
    life: Weights

    def odds(self, words: Sequence[str]) -> float:
        """The log-odds that `words` (see `telling_words`) tell of an emergency."""
        return _sum(self.weights, buckets(words))

    def group(self, words: Sequence[str]) -> tuple[str, bool]:
        """The group of signs that `words` are most like, and whether they threaten life."""
        places = buckets(words)
        few = np.unique(places % GROUP_BUCKETS)
        says = [_sum(row, few) for row in self.groups]
        return GROUP_NAMES[int(np.argmax(says))], _sum(self.life, places) > 0


def _sum(weights: Weights, places: Places) -> float:
    """What the weights say of a row, which counts as of length one however many words it has."""
    return float(weights[places].sum() / max(len(places), 1) ** 0.5 + weights[-1])


def telling_words(sentence: Sentence, vocabulary: Vocabulary) -> list[str]:
    """The words of a sentence, each number read as hot, cold, normal or another; then its end."""
    words = []
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if not token.number:
            words.append(token.text)
            continue
        amount = amount_at(tokens, place)
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if amount is None or token.mark == "%" or "@other_unit" in vocabulary.spans(after):
            words.append(OTHER)
        else:
            words.append(_temperature(amount, vocabulary.limits))
    return [*words, _ASKED if sentence.asked else _TOLD]


def _temperature(amount: Amount, limits: Limits) -> str:
    for (least, most), low, high in (
        (_CELSIUS, limits.low_c, limits.high_c),
        (_FAHRENHEIT, limits.low_f, limits.high_f),
    ):
        if least <= amount.value <= most:
            found = HOT if amount.value >= high else COLD if amount.value <= low else NORMAL
            return found if amount.exact else found + WHOLE
    return OTHER


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """All of `words`, in overlapping windows where they are many."""
    for start in range(0, max(len(words) - STEP, 1), STEP):
        yield words[start : start + WINDOW]


def buckets(words: Sequence[str]) -> Places:
    """The numbers of the weights that `words` share, each once; none for no word."""
    if not words:
        return np.empty(0, np.int64)
    found = set().union(*map(_pieces, words))
    found.update(crc32(pair.encode()) % BUCKETS for pair in pairs(("^", *words, "$")))
    return np.fromiter(found, np.int64, len(found))


def _pieces(word: str) -> frozenset[int]:
    """The buckets of a word and its four-letter pieces."""
    features = (word, *grams(word)) if len(word) <= LONGEST_WORD else (word,)
    return frozenset(crc32(one.encode()) % BUCKETS for one in features)
