"""The questions behind `belegt facts`, `discrepancies` and `releases`: SQL over the promised views."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from db.names import fold
from db.readonly import ask

QUIET: Final = ("agrees", "refines", "phase", "incomparable")
"""Verdicts that nobody needs to act on; shown with `--all`."""

_FACTS: Final = """
SELECT f.*, r.source, r.published
FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id
WHERE {}
ORDER BY r.published, f.release_id, f.start, f."end", f.predicate, f.fact_id
"""
_DISCREPANCIES: Final = """
SELECT discrepancy_id AS id, kind, verdict, scope, subject, predicate, "values", reason_de, reason_en, status
FROM v_discrepancy
WHERE {}
ORDER BY verdict = 'incomplete', kind, subject, discrepancy_id
"""
_EVERYTHING: Final = 10**9  # these questions are ours: no limit but the database's size
_HOUR: Final = 3600.0


def facts(
    path: Path,
    *,
    about: str | None = None,
    predicates: Sequence[str] = (),
    since: str | None = None,
    as_of: str | None = None,
) -> list[dict[str, Any]]:
    """Facts as the contract has them, by release and place; what a person rejected is left out.

    Args:
        path: the database.
        about: a name, or a part of one: of subject, object or a qualifier, by any of its aliases; case does not count.
        predicates: any of these; empty: all.
        since: ISO day: of releases published then or later; an unknown date counts as the day it was first seen.
        as_of: ISO day: that held then, as far as the text bounds them; what has no bound is listed.
    """
    where, values = ["f.status <> 'rejected'"], list[Any]()
    if about is not None:
        where.append(
            "(instr(fold(f.subject), ?) OR instr(fold(f.object), ?) OR instr(fold(f.qualifiers), ?)"
            " OR EXISTS (SELECT 1 FROM v_alias AS a"
            " WHERE a.entity_id IN (f.subject_id, f.object_id) AND instr(fold(a.name), ?)))"
        )
        values += [fold(about)] * 4
    if predicates:
        where.append(f"f.predicate IN ({', '.join('?' * len(predicates))})")
        values += predicates
    if since is not None:
        # A month or year counts as its last day could: it may lie after the day asked for.
        where.append("coalesce(r.published, r.first_seen) >= substr(?, 1, length(coalesce(r.published, r.first_seen)))")
        values.append(since)
    if as_of is not None:
        where.append("(f.valid_from IS NULL OR f.valid_from <= substr(?, 1, length(f.valid_from)))")
        where.append("(f.valid_to IS NULL OR f.valid_to >= substr(?, 1, length(f.valid_to)))")
        values += [as_of, as_of]
    rows = _rows(
        path,
        _FACTS.format(" AND ".join(where)),
        values,
    )
    for row in rows:
        row["qualifiers"] = json.loads(row["qualifiers"])
        if row["predicate"] == "count":
            row["object"], row["extracted_object"] = _parsed(row["object"]), _parsed(row["extracted_object"])
    return rows


def discrepancies(
    path: Path, *, kinds: Sequence[str] = (), verdicts: Sequence[str] = (), everything: bool = False
) -> list[dict[str, Any]]:
    """What disagrees, in the contract's shape.

    Args:
        path: the database.
        kinds: any of these; empty: all.
        verdicts: any of these, quiet ones too; empty: all that need a look.
        everything: quiet verdicts too.
    """
    where, values = ["1"], list[Any]()
    if kinds:
        where.append(f"kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
    if verdicts:
        where.append(f"verdict IN ({', '.join('?' * len(verdicts))})")
        values += verdicts
    elif not everything:
        where.append(f"verdict NOT IN ({', '.join('?' * len(QUIET))})")
        values += QUIET
    rows = _rows(
        path,
        _DISCREPANCIES.format(" AND ".join(where)),
        values,
    )
    for row in rows:
        row["values"] = json.loads(row["values"])
    return rows


def releases(path: Path) -> list[dict[str, Any]]:
    """All releases without their texts, oldest first, with what they hold."""
    return _rows(
        path,
        "SELECT r.release_id, r.external_id, r.cluster_id, r.revision, r.source, r.url, r.publisher, r.title,"
        " r.published, r.published_precision, r.published_from, r.language, r.sha256, r.first_seen, r.last_seen,"
        " (SELECT count(*) FROM v_mention AS m WHERE m.release_id = r.release_id) AS mentions,"
        " (SELECT count(*) FROM v_fact AS f WHERE f.release_id = r.release_id) AS facts"
        " FROM v_release AS r ORDER BY r.published, r.source, r.release_id",
        (),
    )


def _rows(path: Path, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    answer = ask(path, sql, values, limit=_EVERYTHING, seconds=_HOUR, fold=_fold)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _fold(text: Any) -> str | None:
    return None if text is None else fold(str(text))


def _parsed(value: str | None) -> Any:
    try:
        return json.loads(value) if value is not None else None
    except ValueError:  # a person corrected it to a text
        return value
