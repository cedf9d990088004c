"""Studies, jobs, rubrics and deliverables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import ExactText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_workspace()
    _make_file()
    _make_study()
    _make_reviewer()
    _make_study_reviewer()
    _make_tag_definition()
    _make_job()
    _make_brief()
    _make_rubric()
    _make_criterion()
    _make_deliverable()
    _make_content()


def _make_workspace() -> None:
    op.create_table(
        "workspace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", ExactText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_workspace"),
    )


def _make_file() -> None:
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_file"),
    )


def _make_study() -> None:
    op.create_table(
        "study",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.Column("header_json", ExactText(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_study"),
        sa.UniqueConstraint("id", name="uq_study_id"),
    )


def _make_reviewer() -> None:
    op.create_table(
        "reviewer",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", ExactText(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_reviewer"),
        sa.UniqueConstraint("id", name="uq_reviewer_id"),
    )


def _make_study_reviewer() -> None:
    op.create_table(
        "study_reviewer",
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_study_reviewer_reviewer_key_reviewer"),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_study_reviewer_study_key_study"),
        sa.PrimaryKeyConstraint("study_key", "reviewer_key", name="pk_study_reviewer"),
    )


def _make_tag_definition() -> None:
    op.create_table(
        "tag_definition",
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label_json", ExactText(), nullable=False),
        sa.Column("definition_json", ExactText(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("category", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_tag_definition_study_key_study"),
        sa.PrimaryKeyConstraint("study_key", "code", name="pk_tag_definition"),
    )


def _make_job() -> None:
    op.create_table(
        "job",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("id", ExactText(), nullable=False),
        sa.Column("title", ExactText(), nullable=True),
        sa.Column("category", ExactText(), nullable=True),
        sa.Column("language", ExactText(), nullable=True),
        sa.Column("budget_json", ExactText(), nullable=True),
        sa.Column("budget_amount", sa.Float(), nullable=True),
        sa.Column("budget_currency", ExactText(), nullable=True),
        sa.Column("brief_version", sa.Integer(), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=False),
        sa.Column("attachments_json", ExactText(), nullable=False),
        sa.Column("metadata_json", ExactText(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_job_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_job"),
        sa.UniqueConstraint("study_key", "id", name="uq_job_study_key_id"),
    )
    op.create_index("ix_job_filter", "job", ["study_key", "category", "language"], unique=False)


def _make_brief() -> None:
    op.create_table(
        "brief",
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("brief", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name="fk_brief_job_key_job"),
        sa.PrimaryKeyConstraint("job_key", "version", name="pk_brief"),
    )
    op.create_index(
        "ix_brief_nul",
        "brief",
        ["job_key", "version"],
        unique=False,
        sqlite_where=sa.text("instr(brief, char(0)) > 0"),
        postgresql_where=sa.text("position('\\000'::bytea in brief) > 0"),
    )


def _make_rubric() -> None:
    op.create_table(
        "rubric",
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.String(), nullable=True),
        sa.Column("author", ExactText(), nullable=True),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name="fk_rubric_job_key_job"),
        sa.PrimaryKeyConstraint("job_key", "version", name="pk_rubric"),
    )


def _make_criterion() -> None:
    op.create_table(
        "criterion",
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", ExactText(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", ExactText(), nullable=True),
        sa.Column("importance", sa.String(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("weight_json", sa.String(), nullable=True),
        sa.Column("example", ExactText(), nullable=True),
        sa.Column("theme", ExactText(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name="fk_criterion_job_key_job"),
        sa.PrimaryKeyConstraint("job_key", "version", "id", name="pk_criterion"),
    )


def _make_deliverable() -> None:
    op.create_table(
        "deliverable",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("id", ExactText(), nullable=False),
        sa.Column("model", ExactText(), nullable=True),
        sa.Column("served_model", ExactText(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("parent", ExactText(), nullable=True),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=True),
        sa.Column("prompt_json", ExactText(), nullable=True),
        sa.Column("usage_json", ExactText(), nullable=False),
        sa.Column("cost_json", ExactText(), nullable=True),
        sa.Column("cost_amount", sa.Float(), nullable=True),
        sa.Column("cost_currency", ExactText(), nullable=True),
        sa.Column("attachments_json", ExactText(), nullable=False),
        sa.Column("metadata_json", ExactText(), nullable=False),
        sa.Column("extra", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name="fk_deliverable_job_key_job"),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_deliverable_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_deliverable"),
        sa.UniqueConstraint("study_key", "id", name="uq_deliverable_study_key_id"),
    )
    op.create_index("ix_deliverable_job_key", "deliverable", ["job_key"], unique=False)
    op.create_index("ix_deliverable_queue", "deliverable", ["study_key", "key", "job_key", "model"], unique=False)


def _make_content() -> None:
    op.create_table(
        "content",
        sa.Column("deliverable_key", _KEY, nullable=False),
        sa.Column("content", ExactText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deliverable_key"], ["deliverable.key"], name="fk_content_deliverable_key_deliverable"
        ),
        sa.PrimaryKeyConstraint("deliverable_key", name="pk_content"),
    )
    op.create_index(
        "ix_content_nul",
        "content",
        ["deliverable_key"],
        unique=False,
        sqlite_where=sa.text("instr(content, char(0)) > 0"),
        postgresql_where=sa.text("position('\\000'::bytea in content) > 0"),
    )
