"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("new_value", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_decision"),
        sa.UniqueConstraint("decision_id", name="uq_decision_decision_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_target_target_id_number", "decision", ["target", "target_id", "number"])
    op.create_table(
        "entity",
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("entity_id", name="pk_entity"),
    )
    op.create_table(
        "raw",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_raw"),
    )
    op.create_table(
        "release",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("cluster_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_release"),
    )
    op.create_index("ix_release_cluster_id", "release", ["cluster_id"])
    op.create_index("ix_release_key", "release", ["key"], unique=True)
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String(), nullable=True),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("re_extracted", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_run"),
    )
    op.create_table(
        "discrepancy",
        sa.Column("discrepancy_id", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("predicate", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.release_id"], name="fk_discrepancy_release_id_release", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("discrepancy_id", name="pk_discrepancy"),
    )
    op.create_index("ix_discrepancy_release_id", "discrepancy", ["release_id"])
    op.create_table(
        "failure",
        sa.Column("failure_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cure", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_failure_run_id_run"),
        sa.PrimaryKeyConstraint("failure_id", name="pk_failure"),
    )
    op.create_index("ix_failure_run_id", "failure", ["run_id"])
    op.create_table(
        "revision",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("published_from", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("blocks", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("extracted", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.release_id"], name="fk_revision_release_id_release", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_revision_run_id_run"),
        sa.ForeignKeyConstraint(["sha256"], ["raw.sha256"], name="fk_revision_sha256_raw"),
        sa.PrimaryKeyConstraint("release_id", "revision", name="pk_revision"),
    )
    op.create_index("ix_revision_content", "revision", ["content"])
    op.create_index("ix_revision_sha256", "revision", ["sha256"])
    op.create_table(
        "alias",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.entity_id"], name="fk_alias_entity_id_entity"),
        sa.ForeignKeyConstraint(
            ["release_id", "revision"],
            ["revision.release_id", "revision.revision"],
            name="fk_alias_release_id_revision_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release_id", "revision", "entity_id", "name", "rule", name="pk_alias"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alias_entity_id", "alias", ["entity_id"])
    op.create_table(
        "evidence",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id", "revision"],
            ["revision.release_id", "revision.revision"],
            name="fk_evidence_release_id_revision_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release_id", "revision", "start", "end", name="pk_evidence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("norm", sa.String(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=True),
        sa.Column("extractor", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.entity_id"], name="fk_mention_entity_id_entity"),
        sa.ForeignKeyConstraint(
            ["release_id", "revision"],
            ["revision.release_id", "revision.revision"],
            name="fk_mention_release_id_revision_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release_id", "revision", "mention_id", name="pk_mention"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_entity_id", "mention", ["entity_id"])
    op.create_table(
        "discrepancy_evidence",
        sa.Column("discrepancy_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["discrepancy_id"],
            ["discrepancy.discrepancy_id"],
            name="fk_discrepancy_evidence_discrepancy_id_discrepancy",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["release_id", "revision", "start", "end"],
            ["evidence.release_id", "evidence.revision", "evidence.start", "evidence.end"],
            name="fk_discrepancy_evidence_release_id_revision_start_end_evidence",
        ),
        sa.PrimaryKeyConstraint("discrepancy_id", "position", name="pk_discrepancy_evidence"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_discrepancy_evidence_release_id_revision_start_end",
        "discrepancy_evidence",
        ["release_id", "revision", "start", "end"],
    )
    op.create_table(
        "fact",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("subject_quote", sa.String(), nullable=False),
        sa.Column("predicate", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=True),
        sa.Column("object_id", sa.String(), nullable=True),
        sa.Column("object_quote", sa.String(), nullable=True),
        sa.Column("value", sa.Numeric(asdecimal=False), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("qualifiers", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("valid_from", sa.String(), nullable=True),
        sa.Column("valid_to", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("extractor", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["entity.entity_id"], name="fk_fact_object_id_entity"),
        sa.ForeignKeyConstraint(
            ["release_id", "revision", "start", "end"],
            ["evidence.release_id", "evidence.revision", "evidence.start", "evidence.end"],
            name="fk_fact_release_id_revision_start_end_evidence",
        ),
        sa.ForeignKeyConstraint(
            ["release_id", "revision"],
            ["revision.release_id", "revision.revision"],
            name="fk_fact_release_id_revision_revision",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["entity.entity_id"], name="fk_fact_subject_id_entity"),
        sa.PrimaryKeyConstraint("release_id", "revision", "fact_id", name="pk_fact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fact_fact_id", "fact", ["fact_id"])
    op.create_index("ix_fact_object_id", "fact", ["object_id"])
    op.create_index("ix_fact_predicate", "fact", ["predicate"])
    op.create_index("ix_fact_subject_id", "fact", ["subject_id"])


def downgrade() -> None:
    for table in (
        "fact",
        "discrepancy_evidence",
        "mention",
        "evidence",
        "alias",
        "revision",
        "failure",
        "discrepancy",
        "run",
        "release",
        "raw",
        "entity",
        "decision",
    ):
        op.drop_table(table)
