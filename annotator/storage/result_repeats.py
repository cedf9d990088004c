"""Verdicts that were asked for again, or whose right answer is known: how steady and how right each reviewer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from annotator.storage.tables import DeliverableRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session


class Repeat(NamedTuple):
    """One reviewer's verdict of one occasion, with when it was handed in."""

    deliverable: int
    reviewer: int
    occasion: int
    verdict: str | None
    submitted_at: str | None
    gold: bool


def occasions(session: Session, study_key: int) -> list[Repeat]:
    """Return the standing verdicts that are gold, or on deliverables that have a gold one, or were asked for twice."""
    other = aliased(ReviewRow)
    is_asked_twice = (
        select(other.key)
        .where(
            other.deliverable_key == ReviewRow.deliverable_key,
            other.status == "submitted",
            ~other.is_superseded,
            or_(other.gold, and_(other.reviewer_key == ReviewRow.reviewer_key, other.occasion != ReviewRow.occasion)),
        )
        .exists()
    )
    question = (
        select(
            ReviewRow.deliverable_key,
            ReviewRow.reviewer_key,
            ReviewRow.occasion,
            ReviewRow.verdict,
            ReviewRow.submitted_at,
            ReviewRow.gold,
        )
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key, ReviewRow.status == "submitted", ~ReviewRow.is_superseded)
        .where(is_asked_twice)
        .order_by(ReviewRow.deliverable_key, ReviewRow.reviewer_key, ReviewRow.occasion)
    )
    return [Repeat(*row) for row in _all(session, question)]


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
