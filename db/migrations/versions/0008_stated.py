"""What each release states of an entity, in the order in which it is compared: a new release is compared with few others."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Old index, its columns; new index, its columns: names, spellings and offices of one entity are found without a look at all its rows.
_INDEXES = (
    ("alias", ("entity_id",), ("entity_id", "name", "rule")),
    ("mention", ("entity_id",), ("entity_id", "quote", "release_id")),
    ("fact", ("object_id",), ("object_id", "predicate", "subject")),
    ("fact", ("subject_id", "predicate"), ("subject_id", "predicate", "organisation")),
    ("discrepancy", ("about",), ("about", "family")),
)


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.release_id"], name="fk_told_release_id_release", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", name="pk_told"),
    )
    op.create_table(
        "stated",
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["release_id", "revision", "fact_id"],
            ["fact.release_id", "fact.revision", "fact.fact_id"],
            name="fk_stated_release_id_revision_fact_id_fact",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "family", "release_id", "fact_id", name="pk_stated"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_stated_entity_id_family_same_day_release_id", "stated", ["entity_id", "family", "same", "day", "release_id"]
    )
    op.create_index("ix_stated_entity_id_family_day_release_id", "stated", ["entity_id", "family", "day", "release_id"])
    op.create_index("ix_stated_release_id_revision_fact_id", "stated", ["release_id", "revision", "fact_id"])
    op.create_index("ix_stated_other_id", "stated", ["other_id"])
    op.add_column("discrepancy", sa.Column("family", sa.String(), nullable=True))
    for table, old, new in _INDEXES:
        op.drop_index("_".join(("ix", table, *old)), table)
        named = sa.text("entity_id IS NOT NULL") if table == "mention" else None
        op.create_index("_".join(("ix", table, *new)), table, list(new), postgresql_where=named)


def downgrade() -> None:
    for table, old, new in _INDEXES:
        op.drop_index("_".join(("ix", table, *new)), table)
        op.create_index("_".join(("ix", table, *old)), table, list(old))
    op.drop_column("discrepancy", "family")
    op.drop_table("stated")
    op.drop_table("told")
