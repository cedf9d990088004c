"""Deliverables made in the program: the next attempt of a chain, or a first one; stored whole, never edited.

Undo does not take one back, for what was paid for or written by hand is not to vanish by a key press. Taking back is a
wish of its own, granted as long as nobody reviewed it and nothing was built upon it.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.domain.ids import DeliverableId, ReviewRef
from annotator.domain.job import Arm
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.storage import attempts as stored
from annotator.storage import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.ids import InterventionId, JobId, StudyId
    from annotator.domain.job import Attachment, Money
    from annotator.domain.shapes import Record
    from annotator.storage.attempts import StoredAttempt

BY_HAND = "by_hand"
"""The key of a deliverable's metadata that says that a human carried the answer over from elsewhere."""

_BY_A_HUMAN = frozenset({Arm.HUMAN_EDIT, Arm.TAKEOVER})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered, and what is known of how.

    `prompt`, `usage` and `metadata` are JSON values and come out of an export as they are. `model` is the name under
    which the study counts it, without one the parent's; `served_model` is what the server called itself. `created_at`
    is ISO 8601 in UTC, without one the present moment. Without `attachments` an edited text keeps its parent's.
    """

    content: str
    is_partial: bool = False
    model: str | None = None
    served_model: str | None = None
    prompt: object = None
    usage: Mapping[str, object] = field(default_factory=dict)
    cost: Money | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)
    created_at: str | None = None
    attachments: Sequence[Attachment] | None = None


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """The next attempt after a deliverable.

    `intervention_id` names the step of the reviewer's own review of the parent that it is the `result` of.
    """

    parent: ReviewRef
    arm: Arm
    delivery: Delivery
    intervention_id: InterventionId | None = None

    def __post_init__(self) -> None:
        """Know that a first attempt has no parent."""
        if self.arm is Arm.FIRST:
            raise DomainError("the first attempt of a chain comes after nothing")


@dataclass(frozen=True, slots=True)
class NewFirst:
    """A first attempt at a job."""

    study: StudyId
    job: JobId
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Added:
    """A deliverable that was stored.

    `is_linked` says that the intervention names it as its result: it does not if it is gone or led to another before.
    """

    key: int
    ref: ReviewRef
    attempt: int
    is_linked: bool = False


def add_attempt(session: Session, new: NewAttempt, reviewer_key: int | None, at: str) -> Added:
    """Store the next attempt after a deliverable, whatever else exists: nothing that was there changes.

    Raises:
        DomainError: there is no such parent.
    """
    about = jobs.subject(session, new.parent)
    parent = stored.attempt(session, about.deliverable_key)
    number = parent.attempt + 1
    record = {
        **_record(new.delivery, at),
        "id": _fresh_id(session, about.study_key, _base(parent), number),
        "model": parent.model if new.delivery.model is None else new.delivery.model,
        "attempt": number,
        "arm": new.arm.value,
        "parent": parent.id,
    }
    if new.delivery.attachments is None and new.arm in _BY_A_HUMAN:
        record["attachments"] = json.loads(parent.attachments)
    key = stored.add(session, about.study_key, about.job_key, record, at)
    is_linked = (
        new.intervention_id is not None
        and reviewer_key is not None
        and stored.link_result(session, parent.key, reviewer_key, new.intervention_id, record["id"])
    )
    return Added(key, ReviewRef(new.parent.study, DeliverableId(record["id"])), number, is_linked)


def add_first(session: Session, study_key: int, new: NewFirst, at: str) -> Added:
    """Store a first attempt at a job.

    Raises:
        DomainError: there is no such job.
    """
    job_key = stored.job_key_of(session, study_key, new.job)
    if job_key is None:
        raise DomainError(f"there is no job {new.job!r}")
    record = {**_record(new.delivery, at), "id": _fresh_id(session, study_key, new.job, 1), "arm": Arm.FIRST.value}
    key = stored.add(session, study_key, job_key, record, at)
    return Added(key, ReviewRef(new.study, DeliverableId(record["id"])), 1)


def take_back(session: Session, ref: ReviewRef, at: str) -> None:
    """Remove a deliverable that was made here by mistake.

    Raises:
        DomainError: there is none, or it was imported.
        Refused: somebody reviewed it, or another attempt came of it.
    """
    about = jobs.subject(session, ref)
    attempt = stored.attempt(session, about.deliverable_key)
    if not stored.was_made_here(session, attempt.id):
        raise DomainError(f"the deliverable {attempt.id!r} came from elsewhere and is not removed")
    if stored.is_built_upon(session, about.study_key, attempt):
        raise Refused(
            _("The attempt was not removed: somebody has begun to review it, or another attempt came of it."),
            safe=_("Everything is as it was."),
            hint=_("Skip it, with the reason, if it is not to count."),
        )
    stored.remove(session, about.study_key, attempt, at)


def _record(delivery: Delivery, at: str) -> Record:
    cost = delivery.cost
    return {
        "id": None,
        "model": delivery.model,
        "served_model": delivery.served_model,
        "attempt": 1,
        "arm": None,
        "parent": None,
        "partial": delivery.is_partial,
        "content": delivery.content,
        "attachments": [
            {"name": each.name, "sha256": each.sha256, "media_type": each.media_type, "size": each.size}
            for each in delivery.attachments or ()
        ],
        "created_at": delivery.created_at or at,
        "prompt": delivery.prompt,
        "usage": dict(delivery.usage),
        "cost": None if cost is None else {"amount": cost.amount, "currency": cost.currency},
        "metadata": dict(delivery.metadata),
    }


def _base(parent: StoredAttempt) -> str:
    """Return what the ids of a chain begin with: "job-17/1" and "job-17/2-0c2f9a51" both begin with "job-17"."""
    base, separator, end = parent.id.rpartition("/")
    return base if separator and end.partition("-")[0] == str(parent.attempt) else parent.id


def _fresh_id(session: Session, study_key: int, base: str, attempt: int) -> str:
    """Return an id that nobody else gives: two reviewers may go on from one deliverable, and their files are merged."""
    while True:
        id_ = f"{base}/{attempt}-{uuid.uuid4().hex[:8]}"
        if not stored.has_id(session, study_key, id_):
            return id_
