"""What was missing and how far everybody is, counted in SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from annotator.storage.result_rows import plain
from annotator.storage.result_standing import in_study
from annotator.storage.tables import CriterionRow, DeliverableRow, JobRow, MarkRow, ReviewRow, TagRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import Session


def reviewed(session: Session, study_key: int) -> int:
    """Return how many deliverables have a submitted review."""
    question = select(func.count(ReviewRow.deliverable_key.distinct())).where(
        in_study(session, study_key), _stands(), ReviewRow.role != "model"
    )
    return int(session.execute(question).scalar_one())


def tags(session: Session, study_key: int) -> Sequence[Any]:
    """Return, for each tag of a reviewer, its code, and a deliverable it was given to, with the worst severity."""
    worst = func.max(case((TagRow.severity == "critical", 3), (TagRow.severity == "major", 2),
                          (TagRow.severity == "minor", 1), else_=0))  # fmt: skip
    question = (
        select(plain(session, TagRow.code), ReviewRow.deliverable_key, worst)
        .join_from(TagRow, ReviewRow, ReviewRow.key == TagRow.review_key)
        .where(in_study(session, study_key), _stands(), ReviewRow.role != "model")
        .group_by(TagRow.code, ReviewRow.deliverable_key)
        .order_by(ReviewRow.deliverable_key)
    )
    return _all(session, question)


def criteria(session: Session, study_key: int) -> Sequence[Any]:
    """Return the criteria by what they say: text, theme, importance, how often graded, how often failed."""
    graded = func.sum(case((MarkRow.mark.in_(("pass", "fail")), 1), else_=0))
    failed = func.sum(case((MarkRow.mark == "fail", 1), else_=0))
    text, theme = plain(session, CriterionRow.text), plain(session, CriterionRow.theme)
    question = (
        select(text, theme, CriterionRow.importance, graded, failed)
        .join_from(MarkRow, ReviewRow, ReviewRow.key == MarkRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(JobRow, JobRow.key == DeliverableRow.job_key)
        .join(CriterionRow, _is_criterion_of_mark())
        .where(DeliverableRow.study_key == study_key, _stands(), ReviewRow.role != "model")
        .group_by(text, theme, CriterionRow.importance)
        .having(graded > 0)
        .order_by(failed.desc(), graded)
    )
    return _all(session, question)


def failing(session: Session, study_key: int, texts: Sequence[str]) -> dict[tuple[str, str | None], list[int]]:
    """Return the deliverables that failed the criteria that say one of these texts, by text and theme."""
    text, theme = plain(session, CriterionRow.text), plain(session, CriterionRow.theme)
    question = (
        select(text, theme, ReviewRow.deliverable_key)
        .join_from(CriterionRow, JobRow, JobRow.key == CriterionRow.job_key)
        .join(DeliverableRow, DeliverableRow.job_key == JobRow.key)
        .join(ReviewRow, ReviewRow.deliverable_key == DeliverableRow.key)
        .join(MarkRow, and_(MarkRow.review_key == ReviewRow.key, _is_criterion_of_mark()))
        .where(DeliverableRow.study_key == study_key, _stands(), ReviewRow.role != "model")
        .where(CriterionRow.text.in_(texts), MarkRow.mark == "fail")
        .distinct()
        .order_by(ReviewRow.deliverable_key)
    )
    found: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for said, about, deliverable in _all(session, question):
        found[said, about].append(deliverable)
    return found


def progress(session: Session, study_key: int) -> Sequence[Any]:
    """Return, for each reviewer, how many first occasions are submitted, drafts, skipped, and how many are flagged."""
    question = (
        select(
            ReviewRow.reviewer_key,
            func.sum(case((ReviewRow.status == "submitted", 1), else_=0)),
            func.sum(case((ReviewRow.status == "draft", 1), else_=0)),
            func.sum(case((ReviewRow.status == "skipped", 1), else_=0)),
            func.sum(case((ReviewRow.is_flagged, 1), else_=0)),
        )
        .where(in_study(session, study_key), ~ReviewRow.is_superseded, ReviewRow.occasion == 1)
        .where(ReviewRow.role != "model")
        .group_by(ReviewRow.reviewer_key)
    )
    return _all(session, question)


def reviews_of_each(session: Session, study_key: int) -> list[int]:
    """Return how many deliverables have no submitted review, one, two, and three or more."""
    of_deliverable = ReviewRow.deliverable_key == DeliverableRow.key
    is_first = of_deliverable, _stands(), ReviewRow.occasion == 1, ReviewRow.role != "model"
    each = (
        select(DeliverableRow.key, func.count(ReviewRow.key).label("reviews"))
        .outerjoin(ReviewRow, and_(*is_first))
        .where(DeliverableRow.study_key == study_key)
        .group_by(DeliverableRow.key)
        .subquery()
    )
    found: list[int] = [0, 0, 0, 0]
    for reviews, count in _all(session, select(each.c.reviews, func.count()).group_by(each.c.reviews)):
        found[min(reviews, 3)] += count
    return found


def _is_criterion_of_mark() -> ColumnElement[bool]:
    version = func.coalesce(ReviewRow.rubric_version, JobRow.rubric_version)
    return and_(
        CriterionRow.job_key == JobRow.key, CriterionRow.version == version, CriterionRow.id == MarkRow.criterion_id
    )


def _stands() -> ColumnElement[bool]:
    return and_(ReviewRow.status == "submitted", ~ReviewRow.is_superseded)


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
