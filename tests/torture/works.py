"""What is killed: an ingest, reviewing, the upgrade of an old database, a backup. Short texts, rules alone."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.document import Document
from db import engine, upkeep
from extractors.nlp import NONE, load
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from tests.db.make import ask, dump
from tests.pipeline.toy import document

if TYPE_CHECKING:
    from spacy.language import Language

Acknowledge = Callable[[bytes], object]
BASE: Final = "http://127.0.0.1:8421"
_DECIDED: Final = ("target", "status", "new_value", "note", "reviewer", "fit")


@cache
def rules() -> "Language":
    """The pipeline without a model."""
    return load(NONE)


def texts(number: int = 5) -> list[Document]:
    """Short releases that speak of each other: copies, revisions, changes and contradictions among them."""
    found = []
    for n in range(number):
        text = (
            f"Das Universitätsklinikum Nordtal ist an {n % 3 + 3} Infrastrukturen beteiligt. Die Klinik {chr(65 + n % 7)}berg hat {n + 10} Betten. "
            f"Prof. Dr. Anna Beispiel leitet das Forschungsnetz PALAS (Patienten an Lotsen). PALAS startet am {n % 5 + 1}. März 2026."
        )
        found.append(document(text, f"id:{n}", id=str(n), published=f"2026-01-{n + 1:02}"))
    found[4:4] = [
        document(found[2].text, "id:copy", id="copy"),
        document(found[3].text + " Das ist neu.", "id:3", id="3"),
    ]
    return found


def ingest_all(path: Path, inputs: list[Document] | None = None) -> None:
    """Open the database, which makes it, and store the releases."""
    with engine.open(path, busy_seconds=60) as database:
        ingest(iter(texts() if inputs is None else inputs), database, rules)


def upgrade(path: Path) -> None:
    """Bring an old database to the newest schema."""
    engine.open(path).close()


def old(path: Path, schema: str) -> None:
    """A database as an older program left it."""
    ingest_all(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("discrepancy_evidence", "discrepancy", "judgement"):  # the first programs had none
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
        connection.execute(
            'DELETE FROM evidence WHERE NOT EXISTS (SELECT 1 FROM fact AS f WHERE f.release_id = evidence.release_id AND f.start = evidence.start AND f."end" = evidence."end")'
        )
    engine.migrate(path, schema)


def compact(path: Path) -> None:
    """All of it in one file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def wanted(path: Path) -> list[tuple[str, str, dict[str, str]]]:
    """What a reviewer will decide: (target, id, the form's further fields), in an order that only the rows decide."""
    found: list[tuple[str, str, dict[str, str]]] = []
    facts = ask(path, "SELECT fact_id, subject FROM v_fact ORDER BY fact_id LIMIT 24")
    for n, (fact_id, subject) in enumerate(facts):
        how = ("accepted", "rejected", "corrected", "unsure")[n % 4]
        new = {"new_subject": f"{subject} neu"} if how == "corrected" else {}
        found.append(("fact", fact_id, {"status": how, "note": f"Nr. {n}", **new}))
    for n, (ident,) in enumerate(ask(path, "SELECT discrepancy_id FROM v_discrepancy ORDER BY discrepancy_id LIMIT 8")):
        found.append(("discrepancy", ident, {"status": ("left", "dismissed")[n % 2]}))
    return found


def review(path: Path, orders: list[tuple[str, str, dict[str, str]]], acknowledge: Acknowledge) -> None:
    """Decide at the page, one after the other; what was decided already is left as it is."""
    from starlette.testclient import TestClient

    from review.app import create_app

    with TestClient(create_app(path, settle=catch_up), base_url=BASE, follow_redirects=True) as page:
        page.headers.update({"Origin": BASE})
        page.cookies.set("belegt_reviewer", "Pruefer")
        for target, target_id, fields in orders:
            held = {row[0] for row in ask(path, "SELECT target_id FROM v_decision")}
            if target_id in held:
                continue
            form = {"target": target, "target_id": target_id, "seen": "", **_values(path, target, target_id), **fields}
            assert page.post("/decide", data=form).status_code == 200
            acknowledge(b".")


def _values(path: Path, target: str, target_id: str) -> dict[str, Any]:
    """What the card's form holds of a fact."""
    if target != "fact":
        return {}
    ((subject, predicate, thing, value, unit),) = ask(
        path, "SELECT subject, predicate, object, value, unit FROM v_fact WHERE fact_id = ?", target_id
    )
    return {
        "new_subject": subject, "new_predicate": predicate, "new_object": thing or "", "new_value": "" if value is None else f"{value:g}",
        "new_unit": unit or "",
    }  # fmt: skip


def decided(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that follows from decisions, without the moments and what is hashed from them."""
    columns = ", ".join(_DECIDED)
    return {
        "decisions": sorted(ask(path, f"SELECT target_id, {columns} FROM v_decision"), key=repr),  # noqa: S608 - our names
        "facts": sorted(ask(path, "SELECT fact_id, subject, object, status FROM v_fact"), key=repr),
        "discrepancies": sorted(ask(path, "SELECT discrepancy_id, status FROM v_discrepancy"), key=repr),
    }


def backup(path: Path, target: Path) -> None:
    """Copy the database."""
    upkeep.backup(path, target)


def whole(path: Path) -> None:
    """The file, its links and its quotes are as they must be."""
    assert upkeep.check(path) == []


def copy(source: Path, target: Path) -> Path:
    """A database that is one file, under another name."""
    shutil.copy(source, target)
    return target


__all__ = ["Acknowledge", "ask", "backup", "compact", "copy", "decided", "dump", "ingest_all", "old", "review", "rules", "texts", "upgrade", "wanted", "whole"]  # fmt: skip
