"""Requests to models."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import ExactText

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "request",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("parent", ExactText(), nullable=True),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("message", ExactText(), nullable=False),
        sa.Column("intervention_id", sa.String(), nullable=True),
        sa.Column("connection", ExactText(), nullable=True),
        sa.Column("model", ExactText(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("prompt_json", ExactText(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("sent_at", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("trouble", ExactText(), nullable=True),
        sa.Column("partial_text", ExactText(), nullable=True),
        sa.Column("result", ExactText(), nullable=True),
        sa.Column("cost_amount", sa.Float(), nullable=True),
        sa.Column("cost_currency", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name="fk_request_job_key_job"),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_request_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_request"),
        sa.UniqueConstraint("id", name="uq_request_id"),
    )
    op.create_index("ix_request_state", "request", ["study_key", "state"], unique=False)
