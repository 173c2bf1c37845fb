"""The ranges of the activations before each linear layer, for the fixed scales of the 8-bit graph."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.encoder import Tagger
from training.train import Example, batches, tensors

_SHARE = 0.99999  # of the activations lie inside the range; the rest is clipped


@torch.no_grad()
def ranges_of(model: Tagger, examples: list[Example], share: float = _SHARE) -> dict[str, float]:
    """For each linear layer by its name ("layers.0.qkv") the absolute value below which `share` of its inputs lie."""
    model.eval()
    found: dict[str, list[float]] = {}
    hooks = []
    for name, layer in _linear(model):

        def look(_: nn.Module, inputs: tuple[Tensor, ...], name: str = name) -> None:
            values = inputs[0].detach().float().abs().flatten()
            rank = max(1, int(values.numel() * share))
            found.setdefault(name, []).append(float(values.kthvalue(rank).values))

        hooks.append(layer.register_forward_pre_hook(look))
    for batch in batches(examples, 2000, None):
        model(*tensors(batch))
    for hook in hooks:
        hook.remove()
    return {name: sum(values) / len(values) for name, values in found.items()}


def _linear(model: Tagger) -> Iterable[tuple[str, nn.Module]]:
    return [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear) and n.startswith("layers.")]
