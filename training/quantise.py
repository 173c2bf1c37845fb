"""The scales of the activations before each linear layer, for the fixed scales of the 8-bit graph.

What a name is, is in small differences of small values, and some few channels are ten times as large as all others: of
one scale for all, from minus the largest to the largest, they leave the rest a few steps. So the channels before two of the
four products of a layer are brought nearer to one another (Xiao et al., "SmoothQuant", ICML 2023), and what comes out of
GELU, which is never below -0.17, spends no steps on what is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import Tagger
from training.train import Example, batches, tensors
from training.weights import Array

_SHARE = 0.99999  # of the activations lie inside the range, the rest is clipped; where channels are brought nearer, all lie inside
_SMOOTHED = frozenset({"qkv", "inner"})
_SMOOTH = 0.8  # how much of a channel's size goes over into the weights
_GELU = -0.17  # its smallest value


@dataclass(frozen=True, slots=True)
class Scale:
    """The activations before a linear layer.

    Attributes:
        low, high: between them they lie, after they were divided.
        channels: by which each channel is divided, and each column of the weights multiplied; None for none.
    """

    low: float
    high: float
    channels: Array | None = None


@torch.no_grad()
def scales_of(model: Tagger, examples: list[Example]) -> dict[str, Scale]:
    """The scale before each linear layer by its name ("layers.0.qkv"), from what these sentences make of its inputs."""
    model.eval()
    sizes: defaultdict[str, list[float]] = defaultdict(list)
    largest: dict[str, Tensor] = {}

    def look(_: nn.Module, inputs: tuple[Tensor, ...], name: str) -> None:
        values = inputs[0].detach().float().abs()
        rank = max(1, int(values.numel() * _SHARE))
        sizes[name].append(float(values.flatten().kthvalue(rank).values))
        most = values.flatten(0, -2).amax(0)
        largest[name] = torch.maximum(largest[name], most) if name in largest else most

    layers = dict(_linear(model))
    hooks = [layer.register_forward_pre_hook(partial(look, name=name)) for name, layer in layers.items()]
    for batch in batches(examples, 2000, None):
        model(*tensors(batch))
    for hook in hooks:
        hook.remove()
    return {name: _scale(name, layer, largest[name], float(np.mean(sizes[name]))) for name, layer in layers.items()}


def rounded(model: Tagger, scales: dict[str, Scale]) -> None:
    """From now on the inputs of the linear layers are rounded as the 8-bit graph rounds them; gradients go through as if they were not."""

    def look(_: nn.Module, inputs: tuple[Tensor, ...], scale: Scale) -> tuple[Tensor]:
        step = (scale.high - scale.low) / 255
        zero = round(-scale.low / step)
        channels = 1.0 if scale.channels is None else torch.from_numpy(scale.channels)
        near = ((inputs[0].detach().float() / channels / step + zero).round().clamp(0, 255) - zero) * step * channels
        return (inputs[0] + (near.to(inputs[0].dtype) - inputs[0]).detach(),)

    for name, layer in _linear(model):
        layer.register_forward_pre_hook(partial(look, scale=scales[name]))


def _scale(name: str, layer: nn.Linear, largest: Tensor, size: float) -> Scale:
    kind = name.rpartition(".")[2]
    if kind in _SMOOTHED:
        weights = layer.weight.detach().float().abs().amax(0).clamp(min=1e-4)
        channels = largest.clamp(min=1e-3) ** _SMOOTH / weights ** (1 - _SMOOTH)
        channels = channels / channels.median()
        high = float((largest / channels).max())
        return Scale(-high, high, channels.numpy().astype(np.float32))
    return Scale(_GELU if kind == "outer" else -size, size)


def _linear(model: Tagger) -> Iterable[tuple[str, nn.Linear]]:
    return [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear) and n.startswith("layers.")]
