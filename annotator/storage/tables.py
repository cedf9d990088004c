"""The mapped tables.

Every row has an integer key; keys grow in import order, which is the order of the queue and of an export. The ids
of the document are unique inside a study only. Columns named `extra` hold, as JSON text, the keys of the document that
the program does not know; `*_json` columns hold a part of the document as it came. No delete ever cascades.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from annotator.storage.types import ExactText

Key = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite fills only an INTEGER PRIMARY KEY by itself."""


class Base(DeclarativeBase):
    """The tables' common ground: names of constraints that fit every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class WorkspaceRow(Base):
    """What the workspace remembers about itself, by name: current study, reviewer, where one stopped, pass rule."""

    __tablename__ = "workspace"

    name: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(ExactText)


class StudyRow(Base):
    """A study: jobs and reviews that belong together. `header_json` keeps what else its document said of itself."""

    __tablename__ = "study"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(String, unique=True)
    name: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")
    header_json: Mapped[str] = mapped_column(ExactText, default="{}")


class ReviewerRow(Base):
    """A person or model who reviews; names may repeat and change, ids do not."""

    __tablename__ = "reviewer"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(String, unique=True)
    name: Mapped[str] = mapped_column(ExactText)
    kind: Mapped[str] = mapped_column(String, default="human")
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class StudyReviewerRow(Base):
    """Which reviewers a study's document lists, in their order."""

    __tablename__ = "study_reviewer"

    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"), primary_key=True)
    reviewer_key: Mapped[int] = mapped_column(ForeignKey("reviewer.key"), primary_key=True)
    position: Mapped[int]


class TagDefinitionRow(Base):
    """A tag that a study's document defines or a reviewer added."""

    __tablename__ = "tag_definition"

    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"), primary_key=True)
    code: Mapped[str] = mapped_column(String, primary_key=True)
    position: Mapped[int]
    kind: Mapped[str]
    label_json: Mapped[str] = mapped_column(ExactText)
    definition_json: Mapped[str] = mapped_column(ExactText)
    parent: Mapped[str | None]
    category: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class JobRow(Base):
    """A job; its brief and criteria stand in versions of their own."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("study_key", "id"),
        Index("ix_job_filter", "study_key", "category", "language"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    id: Mapped[str] = mapped_column(ExactText)
    title: Mapped[str | None] = mapped_column(ExactText)
    category: Mapped[str | None] = mapped_column(ExactText)
    language: Mapped[str | None] = mapped_column(ExactText)
    budget_json: Mapped[str | None] = mapped_column(ExactText)
    budget_amount: Mapped[float | None] = mapped_column(Float)
    budget_currency: Mapped[str | None] = mapped_column(ExactText)
    brief_version: Mapped[int]
    rubric_version: Mapped[int]
    attachments_json: Mapped[str] = mapped_column(ExactText, default="[]")
    metadata_json: Mapped[str] = mapped_column(ExactText, default="{}")
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class BriefRow(Base):
    """One version of a job's brief."""

    __tablename__ = "brief"

    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    brief: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class RubricRow(Base):
    """One version of a job's rubric: when it was locked and who wrote it."""

    __tablename__ = "rubric"

    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    locked_at: Mapped[str | None]
    author: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class CriterionRow(Base):
    """One criterion of one rubric version."""

    __tablename__ = "criterion"

    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(ExactText, primary_key=True)
    position: Mapped[int]
    text: Mapped[str | None] = mapped_column(ExactText)
    importance: Mapped[str | None]
    weight: Mapped[float | None] = mapped_column(Float)
    weight_json: Mapped[str | None]
    example: Mapped[str | None] = mapped_column(ExactText)
    theme: Mapped[str | None] = mapped_column(ExactText)
    is_archived: Mapped[bool] = mapped_column(Boolean, default=False)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class DeliverableRow(Base):
    """One model's answer; its content never changes."""

    __tablename__ = "deliverable"
    __table_args__ = (
        UniqueConstraint("study_key", "id"),
        Index("ix_deliverable_queue", "study_key", "key", "job_key", "model"),  # the queue reads this index alone
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"), index=True)
    id: Mapped[str] = mapped_column(ExactText)
    model: Mapped[str | None] = mapped_column(ExactText)
    served_model: Mapped[str | None] = mapped_column(ExactText)
    attempt: Mapped[int]
    arm: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ExactText)
    is_partial: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[str | None]
    prompt_json: Mapped[str | None] = mapped_column(ExactText)
    usage_json: Mapped[str] = mapped_column(ExactText, default="{}")
    cost_json: Mapped[str | None] = mapped_column(ExactText)
    cost_amount: Mapped[float | None] = mapped_column(Float)
    cost_currency: Mapped[str | None] = mapped_column(ExactText)
    attachments_json: Mapped[str] = mapped_column(ExactText, default="[]")
    metadata_json: Mapped[str] = mapped_column(ExactText, default="{}")
    extra: Mapped[str] = mapped_column(ExactText, default="{}")


class ContentRow(Base):
    """A deliverable's text, apart from its row so that walking the queue never reads the texts."""

    __tablename__ = "content"

    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"), primary_key=True)
    content: Mapped[str | None] = mapped_column(ExactText)


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
    position: Mapped[float]
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
    position: Mapped[float]
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

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    review_key: Mapped[int] = mapped_column(ForeignKey("review.key"), index=True)
    intervention_key: Mapped[int | None] = mapped_column(ForeignKey("intervention.key"), index=True)
    position: Mapped[float]
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
        Index(
            "ix_journal_redoable",
            "reviewer_key",
            "key",
            sqlite_where=text("is_redoable"),
            postgresql_where=text("is_redoable"),
        ),
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


class FileRow(Base):
    """A file whose bytes lie in the workspace's `files` folder under their hash."""

    __tablename__ = "file"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    size: Mapped[int]
