"""The first attempts that count, with what their reviewers said, in a table of this connection's own.

Reading them takes longest; every sum is then one pass over a narrow table.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Float, MetaData, String, Table, and_, func, literal, select
from sqlalchemy.orm import aliased

from annotator.storage import result_standing as standing
from annotator.storage.tables import DeliverableRow, ReviewRow
from annotator.storage.temporary import filled
from annotator.storage.types import ExactText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, FromClause, Select
    from sqlalchemy.orm import Session

FIRSTS = Table(
    "result_first",
    MetaData(),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("reviewer", BigInteger, primary_key=True, autoincrement=False),
    Column("job", BigInteger),
    Column("model", ExactText),
    Column("cost", Float),
    Column("currency", ExactText),
    Column("said", BigInteger),
    Column("adjudicated", BigInteger),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)


RULED = Table(
    "result_ruled",
    MetaData(),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("verdict", String),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
"""What the rule makes of each review's marks."""


@contextmanager
def gathered(session: Session, study_key: int, rule: str | None, *, by_reviewer: bool) -> Iterator[None]:
    """Fill the table with a study's first attempts, of each job and model the first that was imported.

    Args:
        session: where to read.
        study_key: of which study.
        rule: the rule that makes the verdicts of the marks; `None` for the reviewers' own.
        by_reviewer: whether each reviewer's word stands alone.
    """
    with ExitStack() as tables:
        if rule is not None:
            tables.enter_context(filled(session, RULED, standing.rule_verdicts(study_key, rule)))
        asked = _asked(session, study_key, by_reviewer=by_reviewer, is_ruled=rule is not None)
        tables.enter_context(filled(session, FIRSTS, asked))
        yield


def _asked(session: Session, study_key: int, *, by_reviewer: bool, is_ruled: bool) -> Select[*tuple[Any, ...]]:
    verdict, source = said_by(DeliverableRow.__table__, standing.stands(session), is_ruled=is_ruled, is_outer=True)
    reviewer = func.coalesce(ReviewRow.reviewer_key, 0) if by_reviewer else literal(0)
    names = (DeliverableRow.key, ReviewRow.reviewer_key) if by_reviewer else (DeliverableRow.key,)
    cells = DeliverableRow.job_key, DeliverableRow.model, DeliverableRow.cost_amount, DeliverableRow.cost_currency
    return (
        select(DeliverableRow.key, reviewer, *cells, *standing.ballots(verdict))
        .select_from(source)
        .where(DeliverableRow.study_key == study_key, is_first(), ~has_earlier())
        .group_by(*names)
    )


def said_by(
    deliverables: FromClause, is_standing: ColumnElement[bool], *, is_ruled: bool, is_outer: bool
) -> tuple[ColumnElement[str | None], FromClause]:
    """Return a review's verdict, its own or the rule's that was gathered, and deliverables with standing reviews."""
    reviews = ReviewRow.__table__
    joined = deliverables.join(
        reviews, and_(ReviewRow.deliverable_key == DeliverableRow.key, is_standing), isouter=is_outer
    )
    if not is_ruled:
        return reviews.c.verdict, joined
    return RULED.c.verdict, joined.outerjoin(RULED, RULED.c.key == ReviewRow.key)


def is_first() -> ColumnElement[bool]:
    """Return whether a deliverable is a first attempt."""
    return DeliverableRow.arm == "first"


def has_earlier() -> ColumnElement[bool]:
    """Return whether a first attempt's job and model have an earlier one."""
    earlier = aliased(DeliverableRow)
    is_same = and_(
        earlier.job_key == DeliverableRow.job_key,
        earlier.arm == "first",
        earlier.model.is_not_distinct_from(DeliverableRow.model),
    )
    return select(earlier.key).where(is_same, earlier.key < DeliverableRow.key).exists()
