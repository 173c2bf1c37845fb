"""What a person said instead of a fact's subject or predicate, kept with the fact, where an index reaches it.

It follows from the anchors and the decisions, and is written with them (`db.anchors`); what else was corrected is read
from the decision by the view.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from db.prepared import in_parts, marks, prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LIFT: Final = """
UPDATE fact SET corrected_subject = NULL, corrected_predicate = NULL
WHERE fact_id IN (SELECT target_id FROM anchor WHERE chain IN ({}))
"""
_SAID: Final = """
SELECT a.target_id, d.new_value FROM anchor AS a JOIN decision AS d ON d.number = a.number
WHERE a.chain IN ({}) AND a.target_id IS NOT NULL AND a.status = 'corrected' AND a.fit <> 'stale' AND d.new_value IS NOT NULL
"""
_LAY: Final = "UPDATE fact SET corrected_subject = :subject, corrected_predicate = :predicate WHERE fact_id = :id"


def lift(connection: "Connection", chains: Iterable[str]) -> None:
    """Take away what these chains of decisions correct, before they belong elsewhere or say something else."""
    for part in in_parts(chains):
        connection.execute(prepared(_LIFT.format(marks(part))), part)


def lay(connection: "Connection", chains: Iterable[str]) -> None:
    """Write down what these chains of decisions correct now."""
    rows = []
    for part in in_parts(chains):
        for row in connection.execute(prepared(_SAID.format(marks(part))), part):
            said = json.loads(row.new_value)
            rows.append({"id": row.target_id, "subject": said.get("subject"), "predicate": said.get("predicate")})
    if rows:
        connection.execute(prepared(_LAY), rows)
