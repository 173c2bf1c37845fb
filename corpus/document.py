"""The values that everything else passes around: what came in, and what was read of it.

All offsets in this project are Unicode code points into `Document.text`, end exclusive, and never move after
`corpus.normalise`.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

BlockKind = Literal[
    "title", "lead", "heading", "paragraph", "list_item", "caption", "table_row", "contact", "boilerplate"
]
BLOCK_KINDS: Final[tuple[str, ...]] = get_args(BlockKind)

PublishedFrom = Literal["text", "meta", "url", "given"]
"""Where a publication date was read: in the text itself, in a page's metadata, in its address, or told by the caller."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one role in the layout; `text[start:end]` holds no line end at its edges."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Source:
    """One input that has not been read yet: a file's bytes, or one line of a .jsonl file.

    Attributes:
        name: what a person would recognise it by: the path or address as given or expanded, `path:line` for .jsonl.
        key: what stays the same when the content changes: `id:...` for an external id, `file:...` for a path,
            `url:...` for an address; None for standard input, which has only its content.
        media_type: what the bytes claim to be; `application/x-belegt-record` for a line of a .jsonl file.
        raw: the bytes as found.
    """

    name: str
    key: str | None
    media_type: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One release as read: the text, its layout, and what is known of it.

    Attributes:
        id: the external id: the input's own for .jsonl, the stem for a file.
        source: `Source.name`.
        key: `Source.key`.
        text: the normalised text (NFC, LF).
        blocks: the layout, in order, not overlapping; all of the text that is not white space lies in a block.
        title: the headline, as written, or None.
        publisher: who issued it, as written or as the metadata has it, or None.
        published: ISO day (or month, or year, where no more is said), or None.
        published_from: where `published` was read, None when it is None.
        url: the release's own address (canonical), or None.
        language: ISO 639-1 as detected, `und` where the text is too short to tell.
        raw: the bytes the text was read from.
        media_type: what the bytes turned out to be.
    """

    id: str
    source: str
    key: str | None
    text: str
    blocks: tuple[Block, ...]
    title: str | None
    publisher: str | None
    published: str | None
    published_from: PublishedFrom | None
    url: str | None
    language: str
    raw: bytes
    media_type: str


Stage = Literal["source", "read"]
"""Where reading failed: while the input was looked for and its bytes taken, or while the bytes were made a document."""


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read; everything else goes on.

    Attributes:
        source: `Source.name`, or the argument where there was nothing to name.
        stage: where it failed.
        reason: what was wrong, as a clause without a full stop.
        cure: what to do about it, in the imperative.
    """

    source: str
    stage: Stage
    reason: str
    cure: str
