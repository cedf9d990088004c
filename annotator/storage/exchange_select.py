"""Rows of one table by what they belong to, as the document's records."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_tables import TableOf

_FIRST: Final = itemgetter(0)


def rows_by_owner(
    session: Session, table: TableOf, owner: str, keys: Sequence[int], *order: str, is_parsed: bool
) -> dict[int, list[tuple[tuple[Any, ...], Record]]]:
    """Return the records of a table by the key of what they belong to, each with its own columns.

    Args:
        session: where to read.
        table: whose rows.
        owner: the column that names the owner.
        keys: the owners.
        order: the columns that order an owner's rows; they are also what stands beside each record.
        is_parsed: whether JSON columns become values.
    """
    columns = table.table.c
    statement = (
        select(columns[owner], *(columns[name] for name in order), *table.selected())
        .where(columns[owner].in_(keys))
        .order_by(columns[owner], *(columns[name] for name in order))
    )
    record_of = table.reader(is_parsed=is_parsed)
    own = 1 + len(order)
    rows = session.execute(statement).all()
    return {
        key: [(tuple(row[1:own]), record_of(row[own:])) for row in group] for key, group in groupby(rows, key=_FIRST)
    }
