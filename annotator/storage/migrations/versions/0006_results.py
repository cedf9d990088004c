"""Indexes that the results read alone, without the rows."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_review_said",
        "review",
        ["deliverable_key", "occasion", "reviewer_key", "revision", "status", "is_superseded", "role", "verdict"],
        unique=False,
    )
    op.drop_index("ix_deliverable_job_key", "deliverable")
    op.create_index("ix_deliverable_job", "deliverable", ["job_key", "arm", "model"], unique=False)
    op.drop_index("ix_time_session_review_key", "time_session")
    op.create_index(
        "ix_time_session_spent",
        "time_session",
        ["review_key", "activity", "intervention_key", "seconds", "corrected_seconds"],
        unique=False,
    )
