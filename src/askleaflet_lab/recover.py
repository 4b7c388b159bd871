"""``askleaflet-lab recover``: the weights back out of the network that ships, to train on from it.

They come back as exact as int8 keeps them, which is near enough to go on from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from askleaflet.reader.encoder import ALARM, CARD, MODEL_FOLDER, READER
from askleaflet_lab.network import Alarm, Network

Array = npt.NDArray[np.float32]
_INT8, _BIAS, _TURNED = "_quantized", ".bias", "_Transposed"
_WORDS = "network.word.weight"
# Which inputs of each kind of product are the matrix and the bias.
_PRODUCTS = {"MatMulIntegerToFloat": (1, 6), "DynamicQuantizeMatMul": (1, 4)}
_ADDS = {"Add", "SkipLayerNormalization"}
# Products to which no bias is added at once, by the product's name.
_ALONE = {
    "/token/MatMul_quant": "network.token.weight",
    "/weight/MatMul_quant": "network.weight.weight",
    "/alarm/weight/MatMul_quant": "alarm.weight.weight",
}


def recover(weights: Path, alarm_weights: Path, folder: Path = MODEL_FOLDER) -> None:
    """Writes the weights of the reader and of the alarm that ``folder`` holds."""
    scores = json.loads((folder / CARD).read_bytes())["scores"]
    network, alarm = Network().load_base(), Alarm()
    for module, name, file in ((network, "network.", READER), (alarm, "alarm.", ALARM)):
        found, state = dict(_weights(onnx.load(folder / file))), module.state_dict()
        for key in state:
            if name + key in found:
                state[key] = torch.from_numpy(found[name + key].copy()).reshape(state[key].shape)
        module.load_state_dict(state)
    with torch.no_grad():
        for place, score in ((1, "vector"), (2, "tokens")):
            network.scale[place] = math.log(scores[score])
    for path, module in ((weights, network), (alarm_weights, alarm)):
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(module.state_dict(), path)


def _weights(model: onnx.ModelProto) -> Iterator[tuple[str, Array]]:
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    for name, value in held.items():
        if name.startswith(("network.", "alarm.")) and value.dtype == np.float32:
            yield name, value
    if _WORDS + _INT8 in held:
        yield _WORDS, _full(held, _WORDS)
    added = {one: node for node in model.graph.node if node.op_type in _ADDS for one in node.input}
    made = {one: node for node in model.graph.node for one in node.output}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in held:
            # A product in full precision; its bias comes after it, as the last of what is added.
            bias = [one for one in added[node.output[0]].input if one.endswith(_BIAS)][-1]
            whole = np.asarray(held[node.input[1]].T, np.float32)
            yield bias.removesuffix(_BIAS) + ".weight", whole * _by(node, made, held)
        elif node.op_type in _PRODUCTS:
            matrix, bias = _PRODUCTS[node.op_type]
            name = node.input[matrix].removesuffix(_INT8)
            full = _full(held, name).T * _by(node, made, held)
            if name.endswith(_TURNED):
                yield name.removesuffix(_TURNED), full
            elif len(node.input) > bias and node.input[bias].endswith(_BIAS):
                yield node.input[bias].removesuffix(_BIAS) + ".weight", full
            else:
                yield _ALONE[node.name], full


def _by(
    node: onnx.NodeProto,
    made: Mapping[str, onnx.NodeProto],
    held: Mapping[str, npt.NDArray[np.generic]],
) -> Array:
    """What the input of a product is multiplied by first, so that it is evened out."""
    first = made.get(node.input[0])
    if first is not None and first.op_type == "DynamicQuantizeLinear":
        first = made.get(first.input[0])
    if first is None or first.op_type != "Mul" or first.input[1] not in held:
        return np.ones(1, np.float32)
    return np.asarray(held[first.input[1]], np.float32)


def _full(held: Mapping[str, npt.NDArray[np.generic]], name: str) -> Array:
    """A matrix in full precision; its columns, or all of it, were scaled."""
    whole = held[name + _INT8].astype(np.float32) - held[name + "_zero_point"].astype(np.float32)
    return np.asarray(whole * held[name + "_scale"].astype(np.float32), np.float32)
