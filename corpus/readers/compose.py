"""Stretches of text that a reader has put in order, made into one text with its layout.

For formats whose own structure tells the stretches (DOCX, PDF) and only some of their roles.
"""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from corpus.document import Block, BlockKind, Document, Source
from corpus.errors import Unreadable
from corpus.language import detect
from corpus.normalise import normalise
from corpus.readers import lines
from corpus.readers.dateline import masthead_day
from corpus.readers.layout import Piece, classify
from corpus.readers.plain import publisher

BETWEEN: Final = "\n"
"""What stands between two blocks."""
MAX_CHARACTERS: Final = 5_000_000
"""Code points, as `corpus.readers.dispatch` has it for text files."""
_MASTHEADS: Final = 8


class Entry(NamedTuple):
    """One stretch of text.

    Attributes:
        words: the text, with no white space at its edges.
        kind: what the format says of its role, None when it says nothing.
        gap: whether it is set off from what stands before it.
    """

    words: str
    kind: BlockKind | None = None
    gap: bool = True


class Known(NamedTuple):
    """What the file says of itself beside its text; a text's own words come first."""

    title: str | None = None
    publisher: str | None = None


def document(source: Source, entries: Sequence[Entry], media_type: str, known: Known) -> Document:
    """The document that the entries make, in their order.

    Raises:
        Unreadable: when there is no text, or more of it than a release ever has.
    """
    cleaned = [entry._replace(words=normalise(entry.words).strip()) for entry in entries]
    kept = [entry for entry in cleaned if entry.words]
    if not kept:
        raise Unreadable("it holds no text", "leave it out, or check how it was saved")
    if sum(len(entry.words) for entry in kept) > MAX_CHARACTERS:
        raise Unreadable(
            f"it holds more text than a release ever has ({MAX_CHARACTERS:,} characters)",
            "split it into single releases",
        )
    pieces = [Piece.of(entry.words, gap=entry.gap, kind=entry.kind) for entry in kept]
    kinds, top, sender = classify(pieces)
    blocks = []
    at = 0
    for entry, kind in zip(kept, kinds, strict=True):
        blocks.append(Block(at, at + len(entry.words), kind))
        at += len(entry.words) + len(BETWEEN)
    text = BETWEEN.join(entry.words for entry in kept)
    heads = [piece.head for piece in pieces]
    title = " ".join(kept[top].words.split()) if top is not None else None
    issuer = publisher(heads[:_MASTHEADS]) or known.publisher
    if issuer is None and sender is not None:
        issuer = heads[sender]
    published = masthead_day(heads)
    return Document(
        id=PurePath(source.name).stem,
        source=source.name,
        key=source.key,
        text=text,
        blocks=tuple(blocks),
        title=title or next(filter(None, map(lines.after_masthead, heads[:_MASTHEADS])), None) or known.title,
        publisher=issuer,
        published=published,
        published_from="text" if published else None,
        url=None,
        language=detect(text),
        raw=source.raw,
        media_type=media_type,
    )
