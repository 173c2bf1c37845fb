"""Who is who among all releases, and what they say of each other."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entity", sa.Column("same_as", sa.String(), nullable=True))
    op.create_index("ix_entity_same_as", "entity", ["same_as"])
    op.add_column("discrepancy", sa.Column("about", sa.String(), nullable=True))
    op.create_index("ix_discrepancy_about", "discrepancy", ["about"])
    op.create_table(
        "entity_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.entity_id"], name="fk_entity_key_entity_id_entity", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "entity_id", name="pk_entity_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_key_entity_id", "entity_key", ["entity_id"])
    op.create_table(
        "entity_link",
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first"], ["entity.entity_id"], name="fk_entity_link_first_entity", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second"], ["entity.entity_id"], name="fk_entity_link_second_entity", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first", "second", name="pk_entity_link"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_link_second", "entity_link", ["second"])


def downgrade() -> None:
    for table in ("entity_link", "entity_key"):
        op.drop_table(table)
    op.execute("DELETE FROM discrepancy WHERE scope = 'between'")
    op.drop_index("ix_discrepancy_about", "discrepancy")
    op.drop_index("ix_entity_same_as", "entity")
    op.drop_column("discrepancy", "about")
    op.drop_column("entity", "same_as")
