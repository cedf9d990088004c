"""The rows that results are computed from: one a deliverable, a job, a standing review, narrow and in import order.

A study has a hundred thousand of each: rows are read by plain connections, which take a third of the mapper's time, and
what can be added up in SQL is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, case, func, or_, select, true, type_coerce
from sqlalchemy.orm import aliased

from annotator.storage.tables import (
    DeliverableRow,
    InterventionRow,
    JobRow,
    ReviewerRow,
    ReviewRow,
    StudyRow,
    TagRow,
    TimeSessionRow,
)
from annotator.storage.types import ExactText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import QueryableAttribute, Session


class JobFacts(NamedTuple):
    """What results ask of a job."""

    key: int
    category: str | None
    language: str | None
    budget: float | None
    currency: str | None


class DeliverableFacts(NamedTuple):
    """What results ask of a deliverable; `parent` is a key, `None` where there is none or it is not there."""

    key: int
    job: int
    model: str | None
    arm: str
    parent: int | None
    cost: float | None
    currency: str | None


class ReviewFacts(NamedTuple):
    """A revision that is no draft and not superseded; of several of one reviewer the highest revision stands."""

    key: int
    deliverable: int
    reviewer: int
    revision: int
    status: str
    role: str
    verdict: str | None
    occasion: int


class Time(NamedTuple):
    """Seconds of a review: its interventions' by their kind, or its own where `kind` is `None`.

    Below 0 stands for an intervention that has no time at all.
    """

    review: int
    kind: str | None
    seconds: float


def jobs(session: Session, study_key: int) -> Sequence[Any]:
    """Return a study's jobs, each as the values of `JobFacts`."""
    question = select(
        JobRow.key,
        plain(session, JobRow.category),
        plain(session, JobRow.language),
        JobRow.budget_amount,
        plain(session, JobRow.budget_currency),
    ).where(JobRow.study_key == study_key)
    return _all(session, question)


def deliverables(session: Session, study_key: int) -> Sequence[Any]:
    """Return a study's deliverables in import order, each as the values of `DeliverableFacts`."""
    parent = aliased(DeliverableRow)
    question = (
        select(
            DeliverableRow.key,
            DeliverableRow.job_key,
            plain(session, DeliverableRow.model),
            DeliverableRow.arm,
            parent.key,
            DeliverableRow.cost_amount,
            plain(session, DeliverableRow.cost_currency),
        )
        .outerjoin(parent, and_(parent.study_key == DeliverableRow.study_key, parent.id == DeliverableRow.parent))
        .where(DeliverableRow.study_key == study_key)
        .order_by(DeliverableRow.key)
    )
    return _all(session, question)


def reviews(session: Session, study_key: int) -> Sequence[Any]:
    """Return what stands, or stood until a higher revision did, each as the values of `ReviewFacts`; no drafts."""
    question = (
        select(
            ReviewRow.key,
            ReviewRow.deliverable_key,
            ReviewRow.reviewer_key,
            ReviewRow.revision,
            ReviewRow.status,
            case((ReviewerRow.kind == "model", "model"), else_=ReviewRow.role),
            ReviewRow.verdict,
            ReviewRow.occasion,
        )
        .join_from(ReviewRow, ReviewerRow, ReviewerRow.key == ReviewRow.reviewer_key)
        .where(in_study(session, study_key), ReviewRow.status != "draft", ~ReviewRow.is_superseded)
    )
    return _all(session, question)


def times(session: Session, study_key: int, *, with_reviewing: bool) -> list[Time]:
    """Return the active seconds of the reviews that `reviews` returns, as corrected where they were.

    A session of intervening whose intervention is gone was worked all the same: its kind is empty.

    Args:
        session: where to read.
        study_key: of which study.
        with_reviewing: whether the reviews' own time is wanted too.
    """
    is_stepping_in = or_(TimeSessionRow.intervention_key.is_not(None), TimeSessionRow.activity == "intervention")
    kind = case(
        (TimeSessionRow.intervention_key.is_not(None), InterventionRow.kind),
        (TimeSessionRow.activity == "intervention", ""),
        else_=None,
    )
    question = (
        select(TimeSessionRow.review_key, kind, func.coalesce(TimeSessionRow.corrected_seconds, TimeSessionRow.seconds))
        .join_from(TimeSessionRow, ReviewRow, ReviewRow.key == TimeSessionRow.review_key)
        .outerjoin(InterventionRow, InterventionRow.key == TimeSessionRow.intervention_key)
        .where(in_study(session, study_key), ReviewRow.status == "submitted", ~ReviewRow.is_superseded)
    )
    if not with_reviewing:
        question = question.where(is_stepping_in)
    found = [Time(*row) for row in _all(session, question)]
    return found + _said_in_all(session, study_key, with_reviewing=with_reviewing)


