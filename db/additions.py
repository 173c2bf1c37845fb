"""Facts that a person added: their place in the current text, and their rows."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from db import contents, dialect, ids, rows
from db.effects import Fit
from db.errors import RefusedError
from db.models import table
from db.names import fold
from db.prepared import prepared
from extractors.base import PREDICATES, Fact, Span

if TYPE_CHECKING:
    from sqlalchemy import Connection

PERSON: Final = "person"
"""The extractor of what a person added."""


def addition_id(given: Mapping[str, Any]) -> str:
    """The id of a fact that is added: it follows from what it says and where."""
    names = ("release_id", "subject", "predicate", "object", "start", "end")
    return ids.make("a_", *(given.get(name) for name in names))


def content(connection: "Connection", target_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """An added fact as it is decided on, with the words that support it.

    Raises:
        RefusedError: when it names no release, no place in its text, or no predicate; or says nothing.
    """
    found = contents.text_of(connection, str(given.get("release_id")))
    if found is None:
        raise RefusedError(f"there is no release {given.get('release_id')!r}", target_id, "name a stored release")
    revision, text = found
    start, end = given.get("start"), given.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        cure = "give start and end of its evidence in the release's text, in code points"
        raise RefusedError(f"{start!r}:{end!r} is no place in the text", target_id, cure)
    if given.get("predicate") not in PREDICATES:
        raise RefusedError(
            f"{given.get('predicate')!r} is no predicate", target_id, f"give one of {', '.join(PREDICATES)}"
        )
    if not isinstance(given.get("subject"), str) or not given["subject"].strip():
        raise RefusedError("it has no subject", target_id, "say whom or what it is about")
    names = ("subject", "predicate", "object")
    return {
        "fact_id": target_id, "release_id": given["release_id"], "revision": revision, **{n: given.get(n) for n in names},
        "qualifiers": given.get("qualifiers") or {}, "modality": given.get("modality") or "asserted", "start": start, "end": end,
        "quote": text[start:end], **contents.around(text, start, end), "extractor": PERSON,
    }  # fmt: skip


def place(connection: "Connection", release_id: str, added: Mapping[str, Mapping[str, Any]]) -> dict[str, Fit]:
    """Put the rows of added facts into the current text of their release, in the place of those that were there.

    Args:
        connection: inside a transaction that writes.
        release_id: the release.
        added: {id: content} of all that were added to it and not taken back.

    Returns:
        How each fits: exact, moved, or orphaned where its words are gone; such a one has no row.
    """
    from sqlalchemy import delete, insert

    fact = table("fact")
    connection.execute(delete(fact).where(fact.c.release_id == release_id, fact.c.extractor == PERSON))
    found = contents.text_of(connection, release_id)
    if found is None:
        return dict.fromkeys(added, "orphaned")
    revision, text = found
    entities = _entities(connection, release_id, revision) if added else {}
    fits: dict[str, Fit] = {}
    for target_id, given in sorted(added.items()):
        at = _find(text, given)
        if at is None:
            fits[target_id] = "orphaned"
            continue
        fits[target_id] = "exact" if at.start == given["start"] and at.quote == given["quote"] else "moved"
        said = given["object"]
        made = Fact(
            given["subject"], given["predicate"], said, given["subject"], said if isinstance(said, str) else None,
            at, 1.0, PERSON, "added", 1, given["modality"], given["qualifiers"],
        )  # fmt: skip
        linked = (entities.get(fold(x)) if isinstance(x, str) else None for x in (given["subject"], said))
        key = {"release_id": release_id, "revision": revision}
        place_row = {**key, "start": at.start, "end": at.end, "quote": at.quote}
        connection.execute(dialect.insert(connection, "evidence").on_conflict_do_nothing(), place_row)
        connection.execute(insert(fact), {"fact_id": target_id, **key, **rows.fact_row(made, *linked)})
    _drop_evidence(connection, release_id)
    return fits


def _find(text: str, given: Mapping[str, Any]) -> Span | None:
    """The words of an addition in a text: where the same words are around them, then where they are nearest."""
    quote = given["quote"]
    places = list(_places(text, re.escape(quote)))
    if not places:  # only the white space between the words is another
        places = list(_places(text, r"\s+".join(map(re.escape, quote.split()))))

    def told(at: Span) -> tuple[int, int, int]:
        near = contents.around(text, at.start, at.end)
        same = (near["before"] == given["before"]) + (near["after"] == given["after"])
        return -same, abs(at.start - given["start"]), at.start

    return min(places, key=told, default=None)


def _places(text: str, pattern: str) -> Iterator[Span]:
    for found in re.finditer(f"(?=({pattern}))", text) if pattern else ():
        yield Span(found.start(1), found.end(1), found[1])


def _entities(connection: "Connection", release_id: str, revision: int) -> dict[str, str]:
    """{folded name: entity} of what the text names; of several, the smallest id."""
    from sqlalchemy import select

    alias = table("alias")
    query = select(alias.c.entity_id, alias.c.name).where(
        alias.c.release_id == release_id, alias.c.revision == revision
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        name = fold(row.name)
        found[name] = min(found.get(name, row.entity_id), row.entity_id)
    return found


def _drop_evidence(connection: "Connection", release_id: str) -> None:
    """Evidence of the current text that supports nothing any more."""
    statement = """
    DELETE FROM evidence WHERE release_id = :one
    AND NOT EXISTS (SELECT 1 FROM fact AS f WHERE (f.release_id, f.revision, f.start, f."end")
      = (evidence.release_id, evidence.revision, evidence.start, evidence."end"))
    AND NOT EXISTS (SELECT 1 FROM discrepancy_evidence AS v WHERE (v.release_id, v.revision, v.start, v."end")
      = (evidence.release_id, evidence.revision, evidence.start, evidence."end"))
    """
    connection.execute(prepared(statement), {"one": release_id})
