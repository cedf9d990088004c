"""The rows that results are computed from one by one: what came after first attempts, and the few that do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import String, and_, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from annotator.storage.result_gathering import has_earlier, is_first, said_by
from annotator.storage.result_spent import SPENT
from annotator.storage.result_standing import ballots, stands
from annotator.storage.tables import DeliverableRow, JobRow, ReviewRow
from annotator.storage.types import ExactText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import QueryableAttribute, Session


_CURRENCIES: Final[tuple[tuple[QueryableAttribute[Any], type[JobRow | DeliverableRow]], ...]] = (
    (JobRow.budget_currency, JobRow),
    (DeliverableRow.cost_currency, DeliverableRow),
)


class DeliverableFacts(NamedTuple):
    """What results ask of a deliverable; `parent` is a key, `None` where there is none or it is not there."""

    key: int
    job: int
    model: str | None
    arm: str
    parent: int | None
    cost: float | None
    currency: str | None


def priced(session: Session, study_key: int) -> Sequence[Any]:
    """Return how many jobs have a budget, by currency."""
    question = select(plain(session, JobRow.budget_currency), func.count(JobRow.budget_amount))
    return _all(session, question.where(JobRow.study_key == study_key).group_by(JobRow.budget_currency))


def jobs(session: Session, study_key: int) -> int:
    """Return how many jobs a study has."""
    return int(_all(session, select(func.count()).where(JobRow.study_key == study_key))[0][0])


def later(session: Session, study_key: int) -> list[DeliverableFacts]:
    """Return a study's deliverables that are no first attempts, in import order."""
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
        .where(DeliverableRow.study_key == study_key, ~is_first())
        .order_by(DeliverableRow.key)
    )
    return [DeliverableFacts(*row) for row in _all(session, question)]


def later_ballots(session: Session, study_key: int, *, by_reviewer: bool, is_ruled: bool) -> Sequence[Any]:
    """Return what was said of those: key, reviewer (0 for all together) and both numbers of `Ballots`."""
    verdict, source = said_by(DeliverableRow.__table__, stands(session), is_ruled=is_ruled, is_outer=False)
    reviewer = ReviewRow.reviewer_key if by_reviewer else literal(0)
    question = select(DeliverableRow.key, reviewer, *ballots(verdict)).select_from(source)
    names = (DeliverableRow.key, ReviewRow.reviewer_key) if by_reviewer else (DeliverableRow.key,)
    return _all(session, question.where(DeliverableRow.study_key == study_key, ~is_first()).group_by(*names))


def later_times(session: Session, study_key: int) -> Sequence[Any]:
    """Return how long was spent on those: key, whether on what was set apart, and seconds."""
    question = select(DeliverableRow.key, SPENT.c.is_of_kinds, SPENT.c.seconds).join_from(
        DeliverableRow, SPENT, SPENT.c.deliverable_key == DeliverableRow.key
    )
    return _all(session, question.where(DeliverableRow.study_key == study_key, ~is_first()))


def first_attempts(session: Session, study_key: int) -> int:
    """Return how many first attempts there are, those included that have an earlier one."""
    question = select(func.count()).where(DeliverableRow.study_key == study_key, is_first())
    return int(_all(session, question)[0][0])


def further(session: Session, study_key: int) -> Sequence[Any]:
    """Return the first attempts of a job and model that has an earlier one, in import order.

    Each as its id, model, and its job's category, language, budget and currency.
    """
    question = (
        select(
            DeliverableRow.id,
            plain(session, DeliverableRow.model),
            plain(session, JobRow.category),
            plain(session, JobRow.language),
            JobRow.budget_amount,
            plain(session, JobRow.budget_currency),
        )
        .join(JobRow, JobRow.key == DeliverableRow.job_key)
        .where(DeliverableRow.study_key == study_key, is_first(), has_earlier())
        .order_by(DeliverableRow.key)
    )
    return _all(session, question)


def main_currency(session: Session, study_key: int) -> str:
    """Return the most frequent currency of a study's budgets, of its run costs if no budget names one, or no text."""
    for column, owner in _CURRENCIES:
        question = (
            select(column)
            .where(owner.study_key == study_key, column.is_not(None), column != "")
            .group_by(column)
            .order_by(func.count().desc(), column)
            .limit(1)
        )
        for (name,) in _all(session, question):
            return str(name)
    return ""


def has_other_currency(session: Session, study_key: int, currency: str) -> bool:
    """Return whether a budget or a run cost of a study names another currency than this one."""
    questions = (
        select(literal(1)).where(owner.study_key == study_key, column.not_in(("", currency))).limit(1)
        for column, owner in _CURRENCIES
    )
    return any(_all(session, question) for question in questions)


def plain(session: Session, column: QueryableAttribute[Any]) -> ColumnElement[Any]:
    """Return a column of exact text without its look at every value, where the database's own text is exact."""
    return type_coerce(column, String) if is_exact(session) else type_coerce(column, ExactText)


def is_exact(session: Session) -> bool:
    """Return whether the database's own text keeps every character."""
    return session.get_bind().dialect.name == "sqlite"


def _all(session: Session, question: Executable) -> Sequence[Any]:
    return session.connection().execute(question).all()
