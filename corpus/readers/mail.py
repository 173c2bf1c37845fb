"""E-mail (.eml): the text of a message as a release.

The HTML version is read when there is one, for its lists and headings, by the reader of pages; the plain version when
that says more. Attachments are sources of their own (`corpus.readers.mail_parts`).
"""

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from corpus.document import Block, Document, Source
from corpus.errors import Unreadable
from corpus.language import detect
from corpus.normalise import normalise
from corpus.readers import html, plain
from corpus.readers.dateline import iso_day
from corpus.readers.decode import decode
from corpus.readers.formats import HTML, MAIL
from corpus.readers.mail_parts import parse, text_of
from corpus.readers.page import fold

if TYPE_CHECKING:
    from email.message import Message

BETWEEN: Final = "\n\n"
MAX_CHARACTERS: Final = 5_000_000
_FLOWED: Final = "flowed"
_REPLY: Final = re.compile(
    r"^(?:(?:re|aw|antw|fwd?|wg|wtr)\s*+(?:\[\d++\]\s*+)?:\s*+|\[[^\]]{1,40}\]\s*+)+", re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"^(?:(?:presse|medien)(?:mitteilung|information|meldung|info)|pm|pi|news)(?:\s+(?:nr\.?\s*)?[\d/-]+)?\s*[:|–-]\s+", re.IGNORECASE
)  # fmt: skip
_SIGNATURE: Final = "-- "
_MOST_LOST: Final = 0.6
"""Which share of the plain version's letters the HTML version must have to be read instead."""
_TITLES: Final = 10
_TRUSTED: Final = re.compile(r"[\w.:-]{2,40}")


