"""``askleaflet-lab train``: teaches the network to choose among the sentences of a leaflet.

A step takes one leaflet whole: all its questions against (nearly) all its passages and "nothing
here answers", so that the near misses of the very leaflet are what it learns to tell apart. Two
losses, for the vectors that search and for those with the words that read, and one that brings
questions with one answer together, as example wordings are compared with what is asked.

Other steps take examples of the sample's sidecar with those that are nearest to them: there it is
close calls that count, and what the leaflet does not answer is to be near its own kind, too
(neighbourhood components analysis: Goldberger et al. 2004). Seeded; two cores and a night are more
than enough.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor

from askleaflet.reader.encoder import LONGEST_PASSAGE, LONGEST_QUESTION
from askleaflet_lab.examples import Example, Lesson
from askleaflet_lab.network import (
    WIDE,
    Network,
    Pile,
    Read,
    batches,
    load_tokenizer,
    read_all,
    token_likeness,
)

PASSAGES, QUESTIONS, FACETS = 96, 34, 10
RATE, HEAD_RATE, DECAY, DROP = 6e-5, 1e-3, 0.01, 0.05
# The share of steps that begin (warm-up), and the least of the rate that is left at the end.
WARM, LEAST = 0.08, 0.02
# Of the rates, where an earlier training goes on.
START = 0.5
# What each kind of example counts for: facets are matched by words alone.
WEIGHT = {"facet": 0.5}
# How much the losses count: search, reading, questions by each other.
LOSSES = (0.5, 1.0, 0.5)
# Of the sidecar's examples so many a step, each with so many of those that were nearest to it.
SEEDS, NEAR, NEAREST = 12, 15, 60
# The answer that those have in common to which no passage is one.
NOTHING = -1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class School:
    """All that is learned from. ``taught``: the examples of the sample's sidecar, taken for a share
    ``often`` of the steps."""

    lessons: Sequence[tuple[Lesson, ...]]
    taught: Sequence[Example]
    often: float = 0.6


def slip(question: str, chance: random.Random) -> str:
    """A question as hurried fingers write it: now and then a letter swapped, lost or doubled."""
    if chance.random() < 0.12 and len(question) > 8:
        at = chance.randrange(1, len(question) - 2)
        a, b = question[at], question[at + 1]
        question = question[:at] + chance.choice((b + a, a, b, a + a + b)) + question[at + 2 :]
    if chance.random() < 0.3:
        question = question.lower()
    return question.rstrip("?.! ") if chance.random() < 0.2 else question


def train(
    school: School, steps: int, seed: int, save: Path, start: Path | None = None
) -> Iterator[str]:
    """Trains for ``steps`` steps and writes the weights to ``save``; yields lines of progress.

    ``start``: weights of an earlier training to go on from, at half the rate. Then the mean of the
    weights before and after is written in the end, which forgets less of what only the earlier one
    met (Wortsman et al. 2022).
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    torch.manual_seed(seed)
    network, tokenizer = Network().load_base().train(), load_tokenizer()
    rate, earlier = 1.0, None
    if start is not None:
        earlier = torch.load(start, weights_only=True)
        network.load_state_dict(earlier)
        rate = START
    heads = {id(one) for one in network.heads()}
    body = [one for one in network.parameters() if one.requires_grad and id(one) not in heads]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": rate * RATE},
            {"params": network.heads(), "lr": rate * HEAD_RATE},
        ],
        weight_decay=DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    neighbours = _neighbours(network, tokenizer, school.taught)
    lessons = _endless(school.lessons, chance)
    seeds = _endless(range(len(school.taught)), chance)
    began, means = time.monotonic(), {"leaflets": 0.0, "examples": 0.0}
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        if chance.random() < school.often:
            kind, some = "examples", [next(seeds) for _ in range(SEEDS)]
            near = [number for one in some for number in chance.sample(neighbours[one], NEAR)]
            own = [school.taught[number] for number in dict.fromkeys([*some, *near])]
            loss = _neighbourly(network, tokenizer, own, chance)
        else:
            kind, forms = "leaflets", next(lessons)
            losses = _losses(network, tokenizer, chance.choice(forms), chance)
            loss = sum((w * one for w, one in zip(LOSSES, losses, strict=True)), torch.zeros(()))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        now = loss.item()
        means[kind] = 0.95 * means[kind] + 0.05 * now if means[kind] else now
        if step % 20 == 0:
            took = (time.monotonic() - began) / 60
            shown = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
            yield f"step {step} of {steps}, {took:.1f} min, losses of {shown}"
            torch.save(network.state_dict(), save)
    trained = network.state_dict()
    if earlier is not None:
        trained = {name: torch.lerp(earlier[name], one, 0.5) for name, one in trained.items()}
    torch.save(trained, save)


def _endless(some: Sequence[T], chance: random.Random) -> Iterator[T]:
    """Each of ``some`` once in a chance order, then again in another."""
    while True:
        yield from chance.sample(some, len(some))


def _neighbours(
    network: Network, tokenizer: Tokenizer, taught: Sequence[Example]
) -> list[list[int]]:
    """The numbers of the NEAREST other examples of each, nearest first, as the network sees them
    before it is trained."""
    network.eval()
    with torch.no_grad():
        vectors = _vectors(network, tokenizer, [one.question for one in taught], 256)
        found = []
        for first in range(0, len(taught), 1000):
            like = vectors[first : first + 1000] @ vectors.T
            like.diagonal(first).fill_(-1.0)
            found += like.topk(min(NEAREST, len(taught) - 1)).indices.tolist()
    network.train()
    return found


