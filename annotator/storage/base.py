"""What all mapped tables have in common."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase

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
