"""``askleaflet-lab train``: teaches the network to choose among the sentences of a leaflet.

Each step takes one leaflet whole: all its questions against (nearly) all its passages and "nothing
here answers", so that the near misses of the very leaflet are what it learns to tell apart. Two
losses, for the vectors that search and for those with the words that read, and one that brings
questions with one answer together, as example wordings are compared with what is asked. Seeded; two
cores and a night are more than enough.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from askleaflet.reader.encoder import LONGEST_PASSAGE, LONGEST_QUESTION
from askleaflet_lab.examples import Example, Lesson
from askleaflet_lab.network import (
    Network,
    Pile,
    Read,
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


@dataclass(frozen=True, slots=True)
class School:
    """All that is learned from. ``wordings``: the lesson of the sample's sidecar, taken for one
    step in ``1 / often``."""

    lessons: Sequence[tuple[Lesson, ...]]
    wordings: Lesson
    often: float = 0.15


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

    ``start``: weights of an earlier training to go on from, at half the rate.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    torch.manual_seed(seed)
    network, tokenizer = Network().load_base().train(), load_tokenizer()
    rate = 1.0
    if start is not None:
        network.load_state_dict(torch.load(start, weights_only=True))
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
    began, mean, order = time.monotonic(), torch.zeros(len(LOSSES)), list[int]()
    for step in range(1, steps + 1):
        if not order:
            order = chance.sample(range(len(school.lessons)), len(school.lessons))
        forms = (school.wordings,) if chance.random() < school.often else None
        lesson = chance.choice(forms or school.lessons[order.pop()])
        losses = _losses(network, tokenizer, lesson, chance)
        optimizer.zero_grad()
        sum(weight * loss for weight, loss in zip(LOSSES, losses, strict=True)).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        now = torch.stack([one.detach() for one in losses])
        mean = now if step == 1 else 0.95 * mean + 0.05 * now
        if step % 20 == 0:
            took = (time.monotonic() - began) / 60
            shown = " ".join(f"{one:.3f}" for one in mean.tolist())
            yield f"step {step} of {steps}, {took:.1f} min, losses {shown}"
            torch.save(network.state_dict(), save)
    torch.save(network.state_dict(), save)


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
        _alike(network, questions.vector, asked),
    ]


def _read_all(network: Network, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> Pile:
    """What is read in ``texts``, in bfloat16: twice as fast where the processor knows it. What is
    compared with each other is not."""
    with torch.autocast("cpu", torch.bfloat16):
        read, mask = read_all(network, tokenizer, texts, longest, DROP)
    return Pile(Read(*(one.float() for one in read)), mask)


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


def _alike(network: Network, vectors: Tensor, asked: Sequence[Example]) -> Tensor:
    """The loss for questions by each other: those with an answer in common are to be nearer than
    all others. Nothing where no two have one."""
    same = torch.tensor([[bool(set(a.answers) & set(b.answers)) for b in asked] for a in asked])
    own = torch.eye(len(asked), dtype=torch.bool)
    odds = (vectors @ vectors.T * network.scale.exp()[0]).masked_fill(own, -1e4)
    near = odds.masked_fill(own | ~same, -1e4).logsumexp(1)
    known = (same & ~own).any(1)
    return (odds.logsumexp(1) - near)[known].mean() if bool(known.any()) else odds.sum() * 0.0
