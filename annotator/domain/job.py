"""A client's paid piece of work, and what models delivered for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.ids import DeliverableId, JobId, StudyId
    from annotator.domain.rubric import Rubric


class Arm(Enum):
    """How a deliverable came about; it decides which rate it counts in."""

    FIRST = "first"
    PLAIN_RETRY = "plain_retry"
    FEEDBACK = "feedback"
    REBRIEF = "rebrief"
    FACTS = "facts"
    STEER = "steer"
    HUMAN_EDIT = "human_edit"
    TAKEOVER = "takeover"
    RERUN = "rerun"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a job or a deliverable; its bytes lie in the workspace under their hash.

    `size` is in bytes. `sha256` is `None` for a file that is named but was not delivered.
    """

    name: str
    sha256: str | None
    media_type: str | None
    size: int | None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; amounts of different currencies are never added."""

    amount: float
    currency: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """One job with the brief and rubric versions that are current."""

    study: StudyId
    id: JobId
    title: str
    brief: str
    brief_version: int
    category: str | None
    language: str | None
    budget: Money | None
    rubric: Rubric
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One model's answer to one job at one attempt; never edited."""

    id: DeliverableId
    job_id: JobId
    model: str | None
    attempt: int
    arm: Arm
    parent: DeliverableId | None
    content: str
    is_partial: bool = False
    attachments: tuple[Attachment, ...] = ()
