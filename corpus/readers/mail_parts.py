"""What an e-mail is made of: its fields, the parts that are its text, and what is attached to it (RFC 5322, 2045 to 2049)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value
from pathlib import PurePath
from typing import Final

from corpus.document import ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers.formats import DOCX, HTML, MAIL, MEDIA_TYPES, OTHER_RELEASES, PDF, PLAIN, RECORD_SUFFIXES, UNKNOWN

MAX_BYTES: Final = 60_000_000
"""Mail systems take 25 to 50 megabytes."""
MAX_DEPTH: Final = 5
"""E-mails inside e-mails: a forwarded forward of a forward is three."""
MAX_NESTED: Final = 40
"""Parts inside parts; a mail with pictures, an alternative text and a list's footer has four levels."""
MAX_ATTACHMENTS: Final = 50
MAX_PARTS: Final = 1_000
_FIELD: Final = 2_000
_NAME: Final = 120
_SAVE: Final = "save the attachment by itself and name that file"
_TYPES: Final = {PDF: ".pdf", DOCX: ".docx", MAIL: ".eml", HTML: ".html", PLAIN: ".txt"}
_RELEASES: Final = MEDIA_TYPES.keys() | OTHER_RELEASES
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\ud800-\udfff]+")
_ENCRYPTED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Mail:
    """An e-mail taken apart, one level deep.

    Attributes:
        message: its fields.
        alternatives: the parts that are its text, in order; of each the versions that say the same.
        attached: what is attached.
        refused: what is too much of it: reasons.
    """

    message: "Message[str, str]"
    alternatives: list[list["Message[str, str]"]] = field(default_factory=list)
    attached: list["Message[str, str]"] = field(default_factory=list)
    refused: list[Unreadable] = field(default_factory=list)


