"""The mapped tables of what reviewers make: reviews with all their parts, and the journal of every act."""

from __future__ import annotations

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from annotator.storage.base import Base, Key, index_where
from annotator.storage.types import ExactText


class ReviewRow(Base):
    """One revision of what one reviewer decided about one deliverable on one occasion.

    The open revision is the highest one. A submitted one stays valid while a higher one is still a draft;
    `is_superseded` marks those that a later submitted or imported one replaced.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("deliverable_key", "reviewer_key", "occasion", "revision"),
        Index(
            "ix_review_state", "reviewer_key", "occasion", "deliverable_key", "revision", "status", "is_flagged"
        ),  # the queue reads this index alone
        Index(
            "ix_review_said",
            "deliverable_key",
            "occasion",
            "reviewer_key",
            "revision",
            "status",
            "is_superseded",
            "role",
            "verdict",
        ),  # the results read this index alone
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"))
    reviewer_key: Mapped[int] = mapped_column(ForeignKey("reviewer.key"))
    occasion: Mapped[int]
    revision: Mapped[int]
    is_superseded: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"))
    id: Mapped[str] = mapped_column(String, index=True)
    reviewer_name: Mapped[str | None] = mapped_column(ExactText)
    role: Mapped[str] = mapped_column(String, default="reviewer")
    gold: Mapped[bool] = mapped_column(Boolean, default=False)
    status: Mapped[str]
    skip_reason: Mapped[str | None] = mapped_column(ExactText)
    is_flagged: Mapped[bool] = mapped_column(Boolean, default=False)
    flag_reason: Mapped[str | None] = mapped_column(ExactText)
    verdict: Mapped[str | None]
    client_acceptance: Mapped[str | None]
    rule: Mapped[str | None]
    rule_verdict: Mapped[str | None]
    rubric_version: Mapped[int | None]
    brief_version: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(ExactText)
    blind: Mapped[bool | None]
    order_shown: Mapped[int | None]
    guessed_model: Mapped[str | None] = mapped_column(ExactText)
    saw_others_at: Mapped[str | None]
    adjudication_json: Mapped[str | None] = mapped_column(ExactText)
    active_seconds_json: Mapped[str | None]
    started_at: Mapped[str | None]
    submitted_at: Mapped[str | None]
    metadata_json: Mapped[str] = mapped_column(ExactText, default="{}")
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class MarkRow(Base):
    """The answer on one criterion."""

    __tablename__ = "mark"

    review_key: Mapped[int] = mapped_column(ForeignKey("review.key"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(ExactText, primary_key=True)
    position: Mapped[int]
    mark: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(ExactText)
    is_criterion_wrong: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str | None] = mapped_column(ExactText)
    evidence_json: Mapped[str] = mapped_column(ExactText, default="[]")
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class TagRow(Base):
    """A strength or gap on the whole deliverable or on a span."""

    __tablename__ = "tag"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    review_key: Mapped[int] = mapped_column(ForeignKey("review.key"), index=True)
    position: Mapped[float] = mapped_column(Float)
    id: Mapped[str]
    code: Mapped[str] = mapped_column(ExactText, index=True)
    severity: Mapped[str | None]
    criterion_id: Mapped[str | None] = mapped_column(ExactText)
    note: Mapped[str | None] = mapped_column(ExactText)
    span_json: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class InterventionRow(Base):
    """What a human did to make the deliverable acceptable."""

    __tablename__ = "intervention"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    review_key: Mapped[int] = mapped_column(ForeignKey("review.key"), index=True)
    position: Mapped[float] = mapped_column(Float)
    id: Mapped[str] = mapped_column(String, index=True)
    kind: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(Boolean, default=False)
    content: Mapped[str | None] = mapped_column(ExactText)
    attachments_json: Mapped[str] = mapped_column(ExactText, default="[]")
    note: Mapped[str | None] = mapped_column(ExactText)
    effort_json: Mapped[str] = mapped_column(ExactText, default="{}")
    result: Mapped[str | None] = mapped_column(ExactText)
    created_at: Mapped[str | None]
    active_seconds_json: Mapped[str | None]
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class TimeSessionRow(Base):
    """A stretch of active time of a review, or of one of its interventions."""

    __tablename__ = "time_session"
    __table_args__ = (
        Index(
            "ix_time_session_spent", "review_key", "activity", "intervention_key", "seconds", "corrected_seconds"
        ),  # the results read this index alone
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    review_key: Mapped[int] = mapped_column(ForeignKey("review.key"))
    intervention_key: Mapped[int | None] = mapped_column(ForeignKey("intervention.key"), index=True)
    position: Mapped[float] = mapped_column(Float)
    id: Mapped[str]
    activity: Mapped[str]
    started_at: Mapped[str | None]
    seconds: Mapped[float] = mapped_column(Float)
    seconds_json: Mapped[str | None]
    corrected_seconds: Mapped[float | None] = mapped_column(Float)
    corrected_seconds_json: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class JournalRow(Base):
    """One applied command with its inverse; undo, redo, history and audit walk this table.

    `undone_at` is set while the command is taken back; `is_redoable` says whether redo may still apply it again.
    `merged` counts the commands that typing folded into this one. Acts with the same `step` are taken back together.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_reviewer", "reviewer_key", "key"),
        index_where("ix_journal_redoable", "reviewer_key", "key", condition="is_redoable"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(String, unique=True)
    reviewer_key: Mapped[int | None] = mapped_column(ForeignKey("reviewer.key"))
    deliverable_key: Mapped[int | None] = mapped_column(ForeignKey("deliverable.key"), index=True)
    kind: Mapped[str]
    command_json: Mapped[str] = mapped_column(ExactText)
    undo_json: Mapped[str] = mapped_column(ExactText)
    started_at: Mapped[str]
    at: Mapped[str]
    merged: Mapped[int] = mapped_column(Integer, default=1)
    step: Mapped[str | None]
    is_undoable: Mapped[bool] = mapped_column(Boolean, default=True)
    is_redoable: Mapped[bool] = mapped_column(Boolean, default=False)
    undone_at: Mapped[str | None]


class JournalMergeRow(Base):
    """The id of a command that was folded into an entry of the journal, so that it is known when it comes twice."""

    __tablename__ = "journal_merge"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    journal_key: Mapped[int] = mapped_column(ForeignKey("journal.key"), index=True)
