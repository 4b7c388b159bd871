"""The known questions that ship: vectors of the training questions and of what answers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from askleaflet.reader.encoder import (
    KNOWN,
    LONGEST_PASSAGE,
    LONGEST_QUESTION,
    MODEL_FOLDER,
    NETWORK,
    TOKENIZER,
    WIDTH,
    Encoder,
    load_encoder,
)
from askleaflet.reader.known import KnownQuestions
from askleaflet.reader.rows import Numbers, as_small
from askleaflet.reader.storing import as_bytes
from askleaflet.records import Floats
from askleaflet_lab.card import checksums, write_card
from askleaflet_lab.examples import Lesson, training_lessons

# A question so like one that is kept already, whose answer is as like, adds nothing: half of them
# do on the development leaflets what all do.
NEARLY = 0.7
_BLOCK = 512


def write_known(folder: Path = MODEL_FOLDER) -> None:
    """Writes the known questions as the network in ``folder`` reads them, which takes some minutes,
    and their checksum into the card."""
    known = known_questions(load_encoder(folder), (forms[0] for forms in training_lessons()))
    (folder / KNOWN).write_bytes(as_bytes(known._asdict()))
    write_card(folder, {"files": checksums(folder, (NETWORK, TOKENIZER, KNOWN))})


def known_questions(encoder: Encoder, lessons: Iterable[Lesson]) -> KnownQuestions:
    """The questions of ``lessons``, one of those that are nearly the same, in the order there.

    An emergency that its leaflet does not speak of is left out, as in training: it is no example of
    a refusal.
    """
    asked, answers = list[Floats](), list[Floats]()
    read = encoder.gives_leanly(("vector",))

    def vectors(texts: Iterable[str], longest: int) -> Iterator[Floats]:
        return (read(tokens)[0] for tokens in encoder.tokens(list(texts), longest))

    for lesson in lessons:
        own = [one for one in lesson.examples if one.answers or one.kind != "urgent"]
        needed = sorted({number for one in own for number in one.answers})
        passages = vectors((lesson.passages[number] for number in needed), LONGEST_PASSAGE)
        told = dict(zip(needed, passages, strict=True))
        asked += vectors((one.question for one in own), LONGEST_QUESTION)
        answers += (_mean([told[number] for number in one.answers]) for one in own)
    questions, said = np.stack(asked), np.stack(answers)
    kept = _unlike(questions, said)
    answered = said[kept].any(axis=1)
    order = np.concatenate([kept[answered], kept[~answered]])
    return KnownQuestions(as_small(questions[order]), as_small(said[kept[answered]]))


def _mean(vectors: Sequence[Floats]) -> Floats:
    """The mean of vectors, of length 1; of none the vector of zeros."""
    if not vectors:
        return np.zeros(WIDTH, np.float32)
    mean: Floats = np.mean(vectors, axis=0)
    return mean / np.linalg.norm(mean)


def _unlike(questions: Floats, answers: Floats) -> Numbers:
    """The numbers of the questions that are not nearly one before them."""
    kept = list[int]()
    without: npt.NDArray[np.bool_] = (answers == 0).all(axis=1)
    for first in range(0, len(questions), _BLOCK):
        own = np.arange(first, min(first + _BLOCK, len(questions)))
        others, before = np.concatenate([np.array(kept, np.int64), own]), len(kept)
        same = questions[own] @ questions[others].T > NEARLY
        said = answers[own] @ answers[others].T > NEARLY
        same &= said | (without[own, None] & without[others])
        known = np.arange(len(others)) < before
        for row, number in enumerate(own.tolist()):
            if not (same[row] & known).any():
                known[before + row] = True
                kept.append(number)
    return np.array(kept, np.int64)
