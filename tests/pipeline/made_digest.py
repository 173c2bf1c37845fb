"""Small made releases, and what is new in them, for the tests of the digest."""

import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import Document
from db import digest as stored
from db import engine
from db.digest import Window
from pipeline.batches import load_nlp
from pipeline.ingest import ingest
from pipeline.reconcile.digest import Entry, digest, named
from tests.pipeline.toy import document

if TYPE_CHECKING:
    from spacy.language import Language

FIRST = """Das Herzzentrum Waldau hat 40 Betten. Das Register TAVOLA startet am 1. März 2024. TAVOLA endet am 31. Dezember 2027.
Das Universitätsklinikum Waldau beteiligt sich am Register TAVOLA. Prof. Dr. Anna Berg leitet das Register TAVOLA."""
SECOND = """Neues aus dem Haus am See: Das Herzzentrum Waldau hat 48 Betten. Nach heutigem Stand endet TAVOLA am 31. Dezember 2028.
Das Universitätsklinikum Waldau beteiligt sich am Register TAVOLA. Das Institut für Klangforschung Ostheim beteiligt sich am Register TAVOLA."""
# what a press service sends on: one word more
COPY = FIRST + " (ots)"


@cache
def rules() -> "Language":
    """The rules alone: quick, and the same on every machine."""
    return load_nlp("none")


def release(text: str, name: str, published: str | None, **more: Any) -> Document:
    """A document of that id and day, whose title is `Meldung NAME`."""
    given: dict[str, Any] = {"title": f"Meldung {name}", "published_from": "given" if published else None}
    return document(text, f"id:{name}", id=name, source=f"{name}.txt", published=published, **(given | more))


def put(path: Path, *documents: Document) -> Path:
    """Store the releases through the whole pipeline, each in a run of its own."""
    with engine.open(path) as database:
        for one in documents:
            assert ingest([one], database, rules).failures == ()
    return path


def read(path: Path, window: Window) -> tuple[list[Entry], dict[str, Any]]:
    """The digest of an interval, and the releases that it names."""
    with stored.reading(path) as database:
        entries = digest(stored.material(database, window, stored.releases_of(database, window)), window)
        return entries, stored.releases(database, named(entries))


def rows(path: Path, sql: str) -> list[Any]:
    """The answer to a question of SQL."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
