"""Records made by hand, for tests that must not hang on what a network has learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from askleaflet.passages import passages
from askleaflet.reader.encoder import Encoder
from askleaflet.reader.library import LeafletVectors, Shelf
from askleaflet.reader.rows import UNIT, Small
from askleaflet.reader.termcounts import count_terms
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from askleaflet.reader.translations import no_translations
from askleaflet.records import AskedAs, Document, Encoded, Floats, Hit, Passage, Query, Subject
from invented import encoder

WIDE = 4
CALM = {"nothing": 0.0, "urgent": -9.0, "life": -9.0, "group:bleeding": 0.0, "group:crisis": 1.0}
EVIDENCE = (
    "vector",
    "tokens",
    "chosen",
    "wording",
    "beside",
    "votes",
    "terms",
    "translated",
    "translated_lead",
)


def axis(number: int, wide: int = WIDE) -> Floats:
    """The vector of length 1 along one axis."""
    row = np.zeros(wide, np.float32)
    row[number] = 1.0
    return row


def encoded(
    vector: Floats | None = None,
    tokens: Sequence[Floats] = (),
    weights: Sequence[float] = (),
    odds: Mapping[str, float] = CALM,
) -> Encoded:
    """What a network might have read in a text: one token along the first axis, calm."""
    rows = np.stack(list(tokens) or [axis(0)])
    heavy = np.array(weights or [1 / len(rows)] * len(rows), np.float32)
    return Encoded(axis(0) if vector is None else vector, rows, heavy, {**CALM, **odds})


def carded(**numbers: Mapping[str, float]) -> Encoder:
    """The shipped network with other numbers on its card, and no translations."""
    plain: dict[str, object] = {
        "scores": {"vector": 1.0, "tokens": 1.0, "wording": 1.0, "terms": 0.0, "translated": 1.0},
        "answers": {"constant": 0.0, **dict.fromkeys(EVIDENCE, 0.0)},
        "answers_taught": {"constant": 0.0, **dict.fromkeys(EVIDENCE, 0.0)},
    }
    return replace(
        encoder(), card={**encoder().card, **plain, **numbers}, translations=no_translations()
    )


def shelf(
    document: Document,
    vectors: Sequence[Floats],
    wordings: Sequence[Floats] = (),
    beside: Sequence[Floats] = (),
    tokens: Sequence[Sequence[Floats]] = (),
) -> Shelf:
    """A leaflet with vectors made by hand, one for each passage, wording and question beside."""
    own = passages(document)
    texts: LeafletTexts = leaflet_texts(document, own)
    read = [np.stack(list(rows)) for rows in tokens] or [np.stack([one]) for one in vectors]
    made = LeafletVectors(
        small(vectors),
        small(np.concatenate(read)),
        np.cumsum([len(one) for one in read]).astype(np.int64),
        small(wordings),
        small(beside),
        count_terms(texts),
    )
    assert len(own) == len(vectors), [document.slice(one.mark) for one in own]
    return Shelf(document, own, texts, made)


def small(vectors: Iterable[Floats]) -> Small:
    """Vectors as a leaflet keeps them."""
    rows = list(vectors)
    return np.rint(np.stack(rows) * UNIT).astype(np.int8) if rows else np.zeros((0, WIDE), np.int8)


def asking(text: str = "is it so", *documents: str, **given: object) -> Query:
    """A question about these leaflets; about ``zorvexin`` where none is named."""
    plain = Query(text, read=text, documents=documents or ("zorvexin",), vectors=(encoded(),))
    return replace(plain, **given)  # type: ignore[arg-type]


def other(words: str) -> Subject:
    """Another medicine that is named."""
    return Subject(words, "medicine", words)


def hit(of: Passage, score: float = 0.0) -> Hit:
    """A passage as the reader found it."""
    return Hit(of, score)


def taught(document: Document, asked: Mapping[str, Sequence[str]], *beside: str) -> Document:
    """``document`` with a sidecar: questions by the words that answer them, and some beside."""
    entries = tuple(AskedAs((says,), tuple(questions)) for says, questions in asked.items())
    return replace(document, asked_as=entries, not_answered=beside)
