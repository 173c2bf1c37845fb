"""How names are compared."""

import unicodedata


def fold(name: str) -> str:
    """The name as names are compared: case, ß and ss, kinds of space and their number do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
