"""Deliverables that are made here: their rows, the chains they stand in, and taking one back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, or_, select, update

from annotator.domain.feedback import ARMS
from annotator.exactjson import dumps, loads
from annotator.storage.exchange_in import RowBatch
from annotator.storage.plain import DELIVERABLE
from annotator.storage.tables import ContentRow, DeliverableRow, InterventionRow, JobRow, JournalRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record

_ASKING: Final = tuple(ARMS)
"""The kinds of intervention that ask for another attempt."""

_ROW = select(
    DeliverableRow.key,
    DeliverableRow.id,
    DeliverableRow.parent,
    DeliverableRow.arm,
    DeliverableRow.attempt,
    DeliverableRow.model,
    DeliverableRow.served_model,
    DeliverableRow.is_partial,
    DeliverableRow.created_at,
    DeliverableRow.attachments_json,
    DeliverableRow.metadata_json,
)


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """A deliverable's place in its chain, without its text; the last two are JSON text."""

    key: int
    id: str
    parent: str | None
    arm: str
    attempt: int
    model: str | None
    served_model: str | None
    is_partial: bool
    created_at: str | None
    attachments: str
    metadata: str


def attempts(session: Session, job_key: int) -> tuple[StoredAttempt, ...]:
    """Return the deliverables of a job in order."""
    rows = session.execute(_ROW.where(DeliverableRow.job_key == job_key).order_by(DeliverableRow.key))
    return tuple(StoredAttempt(*row) for row in rows)


def attempt(session: Session, deliverable_key: int) -> StoredAttempt:
    """Return one deliverable's place."""
    return StoredAttempt(*session.execute(_ROW.where(DeliverableRow.key == deliverable_key)).one())


def job_key_of(session: Session, study_key: int, job_id: str) -> int | None:
    """Return the key of a job, nothing if it is not there."""
    found = session.execute(select(JobRow.key).where(JobRow.study_key == study_key, JobRow.id == job_id))
    return found.scalar_one_or_none()


def has_id(session: Session, study_key: int, id_: str) -> bool:
    """Return whether a study has a deliverable with this id."""
    found = session.execute(
        select(DeliverableRow.key).where(DeliverableRow.study_key == study_key, DeliverableRow.id == id_)
    )
    return found.first() is not None


def add(session: Session, study_key: int, job_key: int, record: Record, at: str) -> int:
    """Store a deliverable, note it in the journal and return its key."""
    batch = RowBatch(session, study_key)
    key = batch.add_deliverable(job_key, record)
    batch.write()
    named = {each: record[each] for each in ("id", "parent", "arm", "attempt", "model", "partial", "created_at")}
    _note(session, "attempt", {"add": named}, {"remove": record["id"]}, at)
    return key


def link_result(session: Session, deliverable_key: int, reviewer_key: int, intervention_id: str, result: str) -> bool:
    """Let an intervention name the deliverable it led to; return whether one without a result was there.

    All revisions of the reviewer's review are told: a reopened one is a copy.
    """
    reviews = select(ReviewRow.key).where(
        ReviewRow.deliverable_key == deliverable_key, ReviewRow.reviewer_key == reviewer_key
    )
    changed = session.execute(
        update(InterventionRow)
        .where(
            InterventionRow.review_key.in_(reviews),
            InterventionRow.id == intervention_id,
            InterventionRow.result.is_(None),
        )
        .values(result=result)
        .returning(InterventionRow.key)
    )
    return bool(changed.all())


def messages_that_led_to(session: Session, study_key: int, ids: Sequence[str]) -> dict[str, str]:
    """Return, of those of the deliverables that answered somebody, what they were told."""
    rows = session.execute(
        select(InterventionRow.result, InterventionRow.content)
        .join(ReviewRow, ReviewRow.key == InterventionRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key, InterventionRow.result.in_(ids))
        .order_by(InterventionRow.key)
    )
    return {str(result): content for result, content in rows if content}


def askers(session: Session, study_key: int) -> dict[str, list[tuple[int, str | None]]]:
    """Return who asked for attempts after a deliverable, by its id: their key, and the attempt it led to if known."""
    rows = session.execute(
        select(DeliverableRow.id, ReviewRow.reviewer_key, InterventionRow.result)
        .join_from(InterventionRow, ReviewRow, ReviewRow.key == InterventionRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(
            DeliverableRow.study_key == study_key,
            or_(InterventionRow.result.is_not(None), InterventionRow.kind.in_(_ASKING)),
        )
        .order_by(InterventionRow.key)
    )
    found: dict[str, list[tuple[int, str | None]]] = {}
    for parent, reviewer_key, result in rows:
        found.setdefault(parent, []).append((reviewer_key, result))
    return found


def prompt_of(session: Session, deliverable_key: int) -> Any:  # noqa: ANN401 -- any JSON value
    """Return what a deliverable was made with, `None` if that is unknown."""
    stored = session.execute(select(DeliverableRow.prompt_json).where(DeliverableRow.key == deliverable_key))
    text = stored.scalar_one()
    return None if text is None else loads(text)


def is_built_upon(session: Session, study_key: int, stored: StoredAttempt) -> bool:
    """Return whether somebody reviewed a deliverable, or another one came of it."""
    reviewed = select(func.count()).select_from(ReviewRow).where(ReviewRow.deliverable_key == stored.key)
    followed = (
        select(func.count())
        .select_from(DeliverableRow)
        .where(DeliverableRow.study_key == study_key, DeliverableRow.parent == stored.id)
    )
    return any(session.execute(question).scalar_one() for question in (reviewed, followed))


def was_made_here(session: Session, id_: str) -> bool:
    """Return whether a deliverable was made in this workspace and not imported."""
    made = dumps({"remove": id_}).decode()
    found = session.execute(select(JournalRow.key).where(JournalRow.kind == "attempt", JournalRow.undo_json == made))
    return found.first() is not None


def remove(session: Session, study_key: int, stored: StoredAttempt, at: str) -> None:
    """Remove a deliverable that nobody reviewed; the intervention that led to it has no result again."""
    reviews = (
        select(ReviewRow.key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key)
    )
    session.execute(
        update(InterventionRow)
        .where(InterventionRow.result == stored.id, InterventionRow.review_key.in_(reviews))
        .values(result=None)
    )
    session.execute(delete(ContentRow).where(ContentRow.deliverable_key == stored.key))
    session.execute(delete(DELIVERABLE).where(DELIVERABLE.c.key == stored.key))
    _note(session, "attempt_removed", {"remove": stored.id}, {}, at)


def _note(session: Session, kind: str, now: dict[str, Any], before: dict[str, Any], at: str) -> None:
    """Keep what happened in the journal; it is history only and is not undone by undo."""
    session.execute(
        insert(JournalRow).values(
            id=str(uuid.uuid4()),
            kind=kind,
            command_json=dumps(now).decode(),
            undo_json=dumps(before).decode(),
            started_at=at,
            at=at,
            is_undoable=False,
        )
    )
