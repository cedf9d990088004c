"""What marks add up to, counted in SQL: the rule's verdicts, agreement, regressions, and which criteria fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from annotator.metrics.rules import GATES, RuleName
from annotator.storage.tables import CriterionRow, DeliverableRow, JobRow, MarkRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable, Select
    from sqlalchemy.orm import Session


def rule_verdicts(session: Session, study_key: int, rule: str) -> dict[int, str]:
    """Return what a rule makes of each submitted review's marks (M1), by the review's key.

    A review on whose rubric no criterion decides is not among them; nor is any if the rule is unknown.
    """
    known = next((each for each in RuleName if each.value == rule), None)
    if known is None:
        return {}
    gates = GATES[known]
    ranked = [importance.value for importance in gates if importance is not None]
    is_gate: ColumnElement[bool] = CriterionRow.importance.in_(ranked)
    if None in gates:
        is_gate = or_(is_gate, CriterionRow.importance.is_(None))
    failed = func.sum(case((MarkRow.mark == "fail", 1), else_=0))
    passed = func.sum(case((MarkRow.mark == "pass", 1), else_=0))
    asked = func.sum(case((MarkRow.mark == "na", 0), else_=1))
    question = (
        _criteria_of_reviews(study_key, ReviewRow.__table__.c.key, failed, passed, asked)
        .where(is_gate, _counts())
        .group_by(ReviewRow.key)
    )
    return {
        key: "fail" if fails else "pass" if passes == gating else "undecided"
        for key, fails, passes, gating in _all(session, question)
        if gating
    }


def _criteria_of_reviews(study_key: int, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Ask for the criteria that each review was about, with their marks, where there are any."""
    version = func.coalesce(ReviewRow.rubric_version, JobRow.rubric_version)
    return (
        select(*columns)
        .join_from(ReviewRow, DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(JobRow, JobRow.key == DeliverableRow.job_key)
        .join(CriterionRow, and_(CriterionRow.job_key == JobRow.key, CriterionRow.version == version))
        .outerjoin(MarkRow, and_(MarkRow.review_key == ReviewRow.key, MarkRow.criterion_id == CriterionRow.id))
        .where(DeliverableRow.study_key == study_key, ~CriterionRow.is_archived)
    )


def _counts(review: type[ReviewRow] = ReviewRow) -> ColumnElement[bool]:
    return and_(review.status == "submitted", ~review.is_superseded, review.role != "model")


def regressions(session: Session, study_key: int) -> Sequence[Any]:
    """Return how many criteria passed at both, and how many only before, for each deliverable that answers another.

    Where several reviewers marked an attempt, a criterion passed or failed there by the majority of its marks. Each
    mark after meets each mark before, which changes the size of both sums and the sign of none.
    """
    parent, review, mark = aliased(DeliverableRow), aliased(ReviewRow), aliased(MarkRow)
    pairs = (
        select(DeliverableRow.key, _lean(MarkRow).label("before"), _lean(mark).label("after"))
        .join_from(
            DeliverableRow,
            parent,
            and_(parent.study_key == DeliverableRow.study_key, parent.id == DeliverableRow.parent),
        )
        .join(review, review.deliverable_key == DeliverableRow.key)
        .join(mark, mark.review_key == review.key)
        .join(ReviewRow, ReviewRow.deliverable_key == parent.key)
        .join(MarkRow, and_(MarkRow.review_key == ReviewRow.key, MarkRow.criterion_id == mark.criterion_id))
        .where(DeliverableRow.study_key == study_key, DeliverableRow.parent.is_not(None))
        .where(_counts(), _counts(review))
        .group_by(DeliverableRow.key, mark.criterion_id)
        .subquery()
    )
    kept = func.sum(case((pairs.c.after > 0, 1), else_=0))
    lost = func.sum(case((pairs.c.after < 0, 1), else_=0))
    return _all(session, select(pairs.c.key, kept, lost).where(pairs.c.before > 0).group_by(pairs.c.key))


def _lean(mark: type[MarkRow]) -> ColumnElement[int]:
    return func.sum(case((mark.mark == "pass", 1), (mark.mark == "fail", -1), else_=0))


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
