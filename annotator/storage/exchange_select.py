"""Rows of one table by what they belong to, as the document's records."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_tables import TableOf

_FIRST: Final = itemgetter(0)
_AT_ONCE: Final = 900
"""Parameters that every SQLite takes."""


def rows_with_ids(
    session: Session, table: Table, columns: tuple[str, str], study_key: int, ids: Sequence[str]
) -> list[tuple[Any, Any]]:
    """Return two columns of those rows of a study that have one of the ids.

    A driver that counts its parameters is asked directly: naming thousands of them costs more than their rows.
    """
    if not ids:
        return []
    connection = session.connection()
    if connection.dialect.paramstyle != "qmark":
        wanted = [table.c[name] for name in columns]
        where = table.c.study_key == study_key, table.c.id.in_(ids)
        return [tuple(row) for row in session.execute(select(*wanted).where(*where))]
    quoted = connection.dialect.identifier_preparer
    names = ", ".join(quoted.format_column(table.c[name]) for name in columns)
    found: list[tuple[Any, Any]] = []
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        question = f"SELECT {names} FROM {quoted.format_table(table)} WHERE study_key = ? AND id IN ("
        rows = connection.exec_driver_sql(f"{question}{', '.join('?' * len(some))})", (study_key, *some))
        found += [tuple(row) for row in rows]
    return found


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
