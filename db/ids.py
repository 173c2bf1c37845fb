"""Stable identifiers: short texts that follow from the content alone, so that they are the same on every machine."""

import json
from hashlib import blake2b
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def make(prefix: str, *parts: Any) -> str:
    """`prefix` and 16 hexadecimal digits of the BLAKE2b hash of the parts.

    Args:
        prefix: what the id is of, such as `m_`.
        parts: JSON values; the order counts, the order of keys inside an object does not.
    """
    # surrogatepass: a lone surrogate is refused where the text is stored, with its source's name, not here.
    return prefix + blake2b(canonical(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def canonical(value: Any) -> str:
    """The one JSON text of a value.

    Raises:
        TypeError: when the value is none of JSON's.
        ValueError: when it holds a number that JSON does not have.
    """
    return _ENCODER.encode(value)
