"""What is new between two days is found without a look at all texts."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_revision_published_first_seen", "revision", ["published", "first_seen"])
    op.create_index("ix_revision_first_seen", "revision", ["first_seen"])


def downgrade() -> None:
    op.drop_index("ix_revision_first_seen", "revision")
    op.drop_index("ix_revision_published_first_seen", "revision")
