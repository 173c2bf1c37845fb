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

FACT_STATE: Final = "SELECT fact_id, status, subject, predicate, object FROM v_fact"
DISCREPANCY_STATE: Final = 'SELECT discrepancy_id, status, subject, predicate, "values" FROM v_discrepancy'


def state(row: Mapping[str, Any]) -> str:
    """What a reviewer saw, as eight digits: when they are others now, the decision was about something else."""
    seen = row["status"], row["subject"], row["predicate"], row.get("object", row.get("values"))
    return ids.make("", *seen)[:8]
