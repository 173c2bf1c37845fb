"""Web pages: parsed once; the release's own stretches of text become blocks, everything about it is left out."""

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from corpus.document import Block, Document, Source
from corpus.errors import Unreadable
from corpus.language import detect
from corpus.readers import boilerplate, page, published, tree
from corpus.readers.dateline import masthead_day
from corpus.readers.formats import HTML
from corpus.readers.layout import Piece, classify
from corpus.readers.plain import publisher
from corpus.readers.walk import Stretch, clean, stretches

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES: Final = 20_000_000
"""A tree takes about ten times the memory of its page, and half a second for each megabyte."""
BETWEEN: Final = "\n"
"""What stands between two blocks."""

_MARKUP: Final = re.compile(r"<[a-zA-Z]")


def read(source: Source, text: str) -> Document:
    """The document that a page is.

    Args:
        source: where the page came from.
        text: the whole page, decoded and normalised.

    Raises:
        Unreadable: when the page is too large, or holds no text outside its frame.
    """
    if len(source.raw) > MAX_BYTES:
        raise Unreadable(f"the page is larger than {MAX_BYTES:,} bytes", "save its text alone as a .txt file")
    if not _MARKUP.search(text):
        raise Unreadable("the page holds no markup", "save it as plain text (UTF-8)")
    try:
        root = tree.parse(text)
    except tree.EmptyPageError:
        raise Unreadable("the page breaks off before its text", "fetch it again, or save the release's text") from None
    measures = tree.measure(root)
    body = next(iter(measures.named["body"]), root)
    main = page.main_part(root, measures)
    found = page.facts(measures)
    title, title_tag = page.headline(found, measures, main)
    everything = stretches(body, measures, title_tag)
    kept = boilerplate.release(everything, boilerplate.vote(root, measures), main, body)
    if not any(stretch.kind == "title" for stretch in kept) and title:
        _place_title(kept, title, body, own=title_tag is not None or bool(found.headline))
    if not kept:
        raise Unreadable("the page holds no text outside its navigation", "save the release's own page, or its text")
    kinds, top, _ = classify(_pieces(kept))
    sure = [s for s, kind in zip(kept, kinds, strict=True) if not s.tentative or kind in {"contact", "boilerplate"}]
    if len(sure) < len(kept):
        kept = sure
        kinds, top, _ = classify(_pieces(kept))
    pieces = _pieces(kept)
    blocks = []
    at = 0
    for stretch, kind in zip(kept, kinds, strict=True):
        blocks.append(Block(at, at + len(stretch.text), kind))
        at += len(stretch.text) + len(BETWEEN)
    whole = BETWEEN.join(stretch.text for stretch in kept)
    # The date line stands about the headline, whatever menus a page without a main part has above it.
    masthead = masthead_day([piece.head for piece in pieces[max(0, (top or 0) - 3) :]])
    day = published.day(root, main, measures, found, masthead, everything)
    return Document(
        id=PurePath(source.name).stem,
        source=source.name,
        key=source.key,
        text=whole,
        blocks=tuple(blocks),
        title=clean(title) if title else None,
        publisher=clean(found.publisher or "") or publisher([piece.head for piece in pieces[:8]]),
        published=day.iso if day else None,
        published_from=day.where if day else None,
        url=found.url,
        language=detect(whole),
        raw=source.raw,
        media_type=HTML,
    )


def _pieces(kept: list[Stretch]) -> list[Piece]:
    return [Piece.of(stretch.text, gap=stretch.gap, kind=stretch.kind) for stretch in kept]


def _place_title(kept: list[Stretch], title: str, body: "HtmlElement", *, own: bool) -> None:
    """Mark the block that is the title, or set it at the top where the main part lacks it."""
    for stretch in kept[:8]:
        if page.fold(stretch.text) == page.fold(title):
            stretch.kind = "title"
            return
    # What only the <title> of the page says is as often the name of a section.
    if own and (words := clean(title)):
        kept.insert(0, Stretch(words, "title", gap=True, node=body))
