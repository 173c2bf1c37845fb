"""What a person said instead of a subject or predicate stands with the fact: the views find both by an index."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SAID = """
UPDATE fact SET (corrected_subject, corrected_predicate) = (
  SELECT d.new_value ->> '$.subject', d.new_value ->> '$.predicate'
  FROM anchor AS a JOIN decision AS d ON d.number = a.number WHERE a.target_id = fact.fact_id
)
WHERE fact_id IN (SELECT target_id FROM anchor WHERE target_id IS NOT NULL AND status = 'corrected' AND fit <> 'stale')
"""


def upgrade() -> None:
    # In lines of their own: what reads the schema takes a computed column's SQL to be all up to the line's last bracket.
    for name in ("subject", "predicate"):
        op.execute(f"ALTER TABLE fact ADD COLUMN corrected_{name}\n VARCHAR")
    op.execute(_SAID)
    # Where two indexes fit, SQLite takes the one that was made last: a predicate has many facts, a subject few, an id one.
    for name in ("predicate", "subject"):
        computed = f"GENERATED ALWAYS AS (coalesce(corrected_{name}, {name}))\n VIRTUAL"
        op.execute(f"ALTER TABLE fact ADD COLUMN shown_{name} VARCHAR {computed}")
        op.create_index(f"ix_fact_shown_{name}", "fact", [f"shown_{name}"])
    op.drop_index("ix_fact_fact_id", "fact")
    op.create_index("ix_fact_fact_id", "fact", ["fact_id"])
    op.drop_index("ix_fact_predicate", "fact")


def downgrade() -> None:
    op.create_index("ix_fact_predicate", "fact", ["predicate"])
    for name in ("subject", "predicate"):
        op.drop_index(f"ix_fact_shown_{name}", "fact")
        op.execute(f"ALTER TABLE fact DROP COLUMN shown_{name}")
        op.execute(f"ALTER TABLE fact DROP COLUMN corrected_{name}")
