"""Which role each stretch of a release plays: title, lead, heading, list item, contact ...

Plain text and HTML both end here: the first knows only lines, the second brings what its tags say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from corpus.document import BlockKind
from corpus.readers import lines
from corpus.readers.dateline import is_dateline

_TITLE_MAX: Final = 220
_HEADING_MAX: Final = 120
_LEAD_MAX: Final = 400
_ITEM_MAX: Final = 160
_BODY: Final = 200
_MASTHEAD_ZONE: Final = 10
_CONTACT_GAP: Final = 6
_ABOUT: Final = 4
_OPEN: Final = frozenset({None, "paragraph", "heading"})
"""Kinds that the words of a piece may still change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text that is to become a block.

    Attributes:
        head: its first `lines.HEAD` characters.
        size: its length in code points.
        stop: whether it ends a sentence; colon: whether it ends with a colon.
        gap: whether a blank line (or the end of a block element) stands before it.
        kind: what is known already, from a tag or a list marker; None to be told here.
    """

    head: str
    size: int
    stop: bool
    colon: bool
    gap: bool
    kind: BlockKind | None = None

    @classmethod
    def of(cls, text: str, *, gap: bool, kind: BlockKind | None = None) -> "Piece":
        """The piece for `text`, which has no white space at its edges."""
        return cls(text[: lines.HEAD], len(text), lines.ends_sentence(text), text.endswith(":"), gap, kind)

    @property
    def short(self) -> bool:
        """Whether it may be one entry of an address or a list: short, and no sentence of eight words."""
        return self.size <= _ITEM_MAX and not (self.stop and len(self.head.split()) >= 8)


class Roles(NamedTuple):
    """The kind of every piece, and which one is the title, which the sender's letterhead (None when none is)."""

    kinds: list[BlockKind]
    title: int | None
    sender: int | None


def classify(pieces: Sequence[Piece]) -> Roles:
    """Tell which role each piece plays."""
    kinds: list[BlockKind | None] = [piece.kind for piece in pieces]
    title = next((n for n, kind in enumerate(kinds) if kind == "title"), None)
    masthead = _masthead(pieces, kinds)
    sender = None
    if title is None:
        title, sender = _title(pieces, kinds, masthead)
    if title is not None:
        kinds[title] = "title"
    for n in masthead:
        kinds[n] = kinds[n] or "paragraph"
    _contacts(pieces, kinds)
    for n, piece in enumerate(pieces):
        if kinds[n] in {None, "paragraph"} and n not in masthead:
            if lines.is_boilerplate(piece.head) and piece.size <= lines.HEAD:
                kinds[n] = "boilerplate"
            elif piece.size <= lines.HEAD and lines.is_caption(piece.head):
                kinds[n] = "caption"
    _unmarked_lists(pieces, kinds)
    if title is not None:
        _lead(pieces, kinds, title, masthead)
    _headings(pieces, kinds)
    _about_us(pieces, kinds)
    return Roles([kind or "paragraph" for kind in kinds], title, sender)


def _masthead(pieces: Sequence[Piece], kinds: Sequence[BlockKind | None]) -> set[int]:
    """The lines at the top that say when, where, and as what the release was issued."""
    found = set()
    for n, piece in enumerate(pieces[:_MASTHEAD_ZONE]):
        says_so = lines.is_masthead(piece.head) or is_dateline(piece.head)
        if says_so and kinds[n] in _OPEN and piece.size <= lines.HEAD:
            found.add(n)
        if _is_body(piece):
            break
    return found


def _is_body(piece: Piece) -> bool:
    return piece.size > _BODY or (piece.stop and len(piece.head.split()) >= 12)


def _title(
    pieces: Sequence[Piece], kinds: Sequence[BlockKind | None], masthead: set[int]
) -> tuple[int | None, int | None]:
    """The first short line without a full stop above the body, and the sender's name above it."""
    sender = None
    for n, piece in enumerate(pieces[:_MASTHEAD_ZONE]):
        if n in masthead or kinds[n] not in _OPEN or n + 1 == len(pieces):
            continue
        if lines.is_boilerplate(piece.head) or lines.is_caption(piece.head) or lines.is_contact_head(piece.head):
            continue
        if sender is None and _is_letterhead(pieces, n, masthead):
            sender = n
            continue
        # What ends in a question or an exclamation mark may still be a headline.
        headline = piece.size <= _TITLE_MAX and not piece.colon and not piece.head.endswith((".", ",", ";", "…"))
        if headline and not piece.head[0].islower():
            return n, sender
        break
    # With no headline below it the name was the headline.
    return sender, None


def _is_letterhead(pieces: Sequence[Piece], n: int, masthead: set[int]) -> bool:
    """Whether the line is a name: an association's, or one above the masthead that the body then uses."""
    piece = pieces[n]
    if piece.size > _HEADING_MAX:
        return False
    if piece.head.endswith("e.V.") or piece.head.endswith("e. V."):
        return True
    return n + 1 in masthead and any(piece.head in body.head for body in pieces[n + 2 : n + 2 + _MASTHEAD_ZONE])


