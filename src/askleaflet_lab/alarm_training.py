"""``askleaflet-lab train-alarm``: teaches the layers that tell an emergency from a calm message.

They begin where the reader's are. The first ones stay so, and what they make of each message is
made once and kept; only those on top are trained, for a few epochs, in minutes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows
from torch import Tensor

from askleaflet.reader.encoder import LONGEST_QUESTION
from askleaflet.reader.texts import pieces
from askleaflet_lab.examples import Message
from askleaflet_lab.network import GROUPS, Alarm, Network, batches, load_tokenizer

BATCH, DROP, DECAY = 32, 0.1, 0.02
RATE, HEAD_RATE, WARM = 1e-4, 2e-3, 0.06
# Of the rates, where an earlier training goes on.
START = 0.5
# What the kind of an emergency counts for beside whether it is one.
KIND = 0.3


@dataclass(frozen=True, slots=True)
class Batch:
    """What the layers below made of the pieces of some messages (rows x tokens x wide), and what
    the messages are.

    ``owner``: the message of each row. ``group`` is -1, and so left out, where a message has none.
    """

    states: Tensor
    mask: Tensor
    owner: Tensor
    urgent: Tensor
    life: Tensor
    group: Tensor


def train_alarm(
    weights: Path,
    messages: Sequence[Message],
    epochs: int,
    seed: int,
    save: Path,
    start: Path | None = None,
) -> Iterator[str]:
    """Trains on ``messages`` and writes the weights to ``save``; yields a line an epoch.

    ``start``: weights of an earlier training to go on from, at half the rate.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - no secret
    network = Network()
    network.load_state_dict(torch.load(weights, weights_only=True))
    alarm, rate = Alarm().begin(network), 1.0
    if start is not None:
        alarm.load_state_dict(torch.load(start, weights_only=True))
        rate = START
    made = list(_made(network, alarm, messages))
    optimizer = torch.optim.AdamW(
        [
            {"params": alarm.layers.parameters(), "lr": rate * RATE},
            {
                "params": [*alarm.weight.parameters(), *alarm.odds.parameters()],
                "lr": rate * HEAD_RATE,
            },
        ],
        weight_decay=DECAY,
    )
    steps = epochs * len(made)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / steps / WARM + 0.02) * (1 - step / steps)
    )
    alarm.train()
    for epoch in range(1, epochs + 1):
        chance.shuffle(made)
        total = 0.0
        for batch in made:
            loss = _loss(alarm, batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        yield f"epoch {epoch} of {epochs}, loss {total / len(made):.3f}"
        torch.save(alarm.state_dict(), save)


def _made(network: Network, alarm: Alarm, messages: Sequence[Message]) -> Iterator[Batch]:
    """Batches of whole messages, each read piece by piece as the program reads it."""
    tokenizer = load_tokenizer()
    parts = [pieces(one.text) for one in messages]
    for some in _grouped(parts):
        texts = [text for one in some for text in parts[one]]
        owners = [at for at, one in enumerate(some) for _ in parts[one]]
        with torch.no_grad():
            for rows, ids, mask in batches(tokenizer, texts, LONGEST_QUESTION, len(texts)):
                owner = torch.tensor([owners[row] for row in rows])
                states = alarm.below(network.embedded(ids), mask).half()
                yield _told(states, mask, owner, [messages[one] for one in some])


def _grouped(parts: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """The numbers of messages of about one length, so many at a time that BATCH holds their
    pieces."""
    some, rows = list[int](), 0
    for number in sorted(range(len(parts)), key=lambda one: (len(parts[one]), len(parts[one][0]))):
        if some and rows + len(parts[number]) > BATCH:
            yield some
            some, rows = [], 0
        some.append(number)
        rows += len(parts[number])
    if some:
        yield some


def _told(states: Tensor, mask: Tensor, owner: Tensor, own: Sequence[Message]) -> Batch:
    kinds = [one.kind != "calm" and one.group in GROUPS for one in own]
    return Batch(
        states,
        mask,
        owner,
        torch.tensor([float(one.kind != "calm") for one in own]),
        torch.tensor([float(one.kind == "life") for one in own]),
        torch.tensor(
            [GROUPS.index(m.group) if kind else -1 for m, kind in zip(own, kinds, strict=True)]
        ),
    )


def _loss(alarm: Alarm, batch: Batch) -> Tensor:
    """A message is as urgent as its most urgent piece: of an emergency that one piece tells, the
    others may be calm."""
    with torch.autocast("cpu", torch.bfloat16):
        rows = alarm(batch.states.float(), batch.mask, DROP)
    rows = rows.float()
    most = [
        max(
            torch.nonzero(batch.owner == one).flatten().tolist(),
            key=rows[:, 0].tolist().__getitem__,
        )
        for one in range(len(batch.urgent))
    ]
    odds = rows[most]
    loss = F.binary_cross_entropy_with_logits(odds[:, 0], batch.urgent)
    known = batch.group >= 0
    if bool(known.any()):
        life = F.binary_cross_entropy_with_logits(odds[known, 1], batch.life[known])
        group = F.cross_entropy(odds[known, 2:], batch.group[known])
        loss = loss + KIND * (life + group)
    return loss