def _said_in_all(session: Session, study_key: int, *, with_reviewing: bool) -> list[Time]:
    """Return the seconds of interventions and reviews without sessions, which name their sum alone or nothing."""
    of_intervention = select(TimeSessionRow.key).where(TimeSessionRow.intervention_key == InterventionRow.key)
    interventions = (
        select(InterventionRow.review_key, InterventionRow.kind, InterventionRow.active_seconds_json)
        .join_from(InterventionRow, ReviewRow, ReviewRow.key == InterventionRow.review_key)
        .where(
            in_study(session, study_key),
            ReviewRow.status == "submitted",
            ~ReviewRow.is_superseded,
            ~of_intervention.exists(),
        )
    )
    said = [
        Time(key, kind, -1.0 if seconds is None else float(seconds))
        for key, kind, seconds in _all(session, interventions)
    ]
    if not with_reviewing:
        return said
    own = select(TimeSessionRow.key).where(
        TimeSessionRow.review_key == ReviewRow.key,
        TimeSessionRow.intervention_key.is_(None),
        TimeSessionRow.activity != "intervention",
    )
    of_reviews = (
        select(ReviewRow.key, ReviewRow.active_seconds_json)
        .where(in_study(session, study_key), ReviewRow.status == "submitted", ~ReviewRow.is_superseded)
        .where(ReviewRow.active_seconds_json.is_not(None), ~own.exists())
    )
    return said + [Time(key, None, float(seconds)) for key, seconds in _all(session, of_reviews)]


def gaps(session: Session, study_key: int) -> Sequence[Any]:
    """Return the pairs of deliverable and tag code that a standing review gave."""
    question = (
        select(ReviewRow.deliverable_key, TagRow.code)
        .join_from(TagRow, ReviewRow, ReviewRow.key == TagRow.review_key)
        .where(in_study(session, study_key), ReviewRow.status == "submitted", ~ReviewRow.is_superseded)
        .where(ReviewRow.role != "model")
        .distinct()
        .order_by(TagRow.code, ReviewRow.deliverable_key)
    )
    return _all(session, question)


def ids_of(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """Return the ids of some deliverables."""
    found: dict[int, str] = {}
    for at in range(0, len(keys), _AT_ONCE):
        question = select(DeliverableRow.key, DeliverableRow.id).where(DeliverableRow.key.in_(keys[at : at + _AT_ONCE]))
        found.update((key, id_) for key, id_ in _all(session, question))
    return found


_AT_ONCE = 400


def currencies(session: Session, study_key: int) -> list[str]:
    """Return the currencies of a study's budgets, the most frequent first, then those of run costs."""
    found: list[str] = []
    for column, owner in ((JobRow.budget_currency, JobRow), (DeliverableRow.cost_currency, DeliverableRow)):
        question = (
            select(column)
            .where(owner.study_key == study_key, column.is_not(None), column != "")
            .group_by(column)
            .order_by(func.count().desc(), column)
        )
        found += [name for (name,) in _all(session, question) if name not in found]
    return found


def in_study(session: Session, study_key: int) -> ColumnElement[bool]:
    """Return whether a review belongs to a study; where there is no other study nobody needs to look."""
    if session.execute(select(func.count()).select_from(StudyRow)).scalar_one() == 1:
        return true()
    return (
        select(DeliverableRow.key)
        .where(DeliverableRow.key == ReviewRow.deliverable_key, DeliverableRow.study_key == study_key)
        .exists()
    )


def plain(session: Session, column: QueryableAttribute[Any]) -> ColumnElement[Any]:
    """Return a column of exact text without its look at every value, where the database's own text is exact."""
    is_exact = session.get_bind().dialect.name == "sqlite"
    return type_coerce(column, String) if is_exact else type_coerce(column, ExactText)


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