def _rate(done: float) -> float:
    return min(1.0, done / WARM + LEAST) * max(LEAST, 1 - done)


def _losses(
    network: Network, tokenizer: Tokenizer, lesson: Lesson, chance: random.Random
) -> list[Tensor]:
    asked, kept = _chosen(lesson, chance)
    texts = [slip(one.question, chance) for one in asked]
    questions = _read_all(network, tokenizer, texts, LONGEST_QUESTION).read
    chosen = [lesson.passages[number] for number in kept]
    passages = _read_all(network, tokenizer, chosen, LONGEST_PASSAGE)
    targets, weights = _targets(asked, kept), _weights(asked)
    return [
        *_choosing(network, questions, passages, targets, weights),
        _alike(network, questions.vector, [set(one.answers) for one in asked]),
    ]


def _read_all(network: Network, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> Pile:
    """What is read in ``texts``, in bfloat16: twice as fast where the processor knows it. What is
    compared with each other is not."""
    with torch.autocast("cpu", torch.bfloat16):
        read, mask = read_all(network, tokenizer, texts, longest, DROP)
    return Pile(Read(*(one.float() for one in read)), mask)


def _vectors(
    network: Network, tokenizer: Tokenizer, texts: Sequence[str], size: int, drop: float = 0.0
) -> Tensor:
    """The vectors of many questions alone, as ``_read_all`` reads them, ``size`` at a time."""
    vectors = torch.zeros(len(texts), WIDE)
    with torch.autocast("cpu", torch.bfloat16):
        for some, ids, mask in batches(tokenizer, texts, LONGEST_QUESTION, size):
            vectors[some] = network(ids, mask, drop).vector.float()
    return vectors


def _chosen(lesson: Lesson, chance: random.Random) -> tuple[list[Example], list[int]]:
    """Questions for one step, and the numbers of the passages they are put to."""
    asked = chance.sample(lesson.examples, min(len(lesson.examples), QUESTIONS))
    for _ in range(FACETS if lesson.facets else 0):
        ways, fits = chance.choice(lesson.facets)
        asked.append(Example(chance.choice(ways), fits, "facet"))
    needed = {number for one in asked for number in one.answers}
    while len(needed) > PASSAGES:
        asked = asked[: len(asked) // 2]
        needed = {number for one in asked for number in one.answers}
    rest = [number for number in range(len(lesson.passages)) if number not in needed]
    return asked, sorted(needed) + chance.sample(rest, min(len(rest), PASSAGES - len(needed)))


def _targets(asked: Sequence[Example], kept: Sequence[int]) -> Tensor:
    """Questions x (passages and "nothing"): 1 for what answers."""
    place = {number: column for column, number in enumerate(kept)}
    targets = torch.zeros(len(asked), len(kept) + 1)
    for row, one in enumerate(asked):
        for number in one.answers:
            targets[row, place[number]] = 1
        if not one.answers:
            targets[row, -1] = 1
    return targets


def _weights(asked: Sequence[Example]) -> Tensor:
    """An emergency that the leaflet does not speak of is no example of a refusal."""
    return torch.tensor(
        [
            0.0 if one.kind == "urgent" and not one.answers else WEIGHT.get(one.kind, 1.0)
            for one in asked
        ]
    )


def _choosing(
    network: Network, asked: Read, passages: Pile, targets: Tensor, weights: Tensor
) -> list[Tensor]:
    scale = network.scale.exp()
    whole = asked.vector @ passages.read.vector.T
    words = token_likeness(asked, passages)

    def loss(scores: Tensor) -> Tensor:
        odds = torch.cat([scores, asked.odds], 1)
        each = odds.logsumexp(1) - (odds + (targets - 1) * 1e4).logsumexp(1)
        return (each * weights).sum() / weights.sum()

    return [loss(whole * scale[0]), loss(whole * scale[1] + words * scale[2])]


def _neighbourly(
    network: Network, tokenizer: Tokenizer, asked: Sequence[Example], chance: random.Random
) -> Tensor:
    """The loss for examples by each other: those without an answer are alike, too."""
    texts = [slip(one.question, chance) for one in asked]
    vectors = _vectors(network, tokenizer, texts, 48, DROP)
    none = (NOTHING,)
    return _alike(network, vectors, [set(one.answers or none) for one in asked])


def _alike(network: Network, vectors: Tensor, answers: Sequence[set[int]]) -> Tensor:
    """The loss for questions by each other: those with an answer in common are to be nearer than
    all others. Nothing where no two have one."""
    same = torch.tensor([[bool(one & other) for other in answers] for one in answers])
    own = torch.eye(len(answers), dtype=torch.bool)
    odds = (vectors @ vectors.T * network.scale.exp()[0]).masked_fill(own, -1e4)
    near = odds.masked_fill(own | ~same, -1e4).logsumexp(1)
    known = (same & ~own).any(1)
    return (odds.logsumexp(1) - near)[known].mean() if bool(known.any()) else odds.sum() * 0.0
