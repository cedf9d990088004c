"""What several reviewers said of the same deliverable before anybody talked: the units of agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from annotator.storage.tables import CriterionRow, DeliverableRow, JobRow, MarkRow, ReviewerRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable, Select, Subquery
    from sqlalchemy.orm import Session


class Rating(NamedTuple):
    """One reviewer's word on one deliverable, or on one of its criteria (`None` for the verdict)."""

    deliverable: int
    reviewer: int
    criterion: str | None
    said: str | None


class Repeat(NamedTuple):
    """One reviewer's verdict of one occasion, with when it was handed in."""

    deliverable: int
    reviewer: int
    occasion: int
    verdict: str | None
    submitted_at: str | None
    gold: bool


def verdicts(session: Session, study_key: int) -> list[Rating]:
    """Return the verdicts on deliverables that two or more reviewed."""
    unseen = _unseen(study_key)
    question = (
        select(unseen.c.deliverable_key, unseen.c.reviewer_key, unseen.c.verdict)
        .where(unseen.c.deliverable_key.in_(_rated_twice(unseen)))
        .order_by(unseen.c.deliverable_key, unseen.c.reviewer_key)
    )
    return [Rating(deliverable, reviewer, None, said) for deliverable, reviewer, said in _all(session, question)]


def marks(session: Session, study_key: int) -> list[Rating]:
    """Return the marks on deliverables that two or more reviewed."""
    unseen = _unseen(study_key)
    question = (
        select(unseen.c.deliverable_key, unseen.c.reviewer_key, MarkRow.criterion_id, MarkRow.mark)
        .join_from(unseen, MarkRow, MarkRow.review_key == unseen.c.key)
        .where(unseen.c.deliverable_key.in_(_rated_twice(unseen)), MarkRow.mark.in_(("pass", "fail")))
        .order_by(unseen.c.deliverable_key, MarkRow.position, unseen.c.reviewer_key)
    )
    return [Rating(*row) for row in _all(session, question)]


def criterion_texts(session: Session, study_key: int) -> Sequence[Any]:
    """Return the ids and texts of all criteria now in force: one id may name others in another job."""
    question = (
        select(CriterionRow.id, CriterionRow.text)
        .join_from(
            CriterionRow,
            JobRow,
            and_(JobRow.key == CriterionRow.job_key, JobRow.rubric_version == CriterionRow.version),
        )
        .where(JobRow.study_key == study_key)
        .distinct()
    )
    return _all(session, question)


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


def _unseen(study_key: int) -> Subquery:
    """Ask for the latest submitted review of each reviewer that was handed in before they saw anybody else's."""
    later = aliased(ReviewRow)
    is_overtaken = (
        select(later.key)
        .where(
            later.deliverable_key == ReviewRow.deliverable_key,
            later.reviewer_key == ReviewRow.reviewer_key,
            later.occasion == ReviewRow.occasion,
            later.revision > ReviewRow.revision,
            later.status == "submitted",
            _had_seen_nobody(later),
        )
        .exists()
    )
    return (
        select(ReviewRow.key, ReviewRow.deliverable_key, ReviewRow.reviewer_key, ReviewRow.verdict)
        .join_from(ReviewRow, DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(ReviewerRow, ReviewerRow.key == ReviewRow.reviewer_key)
        .where(
            DeliverableRow.study_key == study_key,
            ReviewRow.occasion == 1,
            ReviewRow.status == "submitted",
            ReviewRow.role == "reviewer",
            ReviewerRow.kind != "model",
            _had_seen_nobody(ReviewRow),
            ~is_overtaken,
        )
        .subquery()
    )


def _had_seen_nobody(review: type[ReviewRow]) -> ColumnElement[bool]:
    return or_(review.saw_others_at.is_(None), review.submitted_at < review.saw_others_at)


def _rated_twice(unseen: Subquery) -> Select[Any]:
    return select(unseen.c.deliverable_key).group_by(unseen.c.deliverable_key).having(func.count() > 1)


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
