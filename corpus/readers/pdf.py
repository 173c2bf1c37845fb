"""PDF: the text of the pages in reading order, without what only the pages need."""

from corpus.document import Document, Source
from corpus.readers import compose, confined
from corpus.readers.compose import Entry, Known
from corpus.readers.formats import PDF


def read(source: Source) -> Document:
    """The document that a PDF file is.

    Its author is a person and its day of creation or change is when the file was saved: neither is the publisher
    nor the day of publication, which only the text says.

    Raises:
        Unreadable: when it is encrypted, broken, scanned (pictures of text), too long, or takes too much time or
            memory.
    """
    found = confined.run("pdf", source.raw)
    entries = [Entry(words, kind, gap) for words, kind, gap in found["entries"]]
    return compose.document(source, entries, PDF, Known(found["title"], found["publisher"]))
