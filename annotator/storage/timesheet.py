"""A reviewer's sessions of active time, for the timesheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from annotator.storage.tables import DeliverableRow, KeptTimeRow, ReviewRow, StudyRow, TimeSessionRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class WorkedTime:
    """One session: in which study, when it began (as it was written) and its seconds, measured and counted."""

    study: str
    study_name: str
    started_at: str | None
    measured_seconds: float
    counted_seconds: float


def sessions(session: Session, reviewer_key: int | None) -> Iterable[WorkedTime]:
    """Return all sessions of a reviewer, those of studies that were removed among them."""
    if reviewer_key is None:
        return ()
    kept = select(
        KeptTimeRow.study,
        KeptTimeRow.study_name,
        KeptTimeRow.started_at,
        KeptTimeRow.seconds,
        KeptTimeRow.counted_seconds,
    ).where(KeptTimeRow.reviewer_key == reviewer_key)
    here = [worked for _key, worked in sessions_by_deliverable(session, reviewer_key)]
    return [*here, *(WorkedTime(*row) for row in session.execute(kept))]


def sessions_by_deliverable(session: Session, reviewer_key: int | None) -> list[tuple[int, WorkedTime]]:
    """Return a reviewer's sessions by deliverable; of one that a reopened review copied, the latest copy alone."""
    if reviewer_key is None:
        return []
    question = (
        select(
            ReviewRow.deliverable_key,
            ReviewRow.occasion,
            TimeSessionRow.id,
            StudyRow.id,
            StudyRow.name,
            TimeSessionRow.started_at,
            TimeSessionRow.seconds,
            TimeSessionRow.corrected_seconds,
        )
        .join_from(TimeSessionRow, ReviewRow, ReviewRow.key == TimeSessionRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(StudyRow, StudyRow.key == DeliverableRow.study_key)
        .where(ReviewRow.reviewer_key == reviewer_key)
        .order_by(ReviewRow.revision)
    )
    latest: dict[tuple[int, int, str], WorkedTime] = {}
    for deliverable, occasion, id_, study, name, started_at, seconds, corrected in session.execute(question):
        counted = seconds if corrected is None else corrected
        latest[deliverable, occasion, id_] = WorkedTime(study, name or "", started_at, seconds, counted)
    return [(deliverable, worked) for (deliverable, _occasion, _id), worked in latest.items()]
