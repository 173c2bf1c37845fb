"""Names that stand in a row."""

from typing import Final

from extractors.base import Mention

_OPENED: Final = (" (", "\u00a0(", "(")


def again(text: str, last: Mention, m: Mention) -> bool:
    """Whether `m` only says `last` once more, in the bracket behind it: "Umweltbundesamt (|UBA|) und Universität Rostock"."""
    return m.attributes.get("name") == last.attributes.get("name") and text[last.span.end : m.span.start] in _OPENED
