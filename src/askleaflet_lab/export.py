"""``askleaflet-lab export``: weights to the files that ship, with their checksums."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from askleaflet.corpus import read_corpus
from askleaflet.passages import passages
from askleaflet.reader.encoder import (
    ALARM,
    EMBEDDED,
    LONGEST_PASSAGE,
    MODEL_FOLDER,
    OUTPUTS,
    READER,
    TOKENIZER,
    load_encoder,
)
from askleaflet.reader.making import Maker
from askleaflet.reader.storing import ENDING, SHIPPED, as_bytes
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from askleaflet_lab.card import write_card
from askleaflet_lab.evening import even_out
from askleaflet_lab.network import (
    HEADS,
    LAYERS,
    Alarm,
    Network,
    ShippedAlarm,
    ShippedReader,
    base_folder,
    load_tokenizer,
)
from askleaflet_lab.translating import write_translations

OPSET = 17
# What is as long as a text.
LONG = ("ids", "tokens", "weights", EMBEDDED)
# The products that stay in full precision: of the reader the second of each layer's two wide ones.
# What it is given reaches far; kept whole, the vectors are a third as far from those in full
# precision (cosine 0.9989 in the mean, else 0.9964), for 11 MB and a third of the time.
WHOLE = tuple(f"/layers.{number}/outer/MatMul" for number in range(LAYERS))
# One of so many examples of a leaflet is among the texts that show what the products are given.
EVERY = 100
# What else scores are made of: how much that counts is no matter of the weights.
CALIBRATED = ("wording", "terms", "translated")


def export(weights: Path, alarm_weights: Path, corpus: Path, folder: Path = MODEL_FOLDER) -> None:
    """Writes the networks as int8 ONNX, the tokenizer and the translations to ``folder``, and
    their checksums into the card, whose other numbers are kept. The texts of ``corpus`` show what
    the networks' products are given."""
    network, alarm = Network(), Alarm()
    network.load_state_dict(torch.load(weights, weights_only=True))
    alarm.load_state_dict(torch.load(alarm_weights, weights_only=True))
    folder.mkdir(parents=True, exist_ok=True)
    given = [torch.tensor([ids]) for ids in _given(corpus)]
    _write(ShippedReader(network), given, "ids", OUTPUTS, folder / READER, WHOLE)
    embedded = [network.embedded(ids).detach() for ids in given]
    _write(ShippedAlarm(alarm), embedded, EMBEDDED, ("odds",), folder / ALARM, ())
    shutil.copyfile(base_folder() / TOKENIZER, folder / TOKENIZER)
    scale = network.scale.detach().exp().tolist()
    scores = {"vector": scale[1], "tokens": scale[2], **dict.fromkeys(CALIBRATED, 0.0)}
    write_card(folder, {"heads": list(HEADS), "scores": scores})
    write_translations(folder)


def ship_vectors(corpus: Path, model: Path = MODEL_FOLDER, folder: Path = SHIPPED) -> None:
    """Writes the vectors of the leaflets in ``corpus`` into the package, and takes away older."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"*{ENDING}"):
        old.unlink()
    maker = Maker(load_encoder(model))
    for texts in _texts(corpus):
        path = folder / f"{texts.key(maker.encoder.vectors)}{ENDING}"
        path.write_bytes(as_bytes(maker.vectors(texts)))


def _texts(corpus: Path) -> Iterator[LeafletTexts]:
    for document in read_corpus(corpus).documents:
        yield leaflet_texts(document, passages(document))


def _write(
    network: nn.Module,
    given: Sequence[Tensor],
    name: str,
    outputs: Sequence[str],
    path: Path,
    whole: Sequence[str],
) -> None:
    """One network for one text at a time, its products in int8 but those named in ``whole``.
    ``given``: what it reads, to see what its products are given; ``name``: what that is called."""
    even_out(network.eval(), given)
    with tempfile.TemporaryDirectory() as scratch:
        full, small = (Path(scratch, one) for one in ("full.onnx", "small.onnx"))
        torch.onnx.export(
            network,
            (given[0],),
            str(full),
            input_names=[name],
            output_names=list(outputs),
            dynamic_axes={one: {1: "length"} for one in (name, *outputs) if one in LONG},
            opset_version=OPSET,
            dynamo=False,
        )
        if missing := set(whole) - {one.name for one in onnx.load(full).graph.node}:
            raise ValueError(f"the network has no {min(missing)} now")
        # Weights of seven bits: on processors without VNNI the sum of two products of eight bits
        # does not fit, and the same question would get another reply there.
        quantize_dynamic(
            full,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=list(whole),
        )
        _fuse(small, path)


def _given(corpus: Path) -> list[list[int]]:
    """Token numbers of the passages of ``corpus``, and of some of the examples for them."""
    some: list[str] = []
    for texts in _texts(corpus):
        some += [*texts.passages, *texts.wordings[::EVERY], *texts.beside[::EVERY]]
    return [one.ids[:LONGEST_PASSAGE] for one in load_tokenizer().encode_batch(some)]


def _fuse(path: Path, save: Path) -> None:
    """The network with what runs together made one, as no start need do again; no further than
    every processor takes it."""
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(save)
    InferenceSession(path, options, providers=["CPUExecutionProvider"])
