"""The mapped tables of what comes in: studies, jobs, rubrics, deliverables, and what the workspace remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Float, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from annotator.storage.base import Base, Key, index_where
from annotator.storage.types import ExactText

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext


def _nul_in(column: str) -> Mapped[bool]:
    """Say of each row whether its long text holds a NUL, beyond which SQLite's quick search does not see."""

    def look(context: DefaultExecutionContext) -> bool:
        given = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return "\0" in (given[column] or "")

    return mapped_column(Boolean, default=look, server_default=false())


def _of_nul(table: str, *keys: str) -> Index:
    """Index the few rows whose text does."""
    return index_where(f"ix_{table}_nul", *keys, condition="holds_nul = 1", postgresql="holds_nul")


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
    __table_args__ = (_of_nul("brief", "job_key", "version"),)

    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    brief: Mapped[str | None] = mapped_column(ExactText)
    extra: Mapped[str] = mapped_column(ExactText, default="{}")
    holds_nul: Mapped[bool] = _nul_in("brief")


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
        Index("ix_deliverable_job", "job_key", "arm", "model"),
        index_where("ix_deliverable_parent", "study_key", "parent", condition="parent IS NOT NULL"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"))
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
    __table_args__ = (_of_nul("content", "deliverable_key"),)

    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"), primary_key=True)
    content: Mapped[str | None] = mapped_column(ExactText)
    holds_nul: Mapped[bool] = _nul_in("content")


class FileRow(Base):
    """A file whose bytes lie in the workspace's `files` folder under their hash."""

    __tablename__ = "file"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    size: Mapped[int]