def _contacts(pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """Contact lines, and the short lines that stand with them."""
    n = 0
    while n < len(pieces):
        if kinds[n] in _OPEN and lines.is_contact_head(pieces[n].head) and pieces[n].short:
            n = _contact_block(pieces, kinds, n)
        elif kinds[n] in {None, "paragraph"} and lines.is_contact(pieces[n].head):
            kinds[n] = "contact"
            n += 1
        else:
            n += 1
    # Name and department above "Tel.:" in a paragraph of short lines are contact too.
    start = 0
    for end in range(1, len(pieces) + 1):
        if end < len(pieces) and not pieces[end].gap:
            continue
        group = range(start, end)
        start = end
        if 1 < len(group) <= 12 and any(kinds[n] == "contact" for n in group):
            for n in group:
                if kinds[n] is None and (pieces[n].stop or not pieces[n].short):
                    break
            else:
                for n in group:
                    kinds[n] = kinds[n] or "contact"


def _contact_block(pieces: Sequence[Piece], kinds: list[BlockKind | None], start: int) -> int:
    """Mark the contact block that begins at `start`; the index after it."""
    rest = pieces[start + 1 : start + 1 + _CONTACT_GAP]
    if not pieces[start].head.partition(":")[2].strip() and not any(piece.short for piece in rest[:1]):
        return start + 1
    kinds[start] = "contact"
    n = start + 1
    while n < len(pieces) and kinds[n] in {None, "paragraph", "contact"} and pieces[n].short:
        ahead = pieces[n : n + _CONTACT_GAP]
        if pieces[n].gap and not any(lines.is_contact(p.head) or lines.is_contact_head(p.head) for p in _same(ahead)):
            break
        if lines.is_boilerplate(pieces[n].head) and not lines.is_link(pieces[n].head):
            break
        kinds[n] = "contact"
        n += 1
    return n


def _same(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces up to the next blank line; the line after a lone heading counts too."""
    same = [pieces[0]]
    for piece in pieces[1:]:
        if piece.gap:
            break
        same.append(piece)
    return same


def _unmarked_lists(pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """Short lines without a full stop under a line that ends with a colon: a list that lost its bullets."""
    n = 0
    while n < len(pieces):
        if not pieces[n].colon or kinds[n] not in _OPEN:
            n += 1
            continue
        end = n + 1
        while end < len(pieces) and kinds[end] is None and _is_entry(pieces[end], first=end == n + 1):
            end += 1
        if end - n > 2:
            kinds[n + 1 : end] = ["list_item"] * (end - n - 1)
        n = end


def _is_entry(piece: Piece, *, first: bool) -> bool:
    return piece.size <= _ITEM_MAX and not piece.stop and not piece.colon and (first or not piece.gap)


def _lead(pieces: Sequence[Piece], kinds: list[BlockKind | None], title: int, masthead: set[int]) -> None:
    """The line or two under the title that sum the release up, when a longer paragraph follows."""
    n = title + 1
    while n < len(pieces) and n in masthead:
        n += 1
    if n + 1 >= len(pieces) or kinds[n] not in {None, "paragraph"}:
        return
    following = max((piece.size for piece in pieces[n + 1 : n + 3]), default=0)
    if 20 <= pieces[n].size <= _LEAD_MAX and not pieces[n].colon and following > pieces[n].size and following > _BODY:
        kinds[n] = "lead"


def _headings(pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """Short lines without a full stop above a paragraph or a list."""
    for n in range(len(pieces) - 2, -1, -1):
        piece = pieces[n]
        if kinds[n] is not None or piece.size > _HEADING_MAX or piece.stop or piece.head.endswith((",", ";", "–", "-")):
            continue
        if not piece.head[0].isupper() and not piece.head[0].isdigit() and piece.head[0] not in '„“"»«›‹':
            continue
        if len(piece.head) < 3 or "\t" in piece.head:
            continue
        follower = pieces[n + 1]
        if piece.colon:
            # "Hintergrund:" heads a paragraph; "Beteiligt sind:" and what has more words introduces a list.
            if len(piece.head.split()) <= 3 and kinds[n + 1] is None and _is_text(follower):
                kinds[n] = "heading"
        elif (kinds[n + 1] is None and _is_text(follower)) or kinds[n + 1] in {"list_item", "lead"}:
            kinds[n] = "heading"
        elif kinds[n + 1] == "heading" and kinds[n + 2 : n + 3] != ["heading"]:
            # Two lines of heading; three short lines in a row are something else.
            kinds[n] = "heading"


def _is_text(piece: Piece) -> bool:
    return piece.stop or piece.size > _HEADING_MAX or (piece.colon and piece.size > 30)


def _about_us(pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """The few paragraphs under "Über uns" at the end are said of the sender, in every release of theirs."""
    for n in range(len(pieces) // 2, len(pieces)):
        if pieces[n].size > _HEADING_MAX or not lines.ABOUT_US.match(pieces[n].head) or kinds[n] not in _OPEN:
            continue
        kinds[n] = "boilerplate"
        for follower in range(n + 1, min(n + 1 + _ABOUT, len(pieces))):
            if kinds[follower] not in {None, "paragraph"}:
                break
            kinds[follower] = "boilerplate"
