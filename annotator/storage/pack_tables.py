"""The mapped tables of what travels: packs that went out, results that came back, packs opened here, results sent."""

from __future__ import annotations

from sqlalchemy import Boolean, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.storage.base import Base, Key
from annotator.storage.types import ExactText


class PackRow(Base):
    """One edition of a reviewer's pack that the coordinator made; `id` is the same in all of its editions."""

    __tablename__ = "pack"
    __table_args__ = (UniqueConstraint("study_key", "reviewer_key", "number"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(String, index=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    reviewer_key: Mapped[int] = mapped_column(ForeignKey("reviewer.key"))
    number: Mapped[int]
    created_at: Mapped[str]
    options_json: Mapped[str] = mapped_column(ExactText)
    instructions: Mapped[str] = mapped_column(ExactText, default="")


class PackItemRow(Base):
    """A deliverable in an edition of a pack."""

    __tablename__ = "pack_item"

    pack_key: Mapped[int] = mapped_column(ForeignKey("pack.key"), primary_key=True)
    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"), primary_key=True, index=True)
    position: Mapped[int]
    is_practice: Mapped[bool] = mapped_column(Boolean, default=False)


class ReturnRow(Base):
    """A result that was merged: whose, which sending, and what its manifest said."""

    __tablename__ = "returned_result"
    __table_args__ = (Index("ix_returned_result_whose", "study_key", "reviewer_key", "revision"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    reviewer_key: Mapped[int] = mapped_column(ForeignKey("reviewer.key"))
    number: Mapped[int]
    revision: Mapped[int]
    sha256: Mapped[str] = mapped_column(String)
    merged_at: Mapped[str]
    manifest_json: Mapped[str] = mapped_column(ExactText)
    conflicts: Mapped[int] = mapped_column(default=0)


class OpenedPackRow(Base):
    """The pack that a study of this workspace came from."""

    __tablename__ = "opened_pack"

    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"), primary_key=True)
    id: Mapped[str] = mapped_column(String)
    number: Mapped[int]
    reviewer_id: Mapped[str] = mapped_column(String)
    reviewer_name: Mapped[str] = mapped_column(ExactText)
    options_json: Mapped[str] = mapped_column(ExactText)
    instructions: Mapped[str] = mapped_column(ExactText, default="")
    read_instructions: Mapped[str | None] = mapped_column(ExactText)
    practice_json: Mapped[str] = mapped_column(ExactText, default="{}")
    opened_at: Mapped[str]


class OpenedItemRow(Base):
    """A deliverable that came with a pack, at its place in it."""

    __tablename__ = "opened_item"

    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"), primary_key=True)
    position: Mapped[int]
    is_practice: Mapped[bool] = mapped_column(Boolean, default=False)


class SentRow(Base):
    """A result that was written to be sent, or came over from the reviewer's other computer."""

    __tablename__ = "sent_result"
    __table_args__ = (UniqueConstraint("study_key", "revision"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    revision: Mapped[int]
    sent_at: Mapped[str]
    file_name: Mapped[str] = mapped_column(ExactText)
    sha256: Mapped[str] = mapped_column(String)
    manifest_json: Mapped[str] = mapped_column(ExactText)


class SentReviewRow(Base):
    """What of a deliverable's review was sent last; what differs from it now is not sent."""

    __tablename__ = "sent_review"

    deliverable_key: Mapped[int] = mapped_column(ForeignKey("deliverable.key"), primary_key=True)
    digest: Mapped[str] = mapped_column(String)


class KeptTimeRow(Base):
    """Active time of a study that was removed: the timesheet outlives the jobs."""

    __tablename__ = "kept_time"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    reviewer_key: Mapped[int] = mapped_column(ForeignKey("reviewer.key"), index=True)
    study: Mapped[str] = mapped_column(String)
    study_name: Mapped[str] = mapped_column(ExactText)
    started_at: Mapped[str | None]
    seconds: Mapped[float] = mapped_column(Float)
    counted_seconds: Mapped[float] = mapped_column(Float)
