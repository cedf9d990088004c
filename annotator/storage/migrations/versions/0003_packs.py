"""What travels: packs that went out, results that came back, packs opened here, results sent, kept minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import ExactText

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_pack()
    _make_pack_item()
    _make_returned_result()
    _make_opened_pack()
    _make_opened_item()
    _make_sent_result()
    _make_sent_review()
    _make_kept_time()


def _make_pack() -> None:
    op.create_table(
        "pack",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("options_json", ExactText(), nullable=False),
        sa.Column("instructions", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_pack_reviewer_key_reviewer"),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_pack_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_pack"),
        sa.UniqueConstraint("study_key", "reviewer_key", "number", name="uq_pack_study_key_reviewer_key_number"),
    )
    op.create_index("ix_pack_id", "pack", ["id"], unique=False)


def _make_pack_item() -> None:
    op.create_table(
        "pack_item",
        sa.Column("pack_key", _KEY, nullable=False),
        sa.Column("deliverable_key", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliverable_key"], ["deliverable.key"], name="fk_pack_item_deliverable_key_deliverable"
        ),
        sa.ForeignKeyConstraint(["pack_key"], ["pack.key"], name="fk_pack_item_pack_key_pack"),
        sa.PrimaryKeyConstraint("pack_key", "deliverable_key", name="pk_pack_item"),
    )
    op.create_index("ix_pack_item_deliverable_key", "pack_item", ["deliverable_key"], unique=False)


def _make_returned_result() -> None:
    op.create_table(
        "returned_result",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("merged_at", sa.String(), nullable=False),
        sa.Column("manifest_json", ExactText(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_returned_result_reviewer_key_reviewer"),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_returned_result_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_returned_result"),
    )
    op.create_index(
        "ix_returned_result_whose", "returned_result", ["study_key", "reviewer_key", "revision"], unique=False
    )


def _make_opened_pack() -> None:
    op.create_table(
        "opened_pack",
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.String(), nullable=False),
        sa.Column("reviewer_name", ExactText(), nullable=False),
        sa.Column("options_json", ExactText(), nullable=False),
        sa.Column("instructions", ExactText(), nullable=False),
        sa.Column("read_instructions", ExactText(), nullable=True),
        sa.Column("practice_json", ExactText(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_opened_pack_study_key_study"),
        sa.PrimaryKeyConstraint("study_key", name="pk_opened_pack"),
    )


def _make_opened_item() -> None:
    op.create_table(
        "opened_item",
        sa.Column("deliverable_key", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliverable_key"], ["deliverable.key"], name="fk_opened_item_deliverable_key_deliverable"
        ),
        sa.PrimaryKeyConstraint("deliverable_key", name="pk_opened_item"),
    )


def _make_sent_result() -> None:
    op.create_table(
        "sent_result",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("study_key", _KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.String(), nullable=False),
        sa.Column("file_name", ExactText(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("manifest_json", ExactText(), nullable=False),
        sa.ForeignKeyConstraint(["study_key"], ["study.key"], name="fk_sent_result_study_key_study"),
        sa.PrimaryKeyConstraint("key", name="pk_sent_result"),
        sa.UniqueConstraint("study_key", "revision", name="uq_sent_result_study_key_revision"),
    )


def _make_sent_review() -> None:
    op.create_table(
        "sent_review",
        sa.Column("deliverable_key", _KEY, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliverable_key"], ["deliverable.key"], name="fk_sent_review_deliverable_key_deliverable"
        ),
        sa.PrimaryKeyConstraint("deliverable_key", name="pk_sent_review"),
    )


def _make_kept_time() -> None:
    op.create_table(
        "kept_time",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("reviewer_key", _KEY, nullable=False),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("study_name", ExactText(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("counted_seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_key"], ["reviewer.key"], name="fk_kept_time_reviewer_key_reviewer"),
        sa.PrimaryKeyConstraint("key", name="pk_kept_time"),
    )
    op.create_index("ix_kept_time_reviewer_key", "kept_time", ["reviewer_key"], unique=False)
