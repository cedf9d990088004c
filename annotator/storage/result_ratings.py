"""What several reviewers said of the same units before anybody talked, counted by who said what.

A unit's ratings are two numbers with a bit for each reviewer: those who let it pass, and those who did not. Units with
the same two numbers say the same of agreement, so that of a hundred thousand reviews a few rows come back.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from annotator.storage.result_rows import plain
from annotator.storage.tables import CriterionRow, DeliverableRow, JobRow, MarkRow, ReviewerRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable, FromClause, Select, Subquery
    from sqlalchemy.orm import Session

RATERS_AT_ONCE = 60
"""So many reviewers' bits fit into one column."""


class Column(Enum):
    """What units can be grouped by."""

    CRITERION = "criterion"
    JOB = "job"
    MODEL = "model"
    CATEGORY = "category"
    LANGUAGE = "language"


class Pattern(NamedTuple):
    """What reviewers said of some units.

    Args:
        group: what the units have in common, a value for each column asked for.
        passes: for each sixty reviewers, a number with the bits of those who let the units pass.
        fails: the same for those who did not.
        units: how many units there are.
    """

    group: tuple[Any, ...]
    passes: tuple[int, ...]
    fails: tuple[int, ...]
    units: int


def raters(session: Session, study_key: int) -> list[int]:
    """Return who reviewed what another reviewed too."""
    rated = _rated_twice(study_key)
    return list(session.scalars(select(rated.c.reviewer_key).distinct().order_by(rated.c.reviewer_key)))


def patterns(
    session: Session, study_key: int, raters: Sequence[int], columns: Sequence[Column], *, of_criteria: bool
) -> list[Pattern]:
    """Return how often reviewers said what of the units that two or more reviewed, in the order of their occurrence.

    Args:
        session: where to read.
        study_key: of which study.
        raters: the reviewers, in the order of their bits.
        columns: what to group by.
        of_criteria: whether each criterion is a unit, or each deliverable by its verdict.
    """
    unit = _units(study_key, raters, of_criteria=of_criteria).subquery()
    known = {
        Column.CRITERION: unit.c.criterion_id,
        Column.JOB: DeliverableRow.job_key,
        Column.MODEL: plain(session, DeliverableRow.model),
        Column.CATEGORY: plain(session, JobRow.category),
        Column.LANGUAGE: plain(session, JobRow.language),
    }
    group = [known[column] for column in columns]
    bits = [column for column in unit.c if column.name.startswith(("pass", "fail"))]
    question = select(*group, *bits, func.count()).select_from(unit)
    if set(columns) - {Column.CRITERION}:
        question = question.join(DeliverableRow, DeliverableRow.key == unit.c.deliverable_key)
        question = question.join(JobRow, JobRow.key == DeliverableRow.job_key)
    place = func.min(unit.c.deliverable_key), func.min(unit.c.position)
    rows = _all(session, question.group_by(*group, *bits).order_by(*place))
    half, groups = len(bits) // 2, len(group)
    return [
        Pattern(tuple(row[:groups]), tuple(row[groups : groups + half]), tuple(row[groups + half : -1]), row[-1])
        for row in rows
    ]


def _units(study_key: int, raters: Sequence[int], *, of_criteria: bool) -> Select[*tuple[Any, ...]]:
    """Ask for the units: a deliverable or one of its criteria, and the bits of those who passed and failed it."""
    rated = _rated_twice(study_key)
    if of_criteria:
        said: ColumnElement[Any] = MarkRow.__table__.c.mark
        criterion: ColumnElement[Any] = MarkRow.__table__.c.criterion_id
        position: ColumnElement[int] = func.min(MarkRow.position)
        source: FromClause = rated.join(MarkRow.__table__, MarkRow.review_key == rated.c.key)
        names: tuple[ColumnElement[Any], ...] = (rated.c.deliverable_key, criterion)
    else:
        said, criterion, position, source = rated.c.verdict, literal(None), literal(0), rated
        names = (rated.c.deliverable_key,)
    bits = [bit for word in ("pass", "fail") for bit in _bits(rated, said, raters, word)]
    asked = select(rated.c.deliverable_key, criterion.label("criterion_id"), position.label("position"), *bits)
    return asked.select_from(source).where(said.in_(("pass", "fail"))).group_by(*names)


def _bits(rated: Subquery, said: ColumnElement[Any], raters: Sequence[int], word: str) -> list[ColumnElement[int]]:
    """Return, for each sixty reviewers, the sum of the bits of those who said a word."""
    found: list[ColumnElement[int]] = []
    for start in range(0, len(raters), RATERS_AT_ONCE):
        bit_of = {key: 1 << at for at, key in enumerate(raters[start : start + RATERS_AT_ONCE])}
        bit = case(bit_of, value=rated.c.reviewer_key, else_=0)
        total = func.sum(case((said == word, bit), else_=0))
        found.append(cast(total, BigInteger).label(f"{word}{len(found)}"))
    return found


def ambiguous_criteria(session: Session, study_key: int) -> set[str]:
    """Return the ids of criteria that say something else in another job that was rated twice."""
    rated = _rated_twice(study_key)
    jobs = select(DeliverableRow.job_key).join(rated, rated.c.deliverable_key == DeliverableRow.key)
    texts, named = func.count(CriterionRow.text.distinct()), func.count(CriterionRow.text)
    question = (
        select(CriterionRow.id)
        .join(JobRow, and_(JobRow.key == CriterionRow.job_key, JobRow.rubric_version == CriterionRow.version))
        .where(JobRow.key.in_(jobs))
        .group_by(CriterionRow.id)
        .having(or_(texts > 1, and_(named > 0, named < func.count())))
    )
    return set(session.scalars(question))


def _rated_twice(study_key: int) -> Subquery:
    """Ask for the reviews that count of the deliverables of which two or more reviewers have one."""
    shared = (
        select(ReviewRow.deliverable_key)
        .where(ReviewRow.occasion == 1, ReviewRow.status == "submitted", ReviewRow.role == "reviewer")
        .group_by(ReviewRow.deliverable_key)
        .having(func.min(ReviewRow.reviewer_key) < func.max(ReviewRow.reviewer_key))
        .subquery()
    )
    unseen = _unseen(study_key).join(shared, shared.c.deliverable_key == ReviewRow.deliverable_key).cte()
    several = select(unseen.c.deliverable_key).group_by(unseen.c.deliverable_key).having(func.count() > 1)
    return select(unseen).where(unseen.c.deliverable_key.in_(several)).subquery()


def _unseen(study_key: int) -> Select[*tuple[Any, ...]]:
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
    )


def _had_seen_nobody(review: type[ReviewRow]) -> ColumnElement[bool]:
    return or_(review.saw_others_at.is_(None), review.submitted_at < review.saw_others_at)


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
