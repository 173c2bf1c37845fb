"""Writes a trained tagger as an ONNX graph with 8-bit weights, activations on fixed scales, for onnxruntime.

Fixed scales make the answer for a sentence independent of what else is in its batch: dynamic ones take theirs from the
whole batch.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.data import TAGS
from training.encoder import Tagger
from training.quantise import Scale
from training.weights import Array

_WEIGHT = 127  # the largest weight of 8 bits with a sign
_OWN = "com.microsoft"


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


def export(model: Tagger, scales: dict[str, Scale]) -> bytes:
    """The model as bytes of an ONNX file; `scales` of the activations before each linear layer (see `scales_of`)."""
    state = {k: v.detach().float().numpy() for k, v in model.state_dict().items()}
    g = Graph()
    x = _embedding(g, state)
    for n, layer in enumerate(model.layers):
        x = _layer(g, state, n, x, scales, layer.heads)
    # only the first piece of each word has a tag; which those are comes as places in the flattened batch
    x = g.node(
        "Reshape", [x, g.constant("flat", np.array([-1, state["tags.weight"].shape[1]], np.int64))], "pieces.flat"
    )
    x = g.node("Gather", [x, "first"], "words")
    y = g.node("MatMul", [x, g.constant("tags.weight", state["tags.weight"].T)], "scores.product")
    y = g.node("Add", [y, g.constant("tags.bias", state["tags.bias"])], "scores.words")
    g.node("LogSoftmax", [y], "scores", axis=-1)
    graph = helper.make_graph(
        g.nodes, "belegt",
        [helper.make_tensor_value_info("pieces", TensorProto.INT32, ["rows", "columns"]),
         helper.make_tensor_value_info("first", TensorProto.INT32, ["words"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["words", len(TAGS)])],
        list(g.constants.values()),
    )  # fmt: skip
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
    data: bytes = helper.make_model(
        graph, opset_imports=opsets, ir_version=9, producer_name="belegt"
    ).SerializeToString()
    return data


def _embedding(g: Graph, state: dict[str, Array]) -> str:
    word = state["word.weight"]
    scale = (np.abs(word).max(1, keepdims=True) / 127).clip(min=1e-8).astype(np.float16)
    table = np.round(word / scale.astype(np.float32)).clip(-127, 127).astype(np.int8)
    rows = g.node("Gather", [g.constant("word", table), "pieces"], "word.rows")
    rows = g.node("Cast", [rows], "word.float", to=TensorProto.FLOAT)
    scales = g.node("Gather", [g.constant("word.scale", scale), "pieces"], "word.scales")
    scales = g.node("Cast", [scales], "word.scales.float", to=TensorProto.FLOAT)
    x = g.node("Mul", [rows, scales], "word.values")
    shape = g.node("Shape", ["pieces"], "shape", start=1, end=2)
    position = g.node(
        "Slice", [g.constant("position", state["position"].astype(np.float16)), g.constant("zero", np.array([0], np.int64)), shape],
        "position.rows",
    )  # fmt: skip
    position = g.node("Cast", [position], "position.float", to=TensorProto.FLOAT)
    x = g.node("Add", [x, position], "embedding")
    return _norm(g, state, "norm", [x], "embedding.norm")


def _norm(g: Graph, state: dict[str, Array], name: str, inputs: list[str], output: str) -> str:
    """The norm of the sum of the inputs; the fused operator for both is three times slower on a processor."""
    gain, bias = g.constant(f"{name}.gain", state[f"{name}.weight"]), g.constant(f"{name}.bias", state[f"{name}.bias"])
    x = inputs[0] if len(inputs) == 1 else g.node("Add", inputs, f"{output}.sum")
    return g.node("LayerNormalization", [x, gain, bias], output, axis=-1, epsilon=1e-12)


def _layer(g: Graph, state: dict[str, Array], n: int, x: str, scales: dict[str, Scale], heads: int) -> str:
    prefix = f"layers.{n}"
    hidden = state[f"{prefix}.out.weight"].shape[0]
    before = scales[f"{prefix}.qkv"]
    quantised = _quantise(g, x, f"{prefix}.qkv", before)
    parts = []
    for k, part in enumerate(("q", "k", "v")):
        rows = slice(k * hidden, (k + 1) * hidden)
        weight, bias = state[f"{prefix}.qkv.weight"][rows], state[f"{prefix}.qkv.bias"][rows]
        parts.append(_product(g, quantised, f"{prefix}.{part}", weight, bias, before))
    mixed = g.node("MultiHeadAttention", parts, f"{prefix}.mixed", _OWN, num_heads=heads)
    out = _linear(g, state, mixed, f"{prefix}.out", scales)
    x = _norm(g, state, f"{prefix}.norm1", [out, x], f"{prefix}.between")
    inner = _linear(g, state, x, f"{prefix}.inner", scales)
    inner = g.node("Gelu", [inner], f"{prefix}.gelu", _OWN)
    outer = _linear(g, state, inner, f"{prefix}.outer", scales)
    return _norm(g, state, f"{prefix}.norm2", [outer, x], f"{prefix}.end")


def _linear(g: Graph, state: dict[str, Array], x: str, name: str, scales: dict[str, Scale]) -> str:
    scale = scales[name]
    return _product(g, _quantise(g, x, name, scale), name, state[f"{name}.weight"], state[f"{name}.bias"], scale)


def _quantise(g: Graph, x: str, name: str, scale: Scale) -> tuple[str, str, str]:
    """(quantised values, their step, their zero)."""
    if scale.channels is not None:
        x = g.node("Mul", [x, g.constant(f"{name}.channels", 1 / scale.channels)], f"{name}.smooth")
    width = (scale.high - scale.low) / 255
    step = g.constant(f"{name}.scale", np.float32(width))
    zero = g.constant(f"{name}.zero", np.uint8(round(-scale.low / width)))
    return g.node("QuantizeLinear", [x, step, zero], f"{name}.quantised"), step, zero


def _product(g: Graph, x: tuple[str, str, str], name: str, weight: Array, bias: Array, before: Scale) -> str:
    quantised, scale, zero = x
    if before.channels is not None:
        weight = weight * before.channels
    columns = (np.abs(weight).max(1) / _WEIGHT).clip(min=1e-8).astype(np.float32)
    values = np.round(weight / columns[:, None]).astype(np.int8).T
    return g.node(
        "MatMulIntegerToFloat",
        [quantised, g.constant(f"{name}.weight", values), scale, g.constant(f"{name}.columns", columns), zero,
         g.constant("weight.zero", np.int8(0)), g.constant(f"{name}.offset", bias)],
        f"{name}.result", _OWN,
    )  # fmt: skip
