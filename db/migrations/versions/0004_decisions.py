"""What people decide: batches, where each decision belongs now, who looks at what, and who is who by a person's word."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Decisions of the older schema know their target by its id alone: all about one id are one chain.
_CHAINS = """
UPDATE decision SET chain = (
  SELECT o.decision_id FROM decision AS o
  WHERE o.target = decision.target AND o.target_id = decision.target_id ORDER BY o.number LIMIT 1
)
"""
_ANCHORS = """
INSERT INTO anchor (chain, target, target_id, release_id, number, fit, status)
SELECT
  chain, target, CASE WHEN there THEN target_id END, coalesce(content ->> '$.release_id', release_id), number,
  CASE WHEN there THEN 'exact' ELSE 'orphaned' END, status
FROM (
  SELECT
    d.*,
    coalesce(
      (SELECT f.release_id FROM fact AS f WHERE f.fact_id = d.target_id LIMIT 1),
      (SELECT x.release_id FROM discrepancy AS x WHERE x.discrepancy_id = d.target_id)
    ) AS release_id,
    EXISTS (SELECT 1 FROM fact AS f JOIN release USING (release_id, revision) WHERE f.fact_id = d.target_id)
      OR EXISTS (SELECT 1 FROM discrepancy AS x WHERE x.discrepancy_id = d.target_id) AS there
  FROM decision AS d
)
WHERE number IN (SELECT max(number) FROM decision GROUP BY chain)
"""


def upgrade() -> None:
    op.add_column("decision", sa.Column("chain", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("decision", sa.Column("batch", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("undoes", sa.String(), nullable=True))
    op.create_index("ix_decision_chain", "decision", ["chain"])
    op.create_index("ix_decision_batch", "decision", ["batch"])
    op.create_table(
        "anchor",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=True),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fit", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_anchor"),
    )
    op.create_index("ix_anchor_target_id", "anchor", ["target_id"], unique=True)
    op.create_index("ix_anchor_release_id", "anchor", ["release_id"])
    op.create_index("ix_anchor_target_fit", "anchor", ["target", "fit"])
    op.create_table(
        "judgement",
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name="pk_judgement"),
    )
    op.create_index("ix_judgement_second", "judgement", ["second"])
    op.create_index("ix_judgement_pending", "judgement", ["pending"])
    op.create_table(
        "claim",
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("expires", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("target", "target_id", name="pk_claim"),
    )
    op.add_column("discrepancy", sa.Column("first", sa.String(), nullable=True))
    op.add_column("discrepancy", sa.Column("second", sa.String(), nullable=True))
    op.add_column("discrepancy", sa.Column("pair", sa.String(), nullable=True))
    op.create_index("ix_discrepancy_kind", "discrepancy", ["kind"])
    op.create_index("ix_fact_score", "fact", ["score"])
    op.execute(_CHAINS)
    op.execute(_ANCHORS)


def downgrade() -> None:
    op.drop_index("ix_fact_score", "fact")
    op.drop_index("ix_discrepancy_kind", "discrepancy")
    for column in ("pair", "second", "first"):
        op.drop_column("discrepancy", column)
    for table in ("claim", "judgement", "anchor"):
        op.drop_table(table)
    for column in ("chain", "batch"):
        op.drop_index(f"ix_decision_{column}", "decision")
    for column in ("undoes", "batch", "chain"):
        op.drop_column("decision", column)
