"""``askleaflet-lab export``: weights to the files that ship, with their checksums."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic

from askleaflet.corpus import read_corpus
from askleaflet.passages import passages
from askleaflet.reader.encoder import KEPT, MODEL_FOLDER, NETWORK, TOKENIZER, load_encoder
from askleaflet.reader.lean import only
from askleaflet.reader.making import Maker
from askleaflet.reader.storing import ENDING, SHIPPED, as_bytes
from askleaflet.reader.texts import leaflet_texts
from askleaflet_lab.card import checksums, write_card
from askleaflet_lab.network import LAYERS, ODDS, Alarm, Network, Shipped, base_folder
from askleaflet_lab.translating import write_translations

OPSET = 17
# What else scores are made of: how much that counts is no matter of the weights.
CALIBRATED = ("wording", "terms", "translated")


def export(weights: Path, alarm_weights: Path, folder: Path = MODEL_FOLDER) -> None:
    """Writes the network as int8 ONNX, the tokenizer and the translations to ``folder``, and
    their checksums into the card, whose other numbers are kept."""
    network, alarm = Network(), Alarm()
    network.load_state_dict(torch.load(weights, weights_only=True))
    alarm.load_state_dict(torch.load(alarm_weights, weights_only=True))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch, "full.onnx")
        write_onnx(Shipped(network, alarm).eval(), full)
        small = Path(scratch, "small.onnx")
        # Weights of seven bits: on processors without VNNI the sum of two products of eight bits
        # does not fit, and the same question would get another reply there.
        quantize_dynamic(
            full,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=_kept_whole(full),
        )
        fuse(small, folder / NETWORK)
    shutil.copyfile(base_folder() / TOKENIZER, folder / TOKENIZER)
    scale = network.scale.detach().exp().tolist()
    scores = {"vector": scale[1], "tokens": scale[2], **dict.fromkeys(CALIBRATED, 0.0)}
    vectors = hashlib.sha256(only((folder / NETWORK).read_bytes(), KEPT)).hexdigest()
    card = {
        "heads": list(ODDS),
        "files": checksums(folder, (NETWORK, TOKENIZER)),
        "vectors": vectors,
        "scores": scores,
    }
    write_card(folder, card)
    write_translations(folder)


def ship_vectors(corpus: Path, model: Path = MODEL_FOLDER, folder: Path = SHIPPED) -> None:
    """Writes the vectors of the leaflets in ``corpus`` into the package, and takes away older."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"*{ENDING}"):
        old.unlink()
    maker = Maker(load_encoder(model))
    for document in read_corpus(corpus).documents:
        texts = leaflet_texts(document, passages(document))
        path = folder / f"{texts.key(maker.encoder.vectors)}{ENDING}"
        path.write_bytes(as_bytes(maker.vectors(texts)))


def write_onnx(network: Shipped, path: Path) -> None:
    """The network in full precision."""
    ids = torch.ones(2, 8, dtype=torch.long)
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["ids", "mask"],
        output_names=["vector", "tokens", "weights", "odds"],
        dynamic_axes={
            name: {0: "rows", 1: "length"} for name in ("ids", "mask", "tokens", "weights")
        }
        | {name: {0: "rows"} for name in ("vector", "odds")},
        opset_version=OPSET,
        dynamo=False,
    )


def _kept_whole(path: Path) -> list[str]:
    """The products that stay in full precision: of the reader the second of each layer's two wide
    ones. What it is given reaches far; kept whole, the vectors are half as far from those in full
    precision (cosine 0.994 in the mean, else 0.987), for 11 MB and a third of the time."""
    nodes = onnx.load(path).graph.node
    # The alarm's are under another name.
    kept = {f"/layers.{number}/outer/MatMul" for number in range(LAYERS)}
    if not kept <= {one.name for one in nodes}:
        raise ValueError("the network's products go by other names now")
    return sorted(kept)


def fuse(path: Path, save: Path) -> None:
    """The network with what runs together made one, as no start need do again; no further than
    every processor takes it."""
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(save)
    InferenceSession(path, options, providers=["CPUExecutionProvider"])
