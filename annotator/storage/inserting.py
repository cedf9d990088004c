"""New rows by the thousand, given column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import String, insert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

_MANY: Final = 32
"""From so many rows on it pays to look for what they share."""
_SHORT: Final = 64
_BEGINNINGS: Final = "beginnings of statements"


def insert_columns(session: Session, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """Insert rows.

    A driver that counts its parameters is asked directly, and what all rows share stands in the statement: handing a
    parameter over costs more than storing it. For the others parameters get names.

    Args:
        session: the transaction.
        table: where the rows go.
        names: the columns' names.
        columns: the values of each of them, row by row; without any there are no rows.
    """
    if not columns:
        return
    connection = session.connection()
    dialect = connection.dialect
    if dialect.paramstyle != "qmark":
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)])
        return
    as_literal = String().literal_processor(dialect)  # type: ignore[no-untyped-call]
    said = [_shared(column, as_literal) if len(column) >= _MANY else None for column in columns]
    varying = [column for column, literal in zip(columns, said, strict=True) if literal is None]
    values = ", ".join(literal or "?" for literal in said)
    statement = f"{_beginning(connection, table, tuple(names))} VALUES ({values})"
    connection.exec_driver_sql(statement, cast("Any", list(zip(*varying, strict=True))))


def _beginning(connection: Connection, table: Table, names: tuple[str, ...]) -> str:
    """Return how a statement begins; it is made once for each connection of the driver."""
    made: dict[tuple[str, tuple[str, ...]], str] = connection.info.setdefault(_BEGINNINGS, {})
    key = table.name, names
    if key not in made:
        quoted = connection.dialect.identifier_preparer
        into = ", ".join(quoted.format_column(table.c[name]) for name in names)
        made[key] = f"INSERT INTO {quoted.format_table(table)} ({into})"
    return made[key]


def _shared(column: Sequence[Any], as_literal: Callable[[str], str] | None) -> str | None:
    """Return as SQL what stands in every row of a column, if it is one thing that is easily said."""
    first = column[0]
    if column[-1] != first or column.count(first) != len(column):
        return None
    if first is None:
        return "NULL"
    if isinstance(first, int):
        return str(int(first))
    is_word = isinstance(first, str) and len(first) <= _SHORT and first.isascii() and first.isprintable()
    return as_literal(first) if is_word and as_literal else None
