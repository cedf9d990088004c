"""The first attempts that were gathered, added up by SQL: how many, what they cost, the time that went into them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, case, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from annotator.storage.result_gathering import FIRSTS
from annotator.storage.result_rows import is_exact, plain
from annotator.storage.result_spent import SPENT
from annotator.storage.result_standing import Ballots
from annotator.storage.tables import DeliverableRow, JobRow, ReviewRow, TagRow
from annotator.storage.types import ExactText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, FromClause, Select, Subquery
    from sqlalchemy.orm import QueryableAttribute, Session


class Grouping(Enum):
    """What first attempts can be grouped by."""

    MODEL = "model"
    CATEGORY = "category"
    LANGUAGE = "language"
    PRICE_BAND = "price_band"
    TAG = "tag"
    REVIEWER = "reviewer"


Group = tuple[Any, ...]
"""A value for each grouping: of a price band its lower end and currency, of a reviewer the key."""


class FirstCount(NamedTuple):
    """First attempts that have all of this in common, what they cost and what their jobs are worth.

    `costs` and `budgets` say how many of them name an amount.
    """

    group: Group
    ballots: Ballots
    currency: str | None
    budget_currency: str | None
    attempts: int
    cost: float | None
    costs: int
    budget: float | None
    budgets: int


class FirstTime(NamedTuple):
    """First attempts of a group on which so much time was spent."""

    group: Group
    ballots: Ballots
    is_of_kinds: bool
    seconds: float
    attempts: int


class First(NamedTuple):
    """A first attempt that was answered; once for each group it belongs to."""

    group: Group
    key: int
    reviewer: int
    ballots: Ballots


class Firsts:
    """The first attempts of a study, as long as they are gathered."""

    def __init__(self, session: Session, study_key: int) -> None:
        self._session = session
        self._study_key = study_key

    def counts(self, by: Sequence[Grouping], steps: Sequence[float]) -> list[FirstCount]:
        """Return how many there are of each group, in the order of their import; price bands begin at `steps`."""
        group, source = self._grouped(by, steps)
        currencies = self._text(FIRSTS.c.currency), self._text(JobRow.budget_currency)
        apart = (*group, FIRSTS.c.said, FIRSTS.c.adjudicated, *currencies)
        question = select(
            *apart,
            func.count(),
            func.sum(FIRSTS.c.cost),
            func.count(FIRSTS.c.cost),
            func.sum(JobRow.budget_amount),
            func.count(JobRow.budget_amount),
        )
        reviewer = (FIRSTS.c.reviewer,) if Grouping.REVIEWER in by else ()
        order = (*reviewer, func.min(FIRSTS.c.key), *group)
        rows = self._all(question.select_from(source).group_by(*apart).order_by(*order))
        at = len(group)
        return [FirstCount(_put(by, row), Ballots(*row[at : at + 2]), *row[at + 2 :]) for row in rows]

    def times(self, by: Sequence[Grouping], steps: Sequence[float]) -> list[FirstTime]:
        """Return how many of each group took so many of the seconds that were added up."""
        group, source = self._grouped(by, steps)
        apart = (*group, FIRSTS.c.said, FIRSTS.c.adjudicated, SPENT.c.is_of_kinds, SPENT.c.seconds)
        joined = source.join(SPENT, SPENT.c.deliverable_key == FIRSTS.c.key)
        rows = self._all(select(*apart, func.count()).select_from(joined).group_by(*apart))
        at = len(group)
        return [FirstTime(_put(by, row), Ballots(*row[at : at + 2]), *row[at + 2 :]) for row in rows]

    def answered(self, by: Sequence[Grouping], steps: Sequence[float]) -> list[First]:
        """Return those that another deliverable descends from, in the order of their import."""
        group, source = self._grouped(by, steps)
        child = aliased(DeliverableRow)
        parents = (
            select(DeliverableRow.key)
            .join(child, and_(child.study_key == DeliverableRow.study_key, child.parent == DeliverableRow.id))
            .where(child.study_key == self._study_key, child.parent.is_not(None), child.arm != "first")
        )
        own = FIRSTS.c.key, FIRSTS.c.reviewer
        question = select(*group, *own, FIRSTS.c.said, FIRSTS.c.adjudicated).select_from(source)
        rows = self._all(question.where(FIRSTS.c.key.in_(parents)).order_by(FIRSTS.c.key))
        at = len(group)
        return [First(_put(by, row), row[at], row[at + 1], Ballots(*row[at + 2 :])) for row in rows]

    def each(self) -> Sequence[Any]:
        """Return the job, model and both numbers of `Ballots` of each, in the order of their import."""
        own = FIRSTS.c.job, self._text(FIRSTS.c.model), FIRSTS.c.said, FIRSTS.c.adjudicated
        return self._all(select(*own).order_by(FIRSTS.c.key))

    def costs(self) -> list[tuple[str | None, int]]:
        """Return how many cost something, by currency."""
        each = select(FIRSTS.c.key, FIRSTS.c.currency).where(FIRSTS.c.cost.is_not(None)).distinct().subquery()
        rows = self._all(select(self._text(each.c.currency), func.count()).group_by(each.c.currency))
        return [(currency, count) for currency, count in rows]

    @property
    def number(self) -> int:
        """How many first attempts count."""
        return int(self._all(select(func.count(FIRSTS.c.key.distinct())))[0][0])

    def _grouped(
        self, by: Sequence[Grouping], steps: Sequence[float]
    ) -> tuple[tuple[ColumnElement[Any], ...], FromClause]:
        source: FromClause = FIRSTS.join(JobRow.__table__, JobRow.key == FIRSTS.c.job)
        given = _gaps(self._study_key)
        if Grouping.TAG in by:
            source = source.outerjoin(given, given.c.deliverable_key == FIRSTS.c.key)
        columns = {
            Grouping.MODEL: (self._text(FIRSTS.c.model),),
            Grouping.CATEGORY: (plain(self._session, JobRow.category),),
            Grouping.LANGUAGE: (plain(self._session, JobRow.language),),
            Grouping.PRICE_BAND: (_band(steps), plain(self._session, JobRow.budget_currency)),
            Grouping.TAG: (self._text(given.c.code),),
            Grouping.REVIEWER: (FIRSTS.c.reviewer,),
        }
        return tuple(column for each in by for column in columns[each]), source

    def _text(self, column: ColumnElement[Any] | QueryableAttribute[Any]) -> ColumnElement[Any]:
        return type_coerce(column, String if is_exact(self._session) else ExactText)

    def _all(self, question: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        return self._session.connection().execute(question).all()


def _gaps(study_key: int) -> Subquery:
    """Ask for the tags of each deliverable that a standing review gave."""
    return (
        select(ReviewRow.deliverable_key, TagRow.code)
        .join_from(TagRow, ReviewRow, ReviewRow.key == TagRow.review_key)
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key, ReviewRow.status == "submitted", ~ReviewRow.is_superseded)
        .where(ReviewRow.role != "model")
        .distinct()
        .subquery()
    )


def _band(steps: Sequence[float]) -> ColumnElement[Any]:
    """Return the lower end of a budget's price band."""
    reached = [(JobRow.budget_amount >= step, literal(step)) for step in sorted(steps, reverse=True)]
    return case((JobRow.budget_amount.is_(None), None), *reached, else_=0)


def _put(by: Sequence[Grouping], row: Sequence[Any]) -> Group:
    """Return a row's group, the two columns of a price band as one value."""
    if Grouping.PRICE_BAND not in by:
        return tuple(row[: len(by)])
    values = iter(row)
    return tuple((next(values), next(values)) if each is Grouping.PRICE_BAND else next(values) for each in by)
