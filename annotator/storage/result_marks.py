"""Which criteria were lost from one attempt to the next, counted in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from annotator.storage.tables import DeliverableRow, MarkRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import Session


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
