"""What the database holds, all of it or of the releases that one run saw: the numbers behind the closing summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.readonly import rows

_COUNTED: Final = """
SELECT {0} AS what, count(*) AS n
FROM release AS r JOIN {1} AS x ON x.release_id = r.release_id
WHERE {2} GROUP BY {0} ORDER BY n DESC, {0}
"""
_STATEMENTS: Final = """
SELECT d.discrepancy_id, d.kind, d.verdict, d.reason_de, d.reason_en, d.status,
  s.release_id, l.source, l.published, s.value, s.quote
FROM v_discrepancy AS d
JOIN v_discrepancy_value AS s ON s.discrepancy_id = d.discrepancy_id
JOIN v_release AS l ON l.release_id = s.release_id
WHERE d.discrepancy_id IN (
  SELECT x.discrepancy_id FROM release AS r JOIN v_discrepancy_value AS x ON x.release_id = r.release_id WHERE {}
)
ORDER BY l.published, l.source, d.kind, d.discrepancy_id, s.position
"""

_OTHERWISE: Final = """
SELECT count(*) AS n
FROM run AS u CROSS JOIN release AS r
JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
WHERE u.run_id = ? AND v.fingerprint <> u.fingerprint
"""

_SHORT: Final = """
SELECT release_id, source, text FROM v_release
WHERE last_seen = ? AND first_seen = ? AND language = ? AND length(text) <= ? ORDER BY source, release_id
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One side of a discrepancy: what it claims, its quote, and where that stands."""

    release_id: str
    source: str
    published: str | None
    value: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A discrepancy with its sides, the first claim first."""

    discrepancy_id: str
    kind: str
    verdict: str
    reason_de: str
    reason_en: str
    status: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Mentions by label, facts by predicate, most first; discrepancies by date and source."""

    mentions: Mapping[str, int]
    facts: Mapping[str, int]
    discrepancies: tuple[Disagreement, ...]


def holdings(path: Path, stamp: str | None = None) -> Holdings:
    """What is found in the releases that the run of that stamp saw; without a stamp, in all.

    Args:
        path: the database.
        stamp: the run's time.
    """
    where, values = ("TRUE", ()) if stamp is None else ("r.last_seen = ?", (stamp,))
    mentions = rows(path, _COUNTED.format("label", "v_mention", where), values)
    facts = rows(path, _COUNTED.format("predicate", "v_fact", where), values)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(path, _STATEMENTS.format(where), values):
        found.setdefault(row["discrepancy_id"], []).append(row)
    return Holdings(
        {row["what"]: row["n"] for row in mentions},
        {row["what"]: row["n"] for row in facts},
        tuple(_disagreement(sides) for sides in found.values()),
    )


def first_seen(path: Path, stamp: str, language: str, characters: int) -> list[tuple[str, str, str]]:
    """Id, source and text of the releases that came with the run of that stamp, are short, and seem to be in a language.

    Args:
        path: the database.
        stamp: the run's time.
        language: ISO 639-1, as the reader told it.
        characters: that a text has at most.
    """
    return [
        (row["release_id"], row["source"], row["text"])
        for row in rows(path, _SHORT, (stamp, stamp, language, characters))
    ]


def read_otherwise(path: Path, run_id: str) -> int:
    """How many releases were extracted by other rules or another model than that run's; 0 when it extracted nothing.

    Args:
        path: the database.
        run_id: of the run.
    """
    ((found,),) = (row.values() for row in rows(path, _OTHERWISE, (run_id,)))
    return int(found)


def _disagreement(sides: list[dict[str, Any]]) -> Disagreement:
    head = ("discrepancy_id", "kind", "verdict", "reason_de", "reason_en", "status")
    each = ("release_id", "source", "published", "value", "quote")
    return Disagreement(
        **{name: sides[0][name] for name in head},
        statements=tuple(Statement(**{name: side[name] for name in each}) for side in sides),
    )
