"""Translations: how likely somebody asks with one word for a passage in which another stands.

"Fridge" is asked for what says "refrigerator", "missed" and "forgot" for each other, and a small
network does not know of all such pairs. They were learned from questions about other leaflets and
the passages that answer them, as one language is from another (IBM model 1: Brown et al. 1993; to
find answers: Berger and Lafferty 1999). Only words are kept, and how likely each is; whatever is
quoted stands in the leaflet that was asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from askleaflet.analysis import stems
from askleaflet.reader.rows import Numbers
from askleaflet.reader.storing import Arrays, arrays_of
from askleaflet.records import Floats

# How much a passage's own words count beside what everybody asks with. Of 0.5 to 0.95 all from 0.8
# on did as well on 4,650 questions about the development leaflets.
BELIEVED = 0.85


class Translations(NamedTuple):
    """``asked`` and ``said``: the numbers of the words of questions and of passages. A word of a
    question is asked ``usual`` often, and by ``chances[n]`` where the word ``places[n]`` stands,
    with ``n`` up to its ``ends``."""

    asked: Mapping[str, int]
    said: Mapping[str, int]
    usual: Floats
    ends: Numbers
    places: Numbers
    chances: Floats

    def numbers(self, passage: str) -> Numbers:
        """The numbers of the words of a passage that are known."""
        found = {self.said[word] for word in stems(passage) if word in self.said}
        return np.array(sorted(found), np.int64)

    def likelihoods(self, question: str, passages: Sequence[Numbers]) -> Floats:
        """For each passage, how much likelier than usual the words of a question are where its
        words stand, in log-odds: the mean over those that are known. 0 where none is."""
        chances = np.zeros((len(passages), len(self.said)), np.float32)
        for row, there in enumerate(passages):
            chances[row, there] = 1 / max(len(there), 1)
        likelihoods: Floats = np.zeros(len(passages), np.float32)
        known = [self.asked[word] for word in stems(question) if word in self.asked]
        for word in known:
            own = slice(self.ends[word - 1] if word else 0, self.ends[word])
            likely = chances[:, self.places[own]] @ self.chances[own] / self.usual[word]
            likelihoods += np.log(1 - BELIEVED + BELIEVED * likely)
        return likelihoods / np.float32(len(known) + 1)


def no_translations() -> Translations:
    """Those of a network that came without."""
    none = np.zeros(0, np.float32)
    return Translations({}, {}, none, np.zeros(0, np.int64), np.zeros(0, np.int64), none)


def as_arrays(translations: Translations) -> Arrays:
    """Translations as they are kept, words as lines of text."""
    return {
        "asked": _letters(translations.asked),
        "said": _letters(translations.said),
        "usual": translations.usual.astype(np.float32),
        "ends": translations.ends.astype(np.int32),
        "places": translations.places.astype(np.int32),
        "chances": translations.chances.astype(np.float16),
    }


def translations_in(content: bytes | None) -> Translations | None:
    """The translations in a file of the format safetensors; none where there is no file. None where
    it is another file."""
    if content is None:
        return no_translations()
    arrays = arrays_of(content) or {}
    kinds = {name: one.dtype for name, one in as_arrays(no_translations()).items()}
    if set(arrays) != set(kinds):
        return None
    if any(arrays[name].dtype != kind or arrays[name].ndim != 1 for name, kind in kinds.items()):
        return None
    found = Translations(
        _numbers(arrays["asked"]),
        _numbers(arrays["said"]),
        arrays["usual"].astype(np.float32),
        arrays["ends"].astype(np.int64),
        arrays["places"].astype(np.int64),
        arrays["chances"].astype(np.float32),
    )
    return found if _fits(found) else None


def _fits(found: Translations) -> bool:
    """Whether every place is inside, and every chance is one."""
    sizes = len(found.asked) == len(found.usual) == len(found.ends)
    if not sizes or len(found.places) != len(found.chances):
        return False
    last = int(found.ends[-1]) if len(found.ends) else 0
    ascends = last == len(found.places) and (np.diff(found.ends, prepend=0) >= 0).all()
    inside = ((found.places >= 0) & (found.places < len(found.said))).all()
    chances = ((found.chances >= 0) & (found.chances <= 1)).all() and (found.usual > 0).all()
    return bool(ascends and inside and chances)


def _letters(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _numbers(letters: npt.NDArray[np.generic]) -> dict[str, int]:
    words = letters.tobytes().decode(errors="replace").split("\n")
    return {word: number for number, word in enumerate(words) if word}
