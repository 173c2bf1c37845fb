"""One line of a .jsonl file: what the sender already knows of the release, and its text."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from corpus.document import Document, Source
from corpus.errors import Unreadable
from corpus.language import detect
from corpus.normalise import normalise
from corpus.readers.formats import RECORD
from corpus.readers.plain import layout

_FORM: Final = 'one JSON object a line, {"id": "...", "text": "...", "published": "YYYY-MM-DD" or null}'
_CURE: Final = f"mend the line: {_FORM}"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a line (contract.md, Input as .jsonl), checked; `published` is an ISO day, month or year."""

    id: str
    text: str
    published: str | None
    title: str | None
    url: str | None
    publisher: str | None


def parse(line: bytes) -> Record:
    """The record that a line holds.

    Raises:
        Unreadable: when the line is not UTF-8, no JSON object, or a field is missing or of the wrong kind.
    """
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start + 1} of the line is not UTF-8", "save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg} (column {error.colno})", _CURE) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"not JSON that can be read: {error}", _CURE) from error
    if not isinstance(fields, dict):
        raise Unreadable("no JSON object", _CURE)
    identity = fields.get("id")
    if isinstance(identity, int | float) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity.strip():
        raise Unreadable('"id" is missing, empty or neither text nor a number', _CURE)
    text = fields.get("text")
    if not isinstance(text, str):
        raise Unreadable('"text" is missing or no text', _CURE)
    record = Record(
        identity,
        text,
        _published(fields.get("published")),
        _words(fields, "title"),
        _words(fields, "url"),
        _words(fields, "publisher"),
    )
    for value in (record.id, record.title, record.url, record.publisher):
        if value and (_SURROGATE.search(value) or "\0" in value):
            raise Unreadable(
                "a field holds half of a surrogate pair or U+0000", "write it as UTF-8 without \\ud800 or \\u0000"
            )
    return record


def read(source: Source) -> Document:
    """The document that a line is.

    Raises:
        Unreadable: as `parse`, and when its text is empty or cannot be stored.
    """
    record = parse(source.raw)
    if not record.text.strip():
        raise Unreadable('"text" is empty', "leave the line out, or give the release's text")
    text = normalise(record.text)
    found = layout(text)
    published = record.published or found.published
    return Document(
        id=record.id,
        source=source.name,
        key=source.key,
        text=text,
        blocks=found.blocks,
        title=record.title or found.title,
        publisher=record.publisher or found.publisher,
        published=published,
        published_from="given" if record.published else "text" if published else None,
        url=record.url,
        language=detect(text),
        raw=source.raw,
        media_type=RECORD,
    )


def _published(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and (found := _ISO.fullmatch(value)):
        try:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            pass
        else:
            return value
    raise Unreadable(f'"published" is {value!r:.40}, no ISO day', 'write "YYYY-MM-DD", or null where it is not known')


def _words(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable(f'"{name}" is no text', _CURE)
    return normalise(value).strip() or None
