"""Sketches of texts, by which copies are found. Those of what is stored already are made by the next ingest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.release_id"], name="fk_sketch_release_id_release", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", name="pk_sketch"),
    )
    op.create_table(
        "bucket",
        sa.Column("bucket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["sketch.release_id"], name="fk_bucket_release_id_sketch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bucket", "release_id", name="pk_bucket"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bucket_release_id", "bucket", ["release_id"])


def downgrade() -> None:
    for table in ("bucket", "sketch"):
        op.drop_table(table)
    # What 0001 says of clusters: each release is its own.
    op.execute("UPDATE release SET cluster_id = release_id")
