"""What all mapped tables have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Index, Integer, MetaData, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import CreateIndex

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import DDLCompiler

_CONDITION: Final = "condition"

Key = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite fills only an INTEGER PRIMARY KEY by itself."""


class Base(DeclarativeBase):
    """The tables' common ground: names of constraints that fit every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def index_where(name: str, *columns: str, condition: str, postgresql: str | None = None) -> Index:
    """Return an index of the rows for which a condition holds.

    Args:
        name: the index's name.
        columns: its columns, in order.
        condition: SQL that SQLite understands.
        postgresql: the same for PostgreSQL, if it says it in another way.
    """
    return Index(name, *columns, sqlite_where=text(condition), info={_CONDITION: postgresql or condition})


@compiles(CreateIndex, "postgresql")
def _create_on_postgresql(create: CreateIndex, compiler: DDLCompiler, **options: object) -> str:
    """Tell PostgreSQL the condition: said of the index itself, it would import all its drivers at every start."""
    condition = create.element.info.get(_CONDITION)
    if condition is not None:
        create.element.dialect_options["postgresql"]["where"] = text(condition)
    return str(compiler.visit_create_index(create, **options))  # type: ignore[no-untyped-call]
