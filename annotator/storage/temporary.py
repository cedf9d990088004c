"""Tables of a connection's own, which hold what several questions ask again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select, Table
    from sqlalchemy.orm import Session


@contextmanager
def filled(session: Session, table: Table, question: Select[*tuple[Any, ...]]) -> Iterator[None]:
    """Make a temporary table and fill it with what a question returns; it goes with the block."""
    connection = session.connection()
    table.create(connection)
    try:
        connection.execute(insert(table).from_select(list(table.c), question))
        yield
    finally:
        table.drop(connection)
