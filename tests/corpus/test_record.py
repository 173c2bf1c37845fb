import json
from typing import Any

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import RECORD
from tests.corpus.layouts import check

TEXT = "Dresden, 3. März 2025\nNeues Zentrum eröffnet\nDas Zentrum nimmt im Herbst mit 37 Betten seinen Betrieb auf."


def record(line: bytes | dict[str, Any]) -> Document | ReadFailure:
    raw = json.dumps(line).encode() if isinstance(line, dict) else line
    return read(Source("in.jsonl:7", "id:x", RECORD, raw))


def test_what_is_given_wins() -> None:
    line = {
        "id": "a b/1",
        "text": TEXT,
        "published": "2025-03-04",
        "title": "T",
        "url": "https://x.example/1",
        "publisher": "P",
    }
    found = record(line)
    assert isinstance(found, Document)
    check(found)
    assert (found.id, found.source, found.key, found.media_type) == ("a b/1", "in.jsonl:7", "id:x", RECORD)
    assert (found.published, found.published_from) == ("2025-03-04", "given")
    assert (found.title, found.url, found.publisher) == ("T", "https://x.example/1", "P")
    assert found.raw == json.dumps(line).encode()


def test_what_is_not_given_is_read() -> None:
    found = record({"id": 12, "text": TEXT.replace("\n", "\r\n"), "published": None})
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("12", TEXT)
    assert (found.published, found.published_from) == ("2025-03-03", "text")
    assert (found.title, found.publisher, found.url) == ("Neues Zentrum eröffnet", None, None)


@pytest.mark.parametrize("published", ["2025", "2025-03"])
def test_coarse_days(published: str) -> None:
    found = record({"id": "1", "text": TEXT, "published": published})
    assert isinstance(found, Document)
    assert found.published == published


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"nonsense", "not JSON"),
        (b"[1]", "no JSON object"),
        (b'{"text": "a"}', '"id"'),
        (b'{"id": "", "text": "a"}', '"id"'),
        (b'{"id": true, "text": "a"}', '"id"'),
        (b'{"id": "1"}', '"text"'),
        (b'{"id": "1", "text": 5}', '"text"'),
        (b'{"id": "1", "text": " \\n "}', "empty"),
        (b'{"id": "1", "text": "a", "published": "03.03.2025"}', '"published"'),
        (b'{"id": "1", "text": "a", "published": "2025-02-31"}', '"published"'),
        (b'{"id": "1", "text": "a", "published": 2025}', '"published"'),
        (b'{"id": "1", "text": "a", "title": ["x"]}', '"title"'),
        (b'{"id": "1", "text": "a\\ud800b"}', "surrogate"),
        (b'{"id": "1\\udc00", "text": "a"}', "surrogate"),
        (b'{"id": "1", "text": "a\\u0000b"}', "U+0000"),
        ('{"id": "1", "text": "ä"}'.encode("cp1252"), "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"1" * 10_000 + b', "text": "a"}', "not JSON"),
    ],
)
def test_bad_lines(line: bytes, reason: str) -> None:
    found = record(line)
    assert isinstance(found, ReadFailure)
    assert (found.source, found.stage) == ("in.jsonl:7", "read")
    assert reason in found.reason
    assert found.cure
