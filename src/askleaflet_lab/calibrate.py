"""``askleaflet-lab calibrate``: fits the few numbers that decide, on development sets alone.

How much a wording's likeness counts, the logistic regression from evidence to "this answers", and
the thresholds. They are written into the model's card, each with what it was set on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.reader.encoder import MODEL_FOLDER, Encoder, load_encoder
from askleaflet.reader.reader import CONSTANT
from askleaflet.reader.storing import Store, folder_store
from askleaflet.records import Decision, Hit, Reading
from askleaflet.settings import Settings
from askleaflet.setup import assemble
from askleaflet.urgency.learned import THRESHOLDS as ALARMS
from askleaflet_lab.alarms import set_alarms
from askleaflet_lab.card import write_card
from askleaflet_lab.evaluation import (
    Question,
    is_right_mark,
    one_leaflet,
    questions_on,
)
from askleaflet_lab.evaluation import read_questions as read_set

Floats = npt.NDArray[np.float64]
# Development sets about the sample leaflet that nobody knew who wrote its examples: of the others
# its words are known by now, and what is set on them trusts them too much.
# What was asked for the unusual (third_unread) is left out: it is not how people ask.
SAMPLE_SETS = ("unread", "earlier/seventh_patients", "earlier/eighth_patients")
FOLDERS = ("leaflets", "unseen_leaflets", "earlier_leaflets", "earlier_leaflets_raw")
# How much examples, and the words that are asked elsewhere, may count beside the likenesses.
GRIDS = {
    "translated": (0.0, 1.0, 2.0, 3.0, 4.0, 6.0),
    "wording": (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0),
    "terms": (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0),
}
RIDGE, ROUNDS = 1.0, 50
# From what evidence is told that the best passage answers. Without examples the network's own
# probability, which it was trained for, says more than how far the best is ahead; where staff gave
# many, these say it all: that probability, likenesses and what is asked elsewhere change nothing
# for 2,047 questions about the sample.
PLAIN = (
    "vector",
    "tokens",
    "chosen",
    "wording",
    "beside",
    "translated",
    "translated_lead",
)
TAUGHT = ("wording", "beside", "votes", "terms")
# One example of so many is what a ward may have written: with it the sample stands for a leaflet
# with few.
THIN = 64
# A wrong quote costs so many refusals: more where staff tied examples to the leaflet, as less need
# be dared there.
COST = {"taught": 2.0, "plain": 1.25}
# Of thresholds whose worth differs by less than so much a question the highest is taken: as good,
# it quotes less. Of leaflets without examples too little is quoted as it is.
ALIKE = {"taught": 0.0025, "plain": 0.0}


@dataclass(frozen=True, slots=True)
class Case:
    """One development question: what the reader made of it, and whether its best hit is right."""

    question: Question
    reading: Reading
    right: bool
    sample: bool


def calibrate(sets: Path, settings: Settings, folder: Path = MODEL_FOLDER) -> Iterator[str]:
    """Fits, writes the card in ``folder``, and yields lines about what was found."""
    encoder, store = load_encoder(folder), folder_store(settings.cache_folder())
    sample = read_corpus(settings.leaflets())
    encoder = _with(encoder, dict.fromkeys(GRIDS, 0.0))
    # Words that are asked elsewhere are weighed on leaflets without examples, and those beside.
    about = _about_others(encoder, store, sets, settings)
    found = [one for both in about for one in _found(*both)]
    shares = _shares("translated", found)
    yield f"right sentence first, others, by the weight of translations: {shares}"
    encoder = _with(encoder, {"translated": _least_as_good(shares, len(found))})
    for name, of in (("wording", "the wordings' weight"), ("terms", "that of their terms")):
        assistant = assemble(sample, settings, encoder, store)
        found = list(_found(assistant, _about_sample(sets)))
        shares = _shares(name, found)
        yield f"right sentence first, sample, by {of}: {shares}"
        encoder = _with(encoder, {name: _least_as_good(shares, len(found))})
    cases = [
        *_sample(sample, encoder, store, sets, settings),
        *_others(encoder, store, sets, settings),
    ]
    others = [one for one in cases if not one.sample]
    thin = list(_sample(thinned(sample), encoder, store, sets, settings))
    yield f"right sentence first, other leaflets: {_first(others):.3f}, thin: {_first(thin):.3f}"
    about_it = [one for one in cases if one.sample]
    taught = _fit(about_it, TAUGHT)
    plain = _fit([*others, *thin], PLAIN)
    for weights in (taught, plain):
        yield " ".join(f"{name} {value:.2f}" for name, value in weights.items())
    thresholds = {"second": 2.0}
    for name, weights in (("taught", taught), ("plain", plain)):
        own = [one for one in cases if one.sample == (name == "taught")]
        odds = np.array([_odds(weights, one.reading) for one in own])
        least = _threshold(own, odds, COST[name], ALIKE[name])
        thresholds |= {f"answer_{name}": least, f"related_{name}": least / 2}
        yield from _told(name, own, odds, least)
    scores = encoder.numbers("scores")
    urgency, lines = set_alarms(encoder, sets)
    yield from lines
    write_card(folder, {"urgency": urgency})
    write_card(folder, {"answers_taught": taught})
    write_card(folder, {"scores": scores, "answers": plain, "thresholds": thresholds})


def _with(encoder: Encoder, scores: dict[str, float]) -> Encoder:
    card = dict(encoder.card)
    card["scores"] = {**encoder.numbers("scores"), **scores}
    card["answers"] = card["answers_taught"] = {"constant": 0.0}
    names = [f"{what}_{sort}" for what in ("answer", "related") for sort in COST]
    card["thresholds"] = dict.fromkeys([*names, "second"], 0.0)
    card["urgency"] = dict.fromkeys(ALARMS, 0.0)
    return replace(encoder, card=card)


# A question's candidates, and whether each is right.
Found = list[tuple[Hit, bool]]


def _found(assistant: Assistant, questions: Iterable[Question]) -> Iterator[Found]:
    """The candidates for those of ``questions`` that are answerable."""
    for one in questions:
        if one.answerable:
            hits = assistant.explain(one.text, one.history).reading.hits
            quotes = [(hit, assistant.composer.quote(hit.passage)) for hit in hits]
            yield [(hit, is_right_mark(quote, one.gold)) for hit, quote in quotes]


def _shares(name: str, found: Sequence[Found]) -> dict[float, float]:
    """The share of questions whose best candidate is right, by how much the likeness ``name``
    counts that did not count when they were found."""

    def right(weight: float) -> int:
        return sum(
            max(hits, key=lambda pair: pair[0].score + weight * getattr(pair[0], name))[1]
            for hits in found
            if hits
        )

    return {weight: round(right(weight) / max(len(found), 1), 3) for weight in GRIDS[name]}


def _least_as_good(shares: dict[float, float], size: int) -> float:
    """The least weight whose share of ``size`` questions is within one standard error of the best
    (Breiman et al. 1984): where there are few examples, it errs less."""
    best = max(shares.values())
    error = math.sqrt(best * (1 - best) / size)
    return min(one for one in shares if shares[one] >= best - error)


def thinned(corpus: Corpus) -> Corpus:
    """``corpus`` with one of THIN examples."""
    return replace(
        corpus,
        documents=tuple(
            replace(
                one,
                asked_as=tuple(
                    replace(entry, questions=entry.questions[::THIN]) for entry in one.asked_as
                ),
                not_answered=one.not_answered[::THIN],
            )
            for one in corpus.documents
        ),
    )


def _sample(
    corpus: Corpus, encoder: Encoder, store: Store, sets: Path, settings: Settings
) -> Iterator[Case]:
    assistant = assemble(corpus, settings, encoder, store)
    yield from _cases(assistant, _about_sample(sets), sample=True)


def _about_sample(sets: Path) -> list[Question]:
    """The questions of the sets about the sample."""
    return [one for name in SAMPLE_SETS for one in read_set(sets / f"{name}.jsonl")]


def _about_others(
    encoder: Encoder, store: Store, sets: Path, settings: Settings
) -> Iterator[tuple[Assistant, list[Question]]]:
    """An assistant for each of the other leaflets, with the questions about it."""
    for folder in FOLDERS:
        for path in sorted((sets / folder).glob("*.md")):
            yield assemble(one_leaflet(path), settings, encoder, store), questions_on(path)


def _others(encoder: Encoder, store: Store, sets: Path, settings: Settings) -> Iterator[Case]:
    for assistant, questions in _about_others(encoder, store, sets, settings):
        yield from _cases(assistant, questions, sample=False)


def _cases(assistant: Assistant, questions: Sequence[Question], sample: bool) -> Iterator[Case]:
    """The questions that come as far as the reader."""
    for question in questions:
        if not (question.answerable or question.uncovered):
            continue
        explained = assistant.explain(question.text, question.history)
        if not explained.reading.hits or _settled(explained.decision):
            continue
        quote = assistant.composer.quote(explained.reading.hits[0].passage)
        good = question.answerable and is_right_mark(quote, question.gold)
        yield Case(question, explained.reading, good, sample)


def _settled(decision: Decision) -> bool:
    """Whether a question was decided without the reader."""
    return decision.reason not in {"read"}


def _first(cases: Sequence[Case]) -> float:
    answerable = [one for one in cases if one.question.answerable]
    return sum(one.right for one in answerable) / max(len(answerable), 1)


def _fit(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method on standardised evidence of these
    kinds."""
    x = np.array([[one.reading.evidence[name] for name in names] for one in cases])
    y = np.array([float(one.right) for one in cases])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    design = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    w = np.zeros(design.shape[1])
    ridge = RIDGE * np.eye(len(w))
    ridge[-1, -1] = 0.0
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-design @ w))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + ridge
        w = w - np.linalg.solve(hessian, design.T @ (p - y) + ridge @ w)
    weights = w[:-1] / spread
    found = dict(zip(names, weights.tolist(), strict=True))
    return {**found, "constant": float(w[-1] - (weights * mean).sum())}


