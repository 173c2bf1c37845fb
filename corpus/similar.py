"""Which releases are copies of one another: the same words in nearly the same order, wherever they were published.

A text is the set of its shingles, three words in a row (Broder 1997, "On the resemblance and containment of documents").
Two texts are copies when their sets overlap by `COPY` (Jaccard: shared over all). Candidates are found without looking
at every pair: 256 MinHash values in 64 bands of 4, and one common band makes a candidate (Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", ch. 3.4): 98 % of the pairs that overlap by .5, all but a ten-thousandth by .6,
one pair in 160 by .1. What is a candidate is then compared exactly.

Contact, boilerplate and titles do not count: every release of a press office shares the first two, and a title is what
is changed first. MinHash itself is rensa's: as good as exact permutations on these sizes, and forty times as quick.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from sys import byteorder
from typing import Final
from zlib import crc32

from rensa import RMinHash  # type: ignore[import-untyped]

from corpus.document import Document

COPY: Final = 0.4
"""The share of common shingles from which two texts are copies. Of 200 made copies that lost up to a third, had every
thirtieth word changed and a paragraph added, the least like has .41; two releases that share a paragraph in five have .12.
Among 1,060 German newspaper texts and releases nothing has more but short notices that are one stock paragraph, at .46."""

VERSION: Final = f"1.{RMinHash.ALGORITHM_VERSION}"
"""Of the method: sketches of different versions cannot be compared."""

_WORDS: Final = 3
_BANDS: Final = 64
_ROWS: Final = 4
_SEED: Final = 6
_ASIDE: Final = frozenset({"title", "contact", "boilerplate"})
_WORD: Final = re.compile(r"\w+")
_SOFT_HYPHEN: Final = "\u00ad"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its copies.

    Attributes:
        version: `VERSION` when it was made.
        shingles: their 32-bit hashes, sorted, each once, little-endian. Of 10,000 pairs of 500 shingles, some six hold
            a chance equality, which moves the overlap by a thousandth.
        buckets: a signed 64-bit number for each band; texts with a bucket in common are candidates.
    """

    version: str
    shingles: bytes
    buckets: tuple[int, ...]

    @staticmethod
    def alike(one: bytes, other: bytes) -> bool:
        """Whether two texts, by their shingles, are copies."""
        # sets of very different sizes cannot overlap by so much, and one look at the sizes spares the rest
        return min(len(one), len(other)) >= COPY * max(len(one), len(other)) and overlap(one, other) >= COPY


def sketch(document: Document) -> Sketch:
    """The sketch of a document: the same wherever and whenever it is made."""
    hashes = array("I", sorted({crc32(b" ".join(one)) for one in _shingles(document)}))
    return Sketch(VERSION, _little(hashes).tobytes(), _buckets(hashes))


def overlap(one: bytes, other: bytes) -> float:
    """The share of common shingles among all of two texts, 0 to 1; 0 where there are none."""
    left, right = _set(one), _read(other)
    common = len(left.intersection(right))
    return common / (len(left) + len(right) - common) if common else 0.0


@lru_cache(maxsize=4)
def _set(shingles: bytes) -> frozenset[int]:
    """The shingles of a release, which is compared with one candidate after the other."""
    return frozenset(_read(shingles))


def _shingles(document: Document) -> Iterable[tuple[bytes, ...]]:
    # Across the blocks' borders: the same release is cut into other blocks as a page, as a PDF and as a mail.
    body = [b for b in document.blocks if b.kind not in _ASIDE] or document.blocks
    text = " ".join(document.text[b.start : b.end] for b in body)
    words = [w.encode("utf-8", "surrogatepass") for w in _WORD.findall(text.replace(_SOFT_HYPHEN, "").casefold())]
    if len(words) <= _WORDS:
        return [tuple(words)] if words else []
    return zip(*(words[first:] for first in range(_WORDS)), strict=False)


def _buckets(hashes: "array[int]") -> tuple[int, ...]:
    if not hashes:
        return ()
    minhash = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    minhash.update([value.to_bytes(4, "little") for value in hashes])
    values = minhash.digest()
    return tuple(_bucket(band, values[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS))


def _bucket(band: int, values: list[int]) -> int:
    told = f"{VERSION} {band} {' '.join(map(str, values))}"
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "little", signed=True)


def _read(shingles: bytes) -> "array[int]":
    hashes = array("I")
    hashes.frombytes(shingles)
    return _little(hashes)


def _little(hashes: "array[int]") -> "array[int]":
    if byteorder == "big":  # rows are the same on every machine
        hashes.byteswap()
    return hashes
