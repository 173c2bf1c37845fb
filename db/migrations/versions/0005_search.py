"""Full text, what named questions look up, what was forgotten, and where backups are. The index is made of what is stored."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SEARCH = (
    """
    CREATE TABLE search_release (
      number INTEGER NOT NULL PRIMARY KEY, release_id VARCHAR NOT NULL UNIQUE REFERENCES release (release_id),
      revision INTEGER NOT NULL, version INTEGER NOT NULL
    )""",
    """
    CREATE TABLE search_word (
      number INTEGER NOT NULL PRIMARY KEY, word VARCHAR NOT NULL UNIQUE, bare VARCHAR NOT NULL, stem VARCHAR NOT NULL
    )""",
    "CREATE INDEX ix_search_word_stem ON search_word (stem)",
    "CREATE INDEX ix_search_word_bare ON search_word (bare)",
    "CREATE VIRTUAL TABLE search USING fts5(title, body, joined, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE search_term USING fts5vocab('search', 'row')",
    "CREATE VIRTUAL TABLE search_part USING fts5(bare, content='search_word', content_rowid='number', tokenize='trigram')",
    """
    CREATE TRIGGER search_word_new AFTER INSERT ON search_word BEGIN
      INSERT INTO search_part (rowid, bare) VALUES (new.number, new.bare);
    END""",
    """
    CREATE TRIGGER search_word_gone AFTER DELETE ON search_word BEGIN
      INSERT INTO search_part (search_part, rowid, bare) VALUES ('delete', old.number, old.bare);
    END""",
)


def upgrade() -> None:
    for statement in _SEARCH:
        op.execute(statement)
    from db import search_index

    search_index.rebuild(op.get_bind())

    # A column of its own, computed where it is asked for, because no index reaches into JSON that every tool can read.
    op.execute("ALTER TABLE fact ADD COLUMN organisation VARCHAR GENERATED ALWAYS AS (qualifiers ->> '$.organisation') VIRTUAL")
    op.create_index("ix_fact_organisation", "fact", ["organisation"])
    op.create_index("ix_fact_subject_id_predicate", "fact", ["subject_id", "predicate"])
    op.drop_index("ix_fact_subject_id", "fact")
    op.create_index("ix_fact_object", "fact", ["object"], sqlite_where=sa.text("predicate = 'ends_on'"))
    op.create_index("ix_fact_valid_to", "fact", ["valid_to"], sqlite_where=sa.text("valid_to IS NOT NULL"))
    op.execute("CREATE INDEX ix_alias_name ON alias (name COLLATE NOCASE)")
    op.create_index("ix_revision_published", "revision", ["published"])
    op.create_index("ix_release_external_id", "release", ["external_id"])
    op.create_index("ix_discrepancy_verdict", "discrepancy", ["verdict"])
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_forgotten"),
    )
    op.create_table(
        "backup",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("path", "host", name="pk_backup"),
    )
    op.create_table(
        "salt",
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("value", name="pk_salt"),
    )


def downgrade() -> None:
    for table in ("salt", "backup", "forgotten"):
        op.drop_table(table)
    op.drop_index("ix_discrepancy_verdict", "discrepancy")
    op.drop_index("ix_release_external_id", "release")
    op.drop_index("ix_revision_published", "revision")
    op.drop_index("ix_alias_name", "alias")
    op.drop_index("ix_fact_valid_to", "fact")
    op.drop_index("ix_fact_object", "fact")
    op.create_index("ix_fact_subject_id", "fact", ["subject_id"])
    op.drop_index("ix_fact_subject_id_predicate", "fact")
    op.drop_index("ix_fact_organisation", "fact")
    op.execute("ALTER TABLE fact DROP COLUMN organisation")
    for table in ("search_part", "search_term", "search", "search_word", "search_release"):
        op.drop_table(table)
