"""What was missing and how far everybody is, counted in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, case, cast, func, select

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


class CriterionCount(NamedTuple):
    """How often a criterion was graded and failed, and the keys of the deliverables that failed it, in import order."""

    text: str | None
    theme: str | None
    importance: str | None
    graded: int
    failed: int
    behind: tuple[int, ...]


def criteria(session: Session, study_key: int, shown: int) -> list[CriterionCount]:
    """Return the criteria by what they say, the most failed first; only the first `shown` name deliverables."""
    is_failed = MarkRow.mark == "fail"
    graded = func.sum(case((MarkRow.mark.in_(("pass", "fail")), 1), else_=0))
    failed = func.sum(case((is_failed, 1), else_=0))
    behind = func.aggregate_strings(case((is_failed, cast(ReviewRow.deliverable_key, String))), ",")
    text, theme = plain(session, CriterionRow.text), plain(session, CriterionRow.theme)
    question = (
        select(text, theme, CriterionRow.importance, graded, failed, behind)
        .join_from(MarkRow, ReviewRow, ReviewRow.key == MarkRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(JobRow, JobRow.key == DeliverableRow.job_key)
        .join(CriterionRow, _is_criterion_of_mark())
        .where(DeliverableRow.study_key == study_key, _stands(), ReviewRow.role != "model")
        .group_by(text, theme, CriterionRow.importance)
        .having(graded > 0)
        .order_by(failed.desc(), graded)
    )
    return [
        CriterionCount._make((*said, _keys(keys) if at < shown else ()))
        for at, (*said, keys) in enumerate(_all(session, question))
    ]


def _keys(joined: str | None) -> tuple[int, ...]:
    return tuple(sorted({int(key) for key in joined.split(",")})) if joined else ()


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
