"""The register's decision columns, on which the export and the way back (`belegt import decisions`) agree."""

from collections.abc import Mapping
from typing import Any, Final

from db import ids

DECISION: Final = "Entscheidung"
SUBJECT: Final = "Subjekt neu"
PREDICATE: Final = "Prädikat neu"
OBJECT: Final = "Objekt neu"
NOTE: Final = "Anmerkung"
FACT_ID: Final = "fact_id"
DISCREPANCY_ID: Final = "discrepancy_id"
STATE: Final = "Stand"

FACT_STATE: Final = "SELECT fact_id, status, subject, predicate, object FROM v_fact WHERE fact_id = ?"
DISCREPANCY_STATE: Final = 'SELECT discrepancy_id, status, "values" FROM v_discrepancy WHERE discrepancy_id = ?'


def state(row: Mapping[str, Any]) -> str:
    """What a reviewer saw of a fact, as eight digits: when they are others now, the decision was about something else."""
    return _digits(row["status"], row["subject"], row["predicate"], row["object"])


def discrepancy_state(row: Mapping[str, Any]) -> str:
    """The same of a discrepancy."""
    return _digits(row["status"], row["values"])


def _digits(*seen: Any) -> str:
    return ids.make("", *seen)[:8]
