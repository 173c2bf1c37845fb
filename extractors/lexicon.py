"""Reads the word lists of `extractors/lexicons/`: TOML, each with its source and licence in its head."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The tables of `lexicons/NAME.toml`, read once.

    Raises:
        FileNotFoundError: when the package has no such list.
    """
    return tomllib.loads((files("extractors") / "lexicons" / f"{name}.toml").read_text("utf-8"))
