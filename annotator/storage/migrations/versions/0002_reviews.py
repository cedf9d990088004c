"""Reviews with their parts, and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import ExactText

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_review()
    _index_review()
    _make_mark()
    _make_tag()
    _make_intervention()
    _make_time_session()
    _make_journal()
    _make_journal_merge()


def _make_review() -> None:
    op.create_table(
        "review",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("deliverable_key", _KEY, nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_superseded", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reviewer_name", ExactText(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("gold", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("skip_reason", ExactText(), nullable=True),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column("flag_reason", ExactText(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("client_acceptance", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("rule_verdict", sa.String(), nullable=True),
        sa.Column("rubric_version", sa.Integer(), nullable=True),
        sa.Column("brief_version", sa.Integer(), nullable=True),
        sa.Column("note", ExactText(), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=True),
        sa.Column("order_shown", sa.Integer(), nullable=True),
        sa.Column("guessed_model", ExactText(), nullable=True),
        sa.Column("saw_others_at", sa.String(), nullable=True),
        sa.Column("adjudication_json", ExactText(), nullable=True),
        sa.Column("active_seconds_json", sa.String(), nullable=True),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.String(), nullable=True),
        sa.Column("metadata_json", ExactText(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["deliverable_key"], ["deliverable.key"], name="fk_review_deliverable_key_deliverable"),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_review_reviewer_key_reviewer"),
        sa.PrimaryKeyConstraint("key", name="pk_review"),
        sa.UniqueConstraint(
            "deliverable_key",
            "reviewer_key",
            "occasion",
            "revision",
            name="uq_review_deliverable_key_reviewer_key_occasion_revision",
        ),
    )


def _index_review() -> None:
    op.create_index("ix_review_id", "review", ["id"], unique=False)
    op.create_index(
        "ix_review_state",
        "review",
        ["reviewer_key", "occasion", "deliverable_key", "revision", "status", "is_flagged"],
        unique=False,
    )


def _make_mark() -> None:
    op.create_table(
        "mark",
        sa.Column("review_key", _KEY, nullable=False),
        sa.Column("criterion_id", ExactText(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=True),
        sa.Column("reason", ExactText(), nullable=True),
        sa.Column("is_criterion_wrong", sa.Boolean(), nullable=False),
        sa.Column("note", ExactText(), nullable=True),
        sa.Column("evidence_json", ExactText(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["review_key"], ["review.key"], name="fk_mark_review_key_review"),
        sa.PrimaryKeyConstraint("review_key", "criterion_id", name="pk_mark"),
    )


def _make_tag() -> None:
    op.create_table(
        "tag",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("review_key", _KEY, nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", ExactText(), nullable=False),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("criterion_id", ExactText(), nullable=True),
        sa.Column("note", ExactText(), nullable=True),
        sa.Column("span_json", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["review_key"], ["review.key"], name="fk_tag_review_key_review"),
        sa.PrimaryKeyConstraint("key", name="pk_tag"),
    )
    op.create_index("ix_tag_code", "tag", ["code"], unique=False)
    op.create_index("ix_tag_review_key", "tag", ["review_key"], unique=False)


def _make_intervention() -> None:
    op.create_table(
        "intervention",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("review_key", _KEY, nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("content", ExactText(), nullable=True),
        sa.Column("attachments_json", ExactText(), nullable=False),
        sa.Column("note", ExactText(), nullable=True),
        sa.Column("effort_json", ExactText(), nullable=False),
        sa.Column("result", ExactText(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=True),
        sa.Column("active_seconds_json", sa.String(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["review_key"], ["review.key"], name="fk_intervention_review_key_review"),
        sa.PrimaryKeyConstraint("key", name="pk_intervention"),
    )
    op.create_index("ix_intervention_id", "intervention", ["id"], unique=False)
    op.create_index("ix_intervention_review_key", "intervention", ["review_key"], unique=False)


def _make_time_session() -> None:
    op.create_table(
        "time_session",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("review_key", _KEY, nullable=False),
        sa.Column("intervention_key", _KEY, nullable=True),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("seconds_json", sa.String(), nullable=True),
        sa.Column("corrected_seconds", sa.Float(), nullable=True),
        sa.Column("corrected_seconds_json", sa.String(), nullable=True),
        sa.Column("reason", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_key"], ["intervention.key"], name="fk_time_session_intervention_key_intervention"
        ),
        sa.ForeignKeyConstraint(["review_key"], ["review.key"], name="fk_time_session_review_key_review"),
        sa.PrimaryKeyConstraint("key", name="pk_time_session"),
    )
    op.create_index("ix_time_session_intervention_key", "time_session", ["intervention_key"], unique=False)
    op.create_index("ix_time_session_review_key", "time_session", ["review_key"], unique=False)


def _make_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=True),
        sa.Column("deliverable_key", _KEY, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("command_json", ExactText(), nullable=False),
        sa.Column("undo_json", ExactText(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("is_undoable", sa.Boolean(), nullable=False),
        sa.Column("is_redoable", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deliverable_key"], ["deliverable.key"], name="fk_journal_deliverable_key_deliverable"
        ),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_journal_reviewer_key_reviewer"),
        sa.PrimaryKeyConstraint("key", name="pk_journal"),
        sa.UniqueConstraint("id", name="uq_journal_id"),
    )
    op.create_index("ix_journal_deliverable_key", "journal", ["deliverable_key"], unique=False)
    op.create_index(
        "ix_journal_redoable",
        "journal",
        ["reviewer_key", "key"],
        unique=False,
        sqlite_where=sa.text("is_redoable"),
        postgresql_where=sa.text("is_redoable"),
    )
    op.create_index("ix_journal_reviewer", "journal", ["reviewer_key", "key"], unique=False)


def _make_journal_merge() -> None:
    op.create_table(
        "journal_merge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("journal_key", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["journal_key"], ["journal.key"], name="fk_journal_merge_journal_key_journal"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_merge"),
    )
    op.create_index("ix_journal_merge_journal_key", "journal_merge", ["journal_key"], unique=False)
