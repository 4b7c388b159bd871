"""``askleaflet-lab translate``: learns which words of questions are asked for which words of
passages, from the labelled questions, by expectation maximisation (IBM model 1: Brown et al. 1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from askleaflet.analysis import stems
from askleaflet.reader.encoder import ALARM, MODEL_FOLDER, READER, TOKENIZER, TRANSLATIONS
from askleaflet.reader.storing import as_bytes
from askleaflet.reader.translations import Translations, as_arrays
from askleaflet_lab.card import checksums, write_card
from askleaflet_lab.examples import Lesson, training_lessons

# Of 3 to 12 rounds all did as well on the development leaflets; of chances from 0, 0.002 and 0.005
# on, too.
ROUNDS = 6
LEAST_CHANCE = 0.002
# A word that fewer questions have, or fewer answers, says more of one leaflet.
LEAST_QUESTIONS = 3
# So many times each word of a passage was asked for by none of those that are known.
UNSEEN = 1.0
# Of a list of answers the first few; all sentences of a section answer "what are the side effects".
MOST_ANSWERS = 3


def write_translations(folder: Path = MODEL_FOLDER) -> None:
    """Writes the translations into ``folder``, and their checksum into the card."""
    found = learned(forms[0] for forms in training_lessons())
    (folder / TRANSLATIONS).write_bytes(as_bytes(as_arrays(found)))
    names = (READER, ALARM, TOKENIZER, TRANSLATIONS)
    write_card(folder, {"files": checksums(folder, names)})


def learned(lessons: Iterable[Lesson], least: int = LEAST_QUESTIONS) -> Translations:
    """The translations that the questions of ``lessons`` teach. Words that stand in fewer than
    ``least`` questions, or answers, are left out."""
    questions: list[tuple[str, ...]] = []
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for lesson in lessons:
        passages = [stems(text) for text in lesson.passages]
        for one in lesson.examples:
            # An emergency that its leaflet does not speak of is no question to it.
            if one.answers or one.kind != "urgent":
                read = stems(one.question)
                questions.append(read)
                pairs.extend((read, passages[number]) for number in one.answers[:MOST_ANSWERS])
    often = Counter(word for read in questions for word in set(read))
    asked = _numbered(often, least)
    said = _numbered(Counter(word for _, passage in pairs for word in set(passage)), least)
    usual = np.array([often[word] for word in asked], np.float32)
    words, of, chances = _chances(pairs, asked, said)
    return Translations(
        asked,
        said,
        usual / usual.sum(),
        np.cumsum(np.bincount(words, minlength=len(asked))),
        of,
        chances.astype(np.float32),
    )


def _numbered(often: Counter[str], least: int) -> dict[str, int]:
    return {word: n for n, word in enumerate(sorted(w for w in often if often[w] >= least))}


def _chances(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]],
    asked: dict[str, int],
    said: dict[str, int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words of questions, in order, words of passages, and how likely the one is asked for the
    other. One word more than those of a passage stands for what asks for nothing in it."""
    nothing = len(said)
    rows, columns, groups = [], [], []
    group = 0
    for question, passage in pairs:
        there = [nothing, *sorted({said[word] for word in passage if word in said})]
        own = [asked[word] for word in question if word in asked]
        rows.append(np.repeat(own, len(there)))
        columns.append(np.tile(there, len(own)))
        groups.append(np.repeat(np.arange(group, group + len(own)), len(there)))
        group += len(own)
    row, column = np.concatenate(rows).astype(np.int64), np.concatenate(columns).astype(np.int64)
    each = np.concatenate(groups)
    keys, places = np.unique(row * (nothing + 1) + column, return_inverse=True)
    of = keys % (nothing + 1)
    chances = 1 / np.bincount(of, minlength=nothing + 1)[of]
    for _ in range(ROUNDS):
        shares = chances[places]
        shares /= np.bincount(each, shares)[each]
        counts = np.bincount(places, shares)
        chances = counts / (np.bincount(of, counts, nothing + 1)[of] + UNSEEN)
    kept = (chances > LEAST_CHANCE) & (of != nothing)
    return keys[kept] // (nothing + 1), of[kept], chances[kept]
