"""What the tests of readers share: a document's blocks as (kind, text), and the law that blocks keep."""

from corpus.document import BLOCK_KINDS, Document, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import HTML, PLAIN


def text_document(text: str) -> Document:
    """What the reader makes of a .txt file."""
    return document(text.encode(), PLAIN, "release.txt")


def page_document(markup: str) -> Document:
    """What the reader makes of a page."""
    return document(markup.encode(), HTML, "page.html")


def document(raw: bytes, media_type: str, name: str) -> Document:
    """The document of a source that can be read."""
    found = read(Source(name, f"file:/{name}", media_type, raw))
    assert isinstance(found, Document), found
    check(found)
    return found


def blocks(found: Document) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def kinds(found: Document, kind: str) -> list[str]:
    """The texts of the blocks of one kind."""
    return [text for is_kind, text in blocks(found) if is_kind == kind]


def check(found: Document) -> None:
    """The blocks are in order, apart, and hold all that is not white space."""
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        assert not found.text[at : block.start].strip()
        stretch = found.text[block.start : block.end]
        assert stretch == stretch.strip()
        assert block.kind in BLOCK_KINDS
        at = block.end
    assert not found.text[at:].strip()
