"""Words and lines that the summary and the text view share: plain text for people, German quotes as German ones."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

WIDTH: Final = 100
"""Columns of what goes into a file or another program."""

_NARROWEST: Final = 40
_QUOTE: Final = 320  # characters of a quote that are shown; a list may be longer than a screen


def width_of() -> int:
    """The columns there are: the terminal's, or `WIDTH` where nobody watches."""
    return max(shutil.get_terminal_size().columns, _NARROWEST) if sys.stdout.isatty() else WIDTH


def quoted(quote: str, limit: int = _QUOTE) -> str:
    """The quote on one line in German marks; a long one loses its middle, for both ends say what it is."""
    # The ends of lines part the items of a list.
    line = visible(" / ".join(" ".join(part.split()) for part in quote.splitlines() if part.strip()))
    if len(line) > limit:
        half = (limit - 3) // 2
        line = f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"
    # Quotes inside the quote keep their own marks; German sets them as single ones, but a quote is not changed.
    return f"„{line}“"


def visible(text: str) -> str:
    """The text without what a terminal would obey: a release may hold escape sequences."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def shown_value(value: Any) -> str:
    """A norm or an object as people write it: `12 Infrastrukturen`, `2,000,000 EUR`, `2025-07-01`."""
    if isinstance(value, dict) and "value" in value:
        number = f"{value['value']:,}" if isinstance(value["value"], int | float) else str(value["value"])
        return f"{number} {value.get('unit') or value.get('currency') or ''}".strip()
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def shown_object(value: Any, qualifiers: Mapping[str, Any]) -> str:
    """An object with what qualifies it: `Leiterin (organisation: Institut für Pathologie; since: 2024)`."""
    # Offsets are for programs.
    told = {k: v for k, v in qualifiers.items() if v is not None and not isinstance(v, list)}
    qualified = "; ".join(f"{key}: {shown_value(v)}" for key, v in told.items())
    return (shown_value(value) or "–") + (f" ({qualified})" if qualified else "")


def plural(n: int, word: str) -> str:
    """`1 release`, `2 releases`, `1,200 releases`."""
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def counts(title: str, values: Iterable[tuple[str, int]], width: int = WIDTH) -> Iterator[str]:
    """A line per few counts, aligned: what there is and how often."""
    pairs = list(values)
    total = sum(n for _, n in pairs)
    yield f"{title}: {total:,}"
    cell = max((len(name) for name, _ in pairs), default=0) + 9
    columns = max(1, (width - 2) // cell)
    rows = -(-len(pairs) // columns)
    for row in range(rows):
        cells = (f"{n:>6,} {name}".ljust(cell) for name, n in pairs[row::rows])
        yield "  " + "".join(cells).rstrip()


def wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` characters; a word that is longer stays whole, so that it can be copied."""
    lines = textwrap.wrap(
        visible(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def agree(n: int, verdict: str) -> str:
    """`1 disagrees`, `5 disagree`, `2 incomplete`."""
    return f"{n:,} {verdict if n == 1 else verdict.replace('agrees', 'agree')}"


def finding(head: str, place: str, sides: Sequence[tuple[str | None, str, str]], width: int = WIDTH) -> Iterator[str]:
    """One finding: why, where, and each side's value and quote, one below the other.

    Args:
        head: why, as a sentence, and what kind it is.
        place: where all sides stand; empty when each has its own.
        sides: value, quote and place of each; the place may be empty.
        width: of a line.
    """
    yield from wrapped(head, "  ", "     ", width)
    if place:
        yield from wrapped(place, "     ", "     ", width)
    values = [value or "" for value, *_ in sides]
    # A value that is as long as a quote would push the quote off the line.
    column = min(max((len(v) for v in values), default=0), 24)
    for value, (_, quote, own_place) in zip(values, sides, strict=True):
        shown = value if len(value) <= column else value[: column - 1] + "…"
        first = f"       {shown:{column}}  " if column else "       "
        yield from wrapped(quoted(quote), first, " " * len(first), width)
        if own_place:
            yield from wrapped(own_place, " " * len(first), " " * len(first), width)
