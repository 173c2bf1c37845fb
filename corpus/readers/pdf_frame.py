"""What stands on every page for the page's sake: running heads, feet, page numbers. The text has none of them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from corpus.readers import lines as shapes
from corpus.readers.dateline import is_dateline
from corpus.readers.pdf_columns import Line

_ZONE: Final = 0.12
"""How much of the page's height its head and its foot may take."""
_LINES: Final = 4
_SHARE: Final = 0.4
_OPENING: Final = 10
_NUMBER: Final = re.compile(
    r"(?:Seite|Blatt|S\.|Page)?\s*+[-–—|/(]?\s*+(\d{1,3})\s*+(?:(?:von|/|of|\|)\s*+\d{1,3}\s*+)?[-–—|)]?", re.IGNORECASE
)
_PAGE_OF: Final = re.compile(r"(?:Seite|Blatt)\s+\d{1,3}\b", re.IGNORECASE)
_TURN: Final = re.compile(r"[-–(]?\s*(?:bitte wenden|fortsetzung (?:auf )?(?:der )?(?:nächsten )?seite.{0,10})\s*[-–)]?", re.IGNORECASE)  # fmt: skip


def without(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without their frame.

    What recurs on many pages is kept once, on the first, when it is a masthead or says the day: a letterhead that is
    on every page is the only place where they stand.
    """
    zones = [_zone(page) for page in pages]
    counts = Counter(key for zone in zones for key in {_key(line) for line in zone})
    opening = {_key(line) for page in pages[:1] for line in page[:_OPENING]}
    found = []
    for n, (page, zone) in enumerate(zip(pages, zones, strict=True)):
        inside = {id(line) for line in zone}
        kept = []
        for line in page:
            if id(line) in inside:
                if _is_number(line, n + 1, len(pages)):
                    continue
                recurs = counts[_key(line)] > 1 and counts[_key(line)] >= _SHARE * len(pages)
                says = n == 0 and (shapes.is_masthead(line.text) or is_dateline(line.text))
                if recurs and not says:
                    continue
                if n > 0 and (_PAGE_OF.match(line.text) or _key(line) in opening):
                    continue
            kept.append(line)
        found.append(kept)
    return found


def _zone(page: Sequence[Line]) -> list[Line]:
    """The lines in the head and the foot of a page."""
    order = sorted((line for line in page if not line.row), key=lambda line: line.top)
    head = [line for line in order[:_LINES] if line.bottom <= _ZONE * line.height]
    return head + [line for line in order[-_LINES:] if line.top >= (1 - _ZONE) * line.height and line not in head]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _is_number(line: Line, page: int, pages: int) -> bool:
    """Whether the line is a page number: "- 2 -", "Seite 2 von 3"; on a single page a bare number needs its word."""
    if _TURN.fullmatch(line.text):
        return True
    if not (found := _NUMBER.fullmatch(line.text)):
        return False
    return not line.text.strip().isdigit() or int(found[1]) == page or pages > 1