def _odds(weights: dict[str, float], reading: Reading) -> float:
    seen = {CONSTANT: 1.0, **reading.evidence}
    return sum(weight * seen[name] for name, weight in weights.items())


def _threshold(cases: Sequence[Case], odds: Floats, cost: float, alike: float = 0.0) -> float:
    """The probability above which quoting is worth most: right ones count 1, wrong ones -cost. The
    highest of those that are worth as much, but for ``alike`` a question."""
    chances = 1 / (1 + np.exp(-odds))

    def worth(least: float) -> float:
        total = 0.0
        for case, chance in zip(cases, chances, strict=True):
            if chance >= least:
                total += 1.0 if case.right else -cost
            else:
                total += float(case.question.uncovered)
        return total

    grid = [round(float(one), 2) for one in np.arange(0.05, 0.96, 0.01)]
    worths = {one: worth(one) for one in grid}
    least = max(worths.values()) - alike * len(cases)
    return max(one for one in grid if worths[one] >= least)


def _told(name: str, cases: Sequence[Case], odds: Floats, threshold: float) -> Iterator[str]:
    chances = 1 / (1 + np.exp(-odds))
    uncovered = sum(one.question.uncovered for one in cases)
    for least in (threshold - 0.15, threshold, threshold + 0.15):
        given = [c for c, p in zip(cases, chances, strict=True) if p >= least]
        held = [c for c, p in zip(cases, chances, strict=True) if p < least]
        refused = sum(one.question.uncovered for one in held)
        right = sum(c.right for c in given)
        yield (
            f"{name} from {least:.2f}: right replies "
            f"{(right + refused) / len(cases):.3f}, wrong of answered "
            f"{1 - right / max(len(given), 1):.3f}, refused {refused / max(uncovered, 1):.3f}"
        )
