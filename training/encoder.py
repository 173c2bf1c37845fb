"""The network in PyTorch: a BERT encoder over word pieces, and one layer that gives a tag to the first piece of each word."""

import math

import torch
from torch import Tensor, nn

from training.weights import Base

_POOL = 1 << 24


class Dropout(nn.Module):
    """Dropout that cuts its masks from one pool of random bits: drawing them anew costs a tenth of a step on a CPU."""

    pool: Tensor | None = None

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        if Dropout.pool is None:
            Dropout.pool = (torch.rand(_POOL) > self.share).to(torch.bfloat16) / (1 - self.share)
        start = int(torch.randint(0, _POOL - x.numel(), (1,)))
        return x * Dropout.pool[start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One layer of the encoder; attention is written out, for the fused one is three times slower on a CPU in training."""

    def __init__(self, base: Base, n: int, dropout: float) -> None:
        super().__init__()
        hidden, inner, self.heads = base.hidden, base.inner, base.heads
        weight = lambda name, o, i: torch.from_numpy(base.tensors[f"l{n}.{name}.w"]).view(o, i)  # noqa: E731
        bias = lambda name: torch.from_numpy(base.tensors[f"l{n}.{name}.b"])  # noqa: E731
        self.qkv = _linear(torch.cat([weight(k, hidden, hidden) for k in "qkv"]), torch.cat([bias(k) for k in "qkv"]))
        self.out = _linear(weight("ao", hidden, hidden), bias("ao"))
        self.inner = _linear(weight("fi", inner, hidden), bias("fi"))
        self.outer = _linear(weight("fo", hidden, inner), bias("fo"))
        self.norm1 = _norm(base, f"l{n}.aln")
        self.norm2 = _norm(base, f"l{n}.oln")
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (rows, pieces, hidden); `bias` is added to the attention before its softmax."""
        rows, pieces, hidden = x.shape
        size = hidden // self.heads
        parts = self.qkv(x).view(rows, pieces, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        q, k, v = parts.reshape(3, rows * self.heads, pieces, size)
        scores = torch.bmm(q, k.transpose(1, 2)).view(rows, self.heads, pieces, pieces) / math.sqrt(size) + bias
        share = torch.softmax(scores, -1).to(v.dtype).view(rows * self.heads, pieces, pieces)
        mixed = torch.bmm(share, v).view(rows, self.heads, pieces, size).transpose(1, 2).reshape(rows, pieces, hidden)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        y: Tensor = self.norm2(x + self.dropout(self.outer(nn.functional.gelu(self.inner(x)))))
        return y


class Tagger(nn.Module):
    """The encoder of `layers` of the base and its tags; `keep` are the word pieces of the base that stay."""

    def __init__(
        self, base: Base, keep: list[int], layers: list[int], tags: int, dropout: float = 0.1, *, frozen: bool = False
    ) -> None:
        super().__init__()
        word = torch.from_numpy(base.tensors["emb.word"]).view(-1, base.hidden)[keep].clone()
        position = torch.from_numpy(base.tensors["emb.pos"]).view(-1, base.hidden)
        segment = torch.from_numpy(base.tensors["emb.type"]).view(-1, base.hidden)[0]
        self.word = nn.Embedding.from_pretrained(word, freeze=frozen)
        self.position = nn.Parameter(position + segment, requires_grad=False)
        self.norm = _norm(base, "emb.ln")
        self.layers = nn.ModuleList(Layer(base, n, dropout) for n in layers)
        self.dropout = Dropout(dropout)
        self.tags = nn.Linear(base.hidden, tags)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """The scores of the tags for each piece; `mask` is true where there is a piece."""
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        x = self.dropout(self.norm(self.word(pieces) + self.position[: pieces.shape[1]]))
        for layer in self.layers:
            x = layer(x, bias)
        scores: Tensor = self.tags(x)
        return scores


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight.clone(), bias.clone()
    return layer


def _norm(base: Base, name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(base.hidden, base.epsilon)
    layer.weight.data = torch.from_numpy(base.tensors[f"{name}.w"]).clone()
    layer.bias.data = torch.from_numpy(base.tensors[f"{name}.b"]).clone()
    return layer
