"""The questions behind `belegt facts`, `discrepancies` and `releases`: SQL over the promised views."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from db.holdings import Disagreement, Statement
from db.names import fold
from db.readonly import rows

FACT: Final = (
    "fact_id", "release_id", "subject", "subject_id", "predicate", "object", "object_id", "value", "unit", "qualifiers",
    "modality", "valid_from", "valid_from_precision", "valid_to", "valid_to_precision", "start", "end", "quote", "score",
    "status", "extracted_subject", "extracted_predicate", "extracted_object", "subject_quote", "object_quote", "extractor", "rule", "version",
    "source", "published",
)  # fmt: skip
DISCREPANCY: Final = (
    "id", "kind", "verdict", "scope", "subject", "predicate", "values", "reason_de", "reason_en", "status",
)  # fmt: skip
RELEASE: Final = (
    "release_id", "external_id", "cluster_id", "revision", "source", "url", "publisher", "title", "published",
    "published_precision", "published_from", "language", "sha256", "first_seen", "last_seen", "mentions", "facts",
)  # fmt: skip
"""The columns of the three answers."""

_FACT_FIRST: Final = (
    "source", "published", "subject", "predicate", "object", "organisation", "quote", "score", "modality", "status",
)  # fmt: skip
FACT_SHEET: Final = (*_FACT_FIRST, *(name for name in FACT if name not in _FACT_FIRST))
DISCREPANCY_SHEET: Final = ("source", "published", *DISCREPANCY)
"""The columns of two of them as a sheet: first what people read; `organisation` is the qualifier of that name."""

QUIET: Final = ("agrees", "refines", "phase", "incomparable")
"""Verdicts that nobody needs to act on; shown with `--all`."""
PRESSING: Final = ("conflict", "disagrees", "change", "question", "variant", "incomplete", *QUIET)
"""All verdicts, the one to look at first in front."""

_FACTS: Final = """
SELECT f.*, r.source, r.published
FROM v_fact AS f JOIN v_release AS r ON r.release_id = f.release_id
WHERE {}
ORDER BY r.published, f.release_id, f.start, f."end", f.predicate, f.fact_id
"""
_CALLED: Final = "(SELECT a.entity_id FROM v_alias AS a WHERE instr(fold(a.name), ?))"
_DISCREPANCIES: Final = """
SELECT discrepancy_id AS id, kind, verdict, scope, subject, predicate, "values", reason_de, reason_en, status
FROM v_discrepancy
WHERE {}
ORDER BY
  CASE verdict WHEN 'conflict' THEN 0 WHEN 'disagrees' THEN 0 WHEN 'change' THEN 1 WHEN 'question' THEN 2
    WHEN 'variant' THEN 3 WHEN 'incomplete' THEN 4 ELSE 5 END,
  kind, subject, "values" ->> '$[0].release_id', CAST("values" ->> '$[0].start' AS INTEGER),
  CAST("values" ->> '$[0].end' AS INTEGER), discrepancy_id
"""


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
            "(instr(fold(f.subject), ?) OR instr(fold(f.object), ?) OR instr(fold(f.qualifiers), ?) OR f.subject_id IN "
            + _CALLED
            + " OR f.object_id IN "
            + _CALLED
            + ")"
        )
        values += [fold(about)] * 5
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
    found = rows(path, _FACTS.format(" AND ".join(where)), values, _fold)
    for row in found:
        row["qualifiers"] = json.loads(row["qualifiers"])
        if row["predicate"] == "count":
            row["object"], row["extracted_object"] = _parsed(row["object"]), _parsed(row["extracted_object"])
    return found


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
    where, values = ["TRUE"], list[Any]()
    if kinds:
        where.append(f"kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
    if verdicts:
        where.append(f"verdict IN ({', '.join('?' * len(verdicts))})")
        values += verdicts
    elif not everything:
        where.append(f"verdict NOT IN ({', '.join('?' * len(QUIET))})")
        values += QUIET
    found = rows(path, _DISCREPANCIES.format(" AND ".join(where)), values)
    for row in found:
        row["values"] = json.loads(row["values"])
    return found


def disagreements(path: Path, found: Sequence[Mapping[str, Any]]) -> list[Disagreement]:
    """What `discrepancies` found, each side with the path and the date of its release."""
    places = {row["release_id"]: row for row in rows(path, "SELECT release_id, source, published FROM v_release", ())}

    def side(value: Mapping[str, Any]) -> Statement:
        place = places.get(value["release_id"], {})
        return Statement(
            value["release_id"], place.get("source", ""), place.get("published"), value["value"], value["quote"]
        )

    same = ("kind", "verdict", "reason_de", "reason_en", "status")
    return [
        Disagreement(
            discrepancy_id=row["id"],
            **{name: row[name] for name in same},
            statements=tuple(map(side, row["values"])),
        )
        for row in found
    ]


def fact_sheet(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Facts with the columns `FACT_SHEET`."""
    return [{**row, "organisation": row["qualifiers"].get("organisation")} for row in found]


def discrepancy_sheet(path: Path, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Discrepancies with the columns `DISCREPANCY_SHEET`; where the sides stand in several releases, all of them."""
    sheet = []
    for row, disagreement in zip(found, disagreements(path, found), strict=True):
        places = dict.fromkeys((s.source, s.published or "no date") for s in disagreement.statements)
        source, published = ("; ".join(parts) for parts in zip(*places, strict=True)) if places else ("", "")
        sheet.append({**row, "source": source, "published": "" if published == "no date" else published})
    return sheet


def releases(path: Path) -> list[dict[str, Any]]:
    """All releases without their texts, oldest first, with what they hold."""
    return rows(
        path,
        "SELECT r.release_id, r.external_id, r.cluster_id, r.revision, r.source, r.url, r.publisher, r.title,"
        " r.published, r.published_precision, r.published_from, r.language, r.sha256, r.first_seen, r.last_seen,"
        # counted by the tables' keys alone: the views would look up the evidence of each fact in the database
        " (SELECT count(*) FROM mention AS m WHERE m.release_id = r.release_id AND m.revision = r.revision) AS mentions,"
        " (SELECT count(*) FROM fact AS f WHERE f.release_id = r.release_id AND f.revision = r.revision) AS facts"
        " FROM v_release AS r ORDER BY r.published, r.source, r.release_id",
        (),
    )


def _fold(text: Any) -> str | None:
    return None if text is None else fold(str(text))


def _parsed(value: str | None) -> Any:
    try:
        return json.loads(value) if value is not None else None
    except ValueError:  # a person corrected it to a text
        return value