@dataclass(frozen=True, slots=True)
class _Text:
    """A part of the message as text with its layout."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None
    publisher: str | None
    published: str | None


def read(source: Source) -> Document:
    """The document that an e-mail's own text is.

    The day is that of the text's date line, else the day on which the message was sent (field Date), which is a
    release's day of publication. Its sender is a person or an office, no publisher, unless a field Organization
    says whose.

    Raises:
        Unreadable: when the message is encrypted, holds no text, nests without end, or is no e-mail.
    """
    mail = parse(source.raw)
    texts = [text for group in mail.alternatives if (text := _best(source, group)) is not None]
    if not texts:
        raise Unreadable("the e-mail holds no text", "leave it out, or save its attachments and name those")
    whole = BETWEEN.join(text.text for text in texts)
    if len(whole) > MAX_CHARACTERS:
        raise Unreadable(f"the e-mail holds more than {MAX_CHARACTERS:,} characters", "split it into single releases")
    blocks: list[Block] = []
    at = 0
    for text in texts:
        blocks += [Block(block.start + at, block.end + at, block.kind) for block in text.blocks]
        at += len(text.text) + len(BETWEEN)
    blocks, title = _titled(whole, blocks, texts[0].title, _subject(mail.message))
    published = next((text.published for text in texts if text.published), None)
    sent = iso_day(text_of(mail.message["Date"])) if mail.message["Date"] else None
    return Document(
        id=PurePath(source.name).stem,
        source=source.name,
        key=source.key,
        text=whole,
        blocks=tuple(blocks),
        title=title,
        publisher=texts[0].publisher or normalise(text_of(mail.message["Organization"])) or None,
        published=published or sent,
        published_from="text" if published else "meta" if sent else None,
        url=None,
        language=detect(whole),
        raw=source.raw,
        media_type=MAIL,
    )


def _best(source: Source, group: list["Message[str, str]"]) -> _Text | None:
    """The version of a text that says most; the HTML version of two that say the same."""
    pages = [part for part in group if part.get_content_type() == HTML]
    read_pages = [text for part in pages if (text := _page(source, part)) is not None]
    page = max(read_pages, key=lambda text: len(text.text), default=None)
    plains = [text for part in group if part.get_content_type() != HTML and (text := _plain(part)) is not None]
    simple = max(plains, key=lambda text: len(text.text), default=None)
    if page is None or simple is None:
        return page or simple
    return page if _letters(page.text) >= _MOST_LOST * _letters(simple.text) else simple


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _page(source: Source, part: "Message[str, str]") -> _Text | None:
    text = _decoded(part)
    if not text.strip():
        return None
    try:
        found = html.read(replace(source, raw=text.encode(), media_type=HTML), normalise(text))
    except Unreadable:
        return None
    # A page's metadata is its publisher's; what stands in a mail's head is the mail program's.
    day = found.published if found.published_from == "text" else None
    return _Text(found.text, found.blocks, found.title, found.publisher, day)


def _plain(part: "Message[str, str]") -> _Text | None:
    text = normalise(_decoded(part)).strip("\n")
    if not text.strip():
        return None
    if str(part.get_param("format", "")).lower() == _FLOWED:
        text = _unflowed(text, delete=str(part.get_param("delsp", "")).lower() == "yes")
    found = plain.layout(text)
    blocks = list(found.blocks)
    mark = text.rfind(f"\n{_SIGNATURE}\n")
    if mark >= 0:
        # What follows "-- " is the sender's card.
        signed = [block.kind in {"paragraph", "heading", "lead"} and block.start > mark for block in blocks]
        blocks = [replace(b, kind="contact") if card else b for b, card in zip(blocks, signed, strict=True)]
    return _Text(text, tuple(blocks), found.title, found.publisher, found.published)


def _decoded(part: "Message[str, str]") -> str:
    """A part's text: by the charset that it names where that fits, else as files are decoded."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    if not raw.strip():
        return ""
    charset = str(part.get_param("charset", "") or "").strip("\"' ").lower()
    # Python has codecs that are no charsets; what calls itself ASCII or Latin-1 is Windows-1252 when it has its quotes.
    if _TRUSTED.fullmatch(charset) and charset not in {"us-ascii", "ascii", "unknown-8bit"}:
        charset = "cp1252" if charset in {"iso-8859-1", "latin1", "latin-1"} else charset
        try:
            text = raw.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
        else:
            if isinstance(text, str):
                return text.removeprefix("\ufeff")
    return decode(raw, declared=part.get_content_type() == HTML)


def _unflowed(text: str, *, delete: bool) -> str:
    """Lines that end with a space go on in the next (RFC 3676).

    Args:
        text: with LF line ends.
        delete: whether the space is only there for the break (DelSp=yes).
    """
    lines: list[str] = []
    flowing = False
    for line in text.split("\n"):
        # "-- " begins the signature; a leading space is stuffing.
        line = line.removeprefix(" ")  # noqa: PLW2901
        goes_on = line.endswith(" ") and line != _SIGNATURE and not line.startswith(">")
        kept = line[:-1] if goes_on and delete else line
        if flowing and line != _SIGNATURE:
            lines[-1] += kept
        else:
            lines.append(kept)
        flowing = goes_on
    return "\n".join(line if line == _SIGNATURE else line.rstrip(" ") for line in lines)


def _subject(message: "Message[str, str]") -> str | None:
    subject = _REPLY.sub("", normalise(text_of(message["Subject"])))
    return _LABEL.sub("", subject).strip() or None


def _titled(text: str, blocks: list[Block], title: str | None, subject: str | None) -> tuple[list[Block], str | None]:
    """The blocks and the title: the line that the subject repeats is the headline, else the text's own, else the subject."""
    if subject and len(fold(subject)) >= 8:
        for n, block in enumerate(blocks[:_TITLES]):
            if fold(text[block.start : block.end]) == fold(subject):
                others = [replace(b, kind="paragraph") if b.kind == "title" and b is not block else b for b in blocks]
                others[n] = replace(block, kind="title")
                return others, " ".join(text[block.start : block.end].split())
    return blocks, title or subject
