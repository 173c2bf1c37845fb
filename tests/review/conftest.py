"""A database of the samples, made once, and the page on a copy of it."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from corpus.document import Document
from corpus.readers.dispatch import documents
from db import engine
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from review.app import create_app
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from spacy.language import Language

BASE = "http://127.0.0.1:8421"
ASTRAL = "Das Forschungsnetz 😀😀 nutzt die Herzzentrumsdatenbank der Universitätsmedizin Brunnhagen. Sie startet am 1. März 2026."
Ask = Callable[..., list[dict[str, Any]]]


def released(ident: str, text: str, **more: Any) -> Document:
    """A release as a line of .jsonl gives it."""
    line = {"id": ident, "text": text, "published": "2026-02-01", "title": None, **more}
    raw = json.dumps(line).encode()
    return Document(
        id=ident, source=f"/srv/secret/in.jsonl:{ident}", key=f"id:{ident}", text=text, blocks=(), title=line["title"],
        publisher=more.get("publisher"), published=line["published"], published_from="given", url=more.get("url"),
        language="de", raw=raw, media_type="text/plain",
    )  # fmt: skip


@pytest.fixture(scope="session")
def samples_db(nlp: "Language", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and one release with characters beyond the first plane, ingested."""
    path = tmp_path_factory.mktemp("review") / "samples.db"
    read = [item for item in documents([str(SAMPLES)]) if isinstance(item, Document)]
    with engine.open(path) as database:
        ingest(iter([*read, released("astral", ASTRAL)]), database, lambda: nlp)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def path(samples_db: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy(samples_db, tmp_path / "belegt.db"))


@pytest.fixture
def ask(path: Path) -> Ask:
    """Rows of that copy."""

    def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    return rows


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    """The page, asked as a browser on this machine asks."""
    with TestClient(create_app(path, settle=catch_up), base_url=BASE, follow_redirects=True) as opened:
        opened.headers.update({"Origin": BASE})
        yield opened
