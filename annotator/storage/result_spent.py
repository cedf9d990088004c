"""Where the active time went: the seconds of each deliverable's reviews, in a table of this connection's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Integer,
    MetaData,
    Table,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from annotator.storage.result_standing import in_study, stands
from annotator.storage.tables import InterventionRow, ReviewRow, TimeSessionRow
from annotator.storage.temporary import filled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session


SPENT = Table(
    "result_spent",
    MetaData(),
    Column("deliverable_key", BigInteger, primary_key=True, autoincrement=False),
    Column("is_of_kinds", Integer, primary_key=True, autoincrement=False),
    Column("seconds", Float),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)


def added_up(session: Session, question: Select[*tuple[Any, ...]]) -> AbstractContextManager[None]:
    """Fill the table with what `intervening` or `reviewing` asks for."""
    return filled(session, SPENT, question)


def intervening(
    session: Session, kinds: Sequence[str], uncounted: Sequence[str], missing_seconds: float | None
) -> Select[*tuple[Any, ...]]:
    """Ask for the seconds of each deliverable's interventions: `seconds`, apart for those of `kinds` (`is_of_kinds`).

    Args:
        session: where to read.
        kinds: the kinds whose time stands apart.
        uncounted: the kinds whose time is nobody's work.
        missing_seconds: what stands for an intervention without any time; `None` leaves it out.
    """
    # A session of intervening whose intervention is gone was worked all the same.
    kind = func.coalesce(InterventionRow.kind, "")
    of_sessions = (
        _of_reviews(session, _part(kind, kinds), _worked())
        .join(TimeSessionRow, TimeSessionRow.review_key == ReviewRow.key)
        .outerjoin(InterventionRow, InterventionRow.key == TimeSessionRow.intervention_key)
        .where(or_(TimeSessionRow.activity == "intervention", TimeSessionRow.intervention_key.is_not(None)))
        .where(kind.not_in(uncounted))
    )
    has_session = select(TimeSessionRow.key).where(TimeSessionRow.intervention_key == InterventionRow.key).exists()
    said = func.coalesce(_number(InterventionRow.active_seconds_json), missing_seconds)
    in_all = (
        _of_reviews(session, _part(InterventionRow.kind, kinds), said)
        .join(InterventionRow, InterventionRow.review_key == ReviewRow.key)
        .where(~has_session, said.is_not(None), InterventionRow.kind.not_in(uncounted))
    )
    return _added_up(of_sessions, in_all)


def reviewing(session: Session) -> Select[*tuple[Any, ...]]:
    """Ask for the seconds of each deliverable's reviews themselves, interventions apart."""
    return _added_up(*_reviews(session, ReviewRow.deliverable_key))


def seconds_of_reviewers(session: Session, study_key: int) -> Sequence[Any]:
    """Return how many standing reviews of each reviewer took how long: reviewer, seconds, reviews."""
    each = _added_up(*_reviews(session, ReviewRow.key)).subquery()
    question = (
        select(ReviewRow.reviewer_key, each.c.seconds, func.count())
        .join(each, each.c.key == ReviewRow.key)
        .where(in_study(session, study_key))
        .group_by(ReviewRow.reviewer_key, each.c.seconds)
    )
    return session.connection().execute(question).all()


def _reviews(
    session: Session, name: InstrumentedAttribute[int]
) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Ask for the time of reviews in their sessions, and of those that name their sum alone."""
    is_reviewing = TimeSessionRow.intervention_key.is_(None) & (TimeSessionRow.activity != "intervention")
    of_sessions = (
        _of_reviews(session, literal(0), _worked(), name)
        .join(TimeSessionRow, TimeSessionRow.review_key == ReviewRow.key)
        .where(is_reviewing)
    )
    own = select(TimeSessionRow.key).where(TimeSessionRow.review_key == ReviewRow.key, is_reviewing).exists()
    in_all = _of_reviews(session, literal(0), _number(ReviewRow.active_seconds_json), name).where(
        ReviewRow.active_seconds_json.is_not(None), ~own
    )
    return of_sessions, in_all


def _of_reviews(
    session: Session,
    part: ColumnElement[int],
    seconds: ColumnElement[float],
    name: InstrumentedAttribute[int] = ReviewRow.deliverable_key,
) -> Select[*tuple[Any, ...]]:
    columns = name.label("key"), part.label("is_of_kinds"), seconds.label("seconds")
    return select(*columns).select_from(ReviewRow).where(ReviewRow.status == "submitted", stands(session))


def _added_up(*questions: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    each = union_all(*questions).subquery()
    names = each.c.key, each.c.is_of_kinds
    return select(*names, func.sum(each.c.seconds).label("seconds")).group_by(*names)


def _part(kind: ColumnElement[str] | InstrumentedAttribute[str], kinds: Sequence[str]) -> ColumnElement[int]:
    return case((kind.in_(kinds), 1), else_=0)


def _worked() -> ColumnElement[float]:
    return func.coalesce(TimeSessionRow.corrected_seconds, TimeSessionRow.seconds)


def _number(text: InstrumentedAttribute[str | None]) -> ColumnElement[float]:
    return cast(text, Float)
