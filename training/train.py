"""Training: the teacher on annotated sentences, the student on what the teacher says of many more."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.data import TAG, TAGS, Sentence, spans
from training.encoder import Tagger

_LONGEST = 250  # word pieces of a training sentence; what is longer is cut
_OPEN = [0, *(TAG[f"{p}-{k}"] for k in ("DERIV", "PART") for p in "BI")]
Log = Callable[[str], None]


@dataclass(slots=True)
class Example:
    """One sentence in word pieces. `first` is the place of each word's first piece; `soft` what the teacher says of it."""

    pieces: list[int]
    first: list[int]
    tags: list[int] | None
    open_o: bool
    soft: "np.ndarray[tuple[int, int], np.dtype[np.float16]] | None" = None


class Pieces:
    """Words to word pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.cache: dict[str, list[int]] = {}

    def word(self, word: str) -> list[int]:
        """The pieces of a word, at most 24: no name is longer, and a row of marks must not fill the window."""
        if word not in self.cache:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids or [3]
            self.cache[word] = ids[:24]
        return self.cache[word]

    def example(self, sentence: Sentence) -> Example:
        """The sentence between the marks of its beginning and end."""
        pieces, first = [0], []
        for word in sentence.words:
            ids = self.word(word)
            if len(pieces) + len(ids) > _LONGEST:
                break
            first.append(len(pieces))
            pieces += ids
        tags = [TAG[t] for t in sentence.tags[: len(first)]] if sentence.tags is not None else None
        return Example([*pieces, 2], first, tags, sentence.open_o)


def batches(examples: list[Example], room: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of at most `room` word pieces with their padding, of sentences about as long; shuffled with `rng`."""
    order = rng.sample(examples, len(examples)) if rng else examples
    for k in range(0, len(order), 2000):
        found: list[list[Example]] = [[]]
        for e in sorted(order[k : k + 2000], key=lambda e: len(e.pieces)):
            if found[-1] and (len(found[-1]) + 1) * len(e.pieces) > room:
                found.append([])
            found[-1].append(e)
        yield from rng.sample(found, len(found)) if rng else found


def tensors(batch: list[Example]) -> tuple[Tensor, Tensor]:
    """(pieces, mask) of a batch."""
    longest = max(len(e.pieces) for e in batch)
    pieces = torch.ones(len(batch), longest, dtype=torch.long)
    for i, e in enumerate(batch):
        pieces[i, : len(e.pieces)] = torch.tensor(e.pieces)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for i, e in enumerate(batch):
        mask[i, : len(e.pieces)] = True
    return pieces, mask


def _gather(scores: Tensor, batch: list[Example]) -> Tensor:
    rows = torch.tensor([i for i, e in enumerate(batch) for _ in e.first])
    places = torch.tensor([f for e in batch for f in e.first])
    return scores[rows, places]


def loss_of(scores: Tensor, batch: list[Example], hard: float) -> Tensor:
    """Cross entropy with the tags and with what the teacher says, `hard` the weight of the tags where both are there."""
    logs = torch.log_softmax(_gather(scores, batch).float(), -1)
    tags = torch.tensor([t for e in batch for t in (e.tags if e.tags is not None else [-1] * len(e.first))])
    loose = torch.tensor([e.open_o for e in batch for _ in e.first]) & (tags == 0)
    known = tags >= 0
    gold = -logs.gather(1, tags.clamp(min=0)[:, None])[:, 0]
    # a word that is O in our own corpus may be "deutsch" or "SPD-Chef": those were not annotated there
    gold = torch.where(loose, -torch.logsumexp(logs[:, _OPEN], -1), gold)
    if any(e.soft is not None for e in batch):
        soft = torch.from_numpy(np.concatenate([e.soft for e in batch if e.soft is not None])).float()
        taught = -(soft * logs).sum(-1)
        return torch.where(known, hard * gold + (1 - hard) * taught, taught).mean()
    return gold[known].mean()


def fit(
    model: Tagger, examples: Callable[[int], list[Example]], epochs: int, rate: float, log: Log, *, room: int = 1500,
    hard: float = 0.0, seed: int = 0, check: Callable[[Tagger], str] | None = None,
) -> None:  # fmt: skip
    """Trains `model` on what `examples(epoch)` gives; `hard` as in `loss_of`."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    steps = sum(1 for e in range(epochs) for _ in batches(examples(e), room, None))
    body = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(("tags", "word"))]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": rate},
            {"params": model.tags.parameters(), "lr": max(rate, 1e-3)},
            # no decay: it would shrink the pieces that these sentences do not hold
            {"params": [p for p in model.word.parameters() if p.requires_grad], "lr": rate, "weight_decay": 0.0},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / max(1, 0.1 * steps), max(0.02, (steps - s) / (0.9 * steps)))
    )
    start = time.monotonic()
    for epoch in range(epochs):
        model.train()
        total = n = 0.0
        for batch in batches(examples(epoch), room, rng):
            pieces, mask = tensors(batch)
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(pieces, mask)
            loss = loss_of(scores, batch, hard)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, n = total + float(loss.detach()), n + 1
        said = check(model) if check and epoch >= epochs // 2 else ""
        log(f"epoch {epoch + 1}/{epochs} loss {total / n:.4f} {time.monotonic() - start:.0f} s {said}")


@torch.no_grad()
def predict(
    model: Tagger, examples: list[Example], room: int = 4000
) -> list["np.ndarray[tuple[int, int], np.dtype[np.float16]]"]:
    """The probability of each tag for each word of each example."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].pieces))
    found: list[np.ndarray[tuple[int, int], np.dtype[np.float16]]] = [np.zeros((0, 0), np.float16)] * len(examples)
    k = 0
    for batch in batches([examples[i] for i in order], room, None):
        pieces, mask = tensors(batch)
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(pieces, mask)
        shares = torch.softmax(_gather(scores, batch).float(), -1).half().numpy()
        at = 0
        for e in batch:
            found[order[k]] = shares[at : at + len(e.first)]
            at, k = at + len(e.first), k + 1
    return found


def decode(shares: "np.ndarray[tuple[int, int], np.dtype[np.float16]]") -> tuple[str, ...]:
    """The likeliest tag of each word."""
    return tuple(TAGS[i] for i in shares.argmax(-1))


class Check:
    """Strict F1 of a model on sentences with tags: persons, organisations, places, and the three together."""

    def __init__(self, sentences: list[Sentence], examples: list[Example]) -> None:
        self.sentences, self.examples = sentences, examples

    def __call__(self, model: Tagger) -> str:
        """A line for the log."""
        found = [decode(shares) for shares in predict(model, self.examples)]
        three = ("PERSON", "ORG", "LOC")
        return (
            " ".join(f"{k} {self._f1(found, {k}):.3f}" for k in (*three, "MISC"))
            + f" all {self._f1(found, set(three)):.3f}"
        )

    def _f1(self, found: list[tuple[str, ...]], kinds: set[str]) -> float:
        both = gold = ours = 0
        for sentence, tags in zip(self.sentences, found, strict=True):
            a = {s for s in spans(sentence.tags or ()) if s[2] in kinds}
            b = {s for s in spans(tags) if s[2] in kinds}
            both, gold, ours = both + len(a & b), gold + len(a), ours + len(b)
        return 2 * both / max(1, gold + ours)