def parse(raw: bytes) -> Mail:
    """Take an e-mail apart.

    Raises:
        Unreadable: when it is too large, encrypted, no e-mail, or nests without end.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"the e-mail is larger than {MAX_BYTES:,} bytes", "save its attachments and name those")
    try:
        message = message_from_bytes(raw.lstrip(b"\r\n"))
    except RecursionError:
        raise _too_deep() from None
    if not message.keys():
        raise Unreadable("it has no fields of an e-mail (From, Date, Subject)", "save the message again as .eml")
    mail = Mail(message)
    waiting: list[tuple[Message[str, str], int, list[Message[str, str]] | None]] = [(message, 0, None)]
    count = 0
    while waiting:
        part, depth, group = waiting.pop()
        count += 1
        if count > MAX_PARTS:
            mail.refused.append(Unreadable(f"the e-mail has more than {MAX_PARTS:,} parts", _SAVE))
            break
        kind = part.get_content_type()
        if _is_encrypted(part):
            raise Unreadable("the e-mail is encrypted", "decrypt it in your mail program, and save it from there")
        if kind == MAIL and part is not message:
            mail.attached.append(part)
        elif part.is_multipart():
            if depth >= MAX_NESTED:
                raise _too_deep()
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            if kind == "multipart/alternative" and group is None:
                group = []
                mail.alternatives.append(group)
            waiting += [(child, depth + 1, group) for child in reversed(children)]
        elif _is_text(part):
            if group is None:
                mail.alternatives.append([part])
            else:
                group.append(part)
        elif _suffix(part):
            mail.attached.append(part)
    return mail


def parts(source: Source) -> Iterator[Source | ReadFailure]:
    """The e-mail itself, and every attachment that may be a release, as sources of their own; nested mails likewise.

    Pictures, cards and signatures are no releases and are left out, as they are in a folder.
    """
    yield from _parts(source, MAX_DEPTH)


def _parts(source: Source, depth: int) -> Iterator[Source | ReadFailure]:
    try:
        mail = parse(source.raw)
    except Unreadable as error:
        yield ReadFailure(source.name, "read", error.reason, error.cure)
        return
    has_text = any(_holds(part) for group in mail.alternatives for part in group)
    # "Anbei" is a text; nothing at all above an attachment is the usual way to pass one on.
    if has_text or not mail.attached:
        yield source
    for refusal in mail.refused:
        yield ReadFailure(source.name, "read", refusal.reason, refusal.cure)
    names: dict[str, int] = {}
    for n, part in enumerate(mail.attached):
        if n >= MAX_ATTACHMENTS:
            reason = f"the e-mail has more than {MAX_ATTACHMENTS} attachments; the rest was not read"
            yield ReadFailure(source.name, "read", reason, _SAVE)
            return
        yield from _attachment(source, part, names, depth)


def _attachment(
    source: Source, part: "Message[str, str]", names: dict[str, int], depth: int
) -> Iterator[Source | ReadFailure]:
    called = filename(part) or f"{_subject_of(part) or 'Anhang'}{_suffix(part)}"
    names[called] = names.get(called, 0) + 1
    if names[called] > 1:
        path = PurePath(called)
        called = f"{path.stem} ({names[called]}){path.suffix}"
    where = f"{source.name}/{called}"
    try:
        raw = _bytes(part)
    except RecursionError:
        error = _too_deep()
        yield ReadFailure(where, "read", error.reason, error.cure)
        return
    kind = part.get_content_type()
    media_type = MEDIA_TYPES.get(PurePath(called).suffix.lower(), kind if kind in _TYPES else UNKNOWN)
    inner = Source(where, None if source.key is None else f"{source.key}/{called}", media_type, raw)
    if media_type != MAIL:
        yield inner
    elif depth == 0:
        reason = f"it is an e-mail inside more than {MAX_DEPTH} others"
        yield ReadFailure(where, "read", reason, "save that e-mail by itself and name it")
    else:
        yield from _parts(inner, depth - 1)


def text_of(value: object, limit: int = _FIELD) -> str:
    """A field's value as text: encoded words decoded, white space collapsed, at most `limit` characters."""
    raw = str(value or "")[:limit]
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return " ".join(raw.split())
    texts = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        try:
            texts.append(piece.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            texts.append(piece.decode("cp1252", errors="replace"))
    return " ".join(_UNSAFE_SIGNS.sub("", "".join(texts)).split())


_UNSAFE_SIGNS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def filename(part: "Message[str, str]") -> str | None:
    """The name that an attachment has, made fit for a path; None when it has none."""
    named = part.get_param("filename", None, "content-disposition") or part.get_param("name", None, "content-type")
    if not named:
        return None
    plain = text_of(collapse_rfc2231_value(named) if isinstance(named, tuple) else named)
    path = PurePath(_UNSAFE.sub("_", plain).strip(" ._") or "Anhang")
    return f"{path.stem[:_NAME]}{path.suffix[:10]}"


def _subject_of(part: "Message[str, str]") -> str | None:
    inner = part.get_payload(0) if part.get_content_type() == MAIL and part.is_multipart() else None
    subject = text_of(inner["Subject"]) if isinstance(inner, Message) else ""
    return _UNSAFE.sub("_", subject).strip(" ._")[:_NAME] or None


def _suffix(part: "Message[str, str]") -> str:
    """The ending of a format that releases come in, by the attachment's name, then by its type; else nothing."""
    suffix = PurePath(filename(part) or "").suffix.lower()
    if suffix in _RELEASES:
        return suffix
    return "" if suffix in RECORD_SUFFIXES else _TYPES.get(part.get_content_type(), "")


def _is_text(part: "Message[str, str]") -> bool:
    """Whether the part is text that the mail itself shows."""
    return (
        part.get_content_type() in {PLAIN, HTML}
        and part.get_content_disposition() != "attachment"
        and not (filename(part) and part.get_content_disposition() is None)
    )


def _is_encrypted(part: "Message[str, str]") -> bool:
    # "signed-data" holds the text as it is, in a wrapping that the standard library does not open.
    return part.get_content_type() in _ENCRYPTED


def _holds(part: "Message[str, str]") -> bool:
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and bool(payload.strip())


def _bytes(part: "Message[str, str]") -> bytes:
    if part.get_content_type() == MAIL and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _too_deep() -> Unreadable:
    return Unreadable("the e-mail nests its parts too deep", "save its attachments and name those")
