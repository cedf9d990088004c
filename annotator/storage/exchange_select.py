"""Rows of one table by what they belong to, as the document's records."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, bindparam, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_tables import TableOf

_FIRST: Final = itemgetter(0)
_AT_ONCE: Final = 900
"""Parameters that every SQLite takes."""
_BEGINNINGS: Final = "beginnings of questions"
STUDY: Final = bindparam("study", type_=Integer)


def rows_with_ids(
    session: Session, question: Select[Any], column: ColumnElement[str], study_key: int, ids: Sequence[str]
) -> list[tuple[str, Any]]:
    """Return, of those rows of a study that have one of the ids, the id and what is wanted beside it.

    A driver that counts its parameters is asked directly: naming thousands of them costs more than their rows.

    Args:
        session: where to read.
        question: the id and one more column, with `STUDY` as its only parameter in its only condition; the same object
            each time.
        column: where the ids stand.
        study_key: the study.
        ids: the ids.
    """
    if not ids:
        return []
    connection = session.connection()
    if connection.dialect.paramstyle != "qmark":
        rows = session.execute(question.where(column.in_(ids)), {STUDY.key: study_key})
        return [(id_, wanted) for id_, wanted in rows]
    found: list[tuple[str, Any]] = []
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        text = f"{_beginning(connection, question, column)} ({', '.join('?' * len(some))})"
        found += [(id_, wanted) for id_, wanted in connection.exec_driver_sql(text, (study_key, *some))]
    return found


def _beginning(connection: Connection, question: Select[Any], column: ColumnElement[str]) -> str:
    """Return a question up to its list of ids; it is made once for each connection of the driver."""
    made: dict[Select[Any], str] = connection.info.setdefault(_BEGINNINGS, {})
    if question not in made:
        made[question] = f"{question.compile(connection)} AND {column.compile(connection)} IN"
    return made[question]


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
