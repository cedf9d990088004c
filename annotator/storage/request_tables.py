"""The mapped table of requests to models: each is written down before it leaves."""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from annotator.storage.base import Base, Key
from annotator.storage.types import ExactText


class RequestRow(Base):
    """A request to a model, what became of it, and what came in of an answer that never was whole.

    `state` is waiting (nothing has left), sent, answered, failed, stopped, or unknown: sent by a program that was
    killed, so possibly answered and paid. `parent` is the deliverable that it goes on from, nothing for a first
    attempt. `sends` counts how often it left.
    """

    __tablename__ = "request"
    __table_args__ = (Index("ix_request_state", "study_key", "state"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(String, unique=True)
    study_key: Mapped[int] = mapped_column(ForeignKey("study.key"))
    job_key: Mapped[int] = mapped_column(ForeignKey("job.key"))
    parent: Mapped[str | None] = mapped_column(ExactText)
    arm: Mapped[str]
    message: Mapped[str] = mapped_column(ExactText, default="")
    intervention_id: Mapped[str | None]
    connection: Mapped[str | None] = mapped_column(ExactText)
    model: Mapped[str | None] = mapped_column(ExactText)
    host: Mapped[str | None]
    prompt_json: Mapped[str | None] = mapped_column(ExactText)
    state: Mapped[str]
    sends: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[str]
    sent_at: Mapped[str | None]
    ended_at: Mapped[str | None]
    trouble: Mapped[str | None] = mapped_column(ExactText)
    partial_text: Mapped[str | None] = mapped_column(ExactText)
    result: Mapped[str | None] = mapped_column(ExactText)
    cost_amount: Mapped[float | None] = mapped_column(Float)
    cost_currency: Mapped[str | None]
