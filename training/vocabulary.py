"""Cuts the vocabulary of the base to the word pieces that German text needs."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

SIZE = 40_000
SPECIAL = (0, 1, 2, 3)  # beginning, padding, end, unknown
_LATIN = re.compile("▁?[A-Za-zÀ-ſ0-9.,;:!?()\\[\\]{}\"'„“”‚‘’»«›‹/&%§€$+*=<>@#_|~^°–—…·•-]+")


def choose(tokenizer: Tokenizer, words: Iterable[str], size: int = SIZE) -> list[int]:
    """The numbers of the pieces to keep: those of `words` first, then the most frequent ones in Latin letters."""
    used: Counter[int] = Counter()
    for word, count in Counter(words).items():
        for piece in tokenizer.encode(word, add_special_tokens=False).ids:
            used[piece] += count
    keep = {*SPECIAL, *used}
    # the base's vocabulary is sorted by frequency
    for number in range(4, tokenizer.get_vocab_size()):
        if len(keep) >= size:
            break
        if _LATIN.fullmatch(tokenizer.id_to_token(number) or ""):
            keep.add(number)
    return sorted(keep)


def cut(path: Path, keep: list[int]) -> bytes:
    """The tokenizer of the base in `path` with the pieces `keep` alone, numbered anew in that order."""
    whole = json.loads(path.read_bytes())
    vocabulary = whole["model"]["vocab"]
    whole["model"]["vocab"] = [vocabulary[k] for k in keep]
    whole["added_tokens"] = [t for t in whole["added_tokens"] if t["id"] in SPECIAL]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
