"""What a workspace remembers about itself, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from annotator.storage.plain import WORKSPACE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


# Built once, and of the plain table: every key press asks.
_REMEMBERED = select(WORKSPACE.c.value).where(WORKSPACE.c.name == bindparam("of_name"))
_ANY_OF_TWO = (
    select(WORKSPACE.c.name)
    .where(
        WORKSPACE.c.name.in_((bindparam("one"), bindparam("other"))),
        WORKSPACE.c.value == bindparam("of_value"),
    )
    .limit(1)
)


def remembered(session: Session, name: str) -> str | None:
    """Return what is kept under a name, `None` if nothing is."""
    return session.execute(_REMEMBERED, {"of_name": name}).scalar_one_or_none()


def is_kept_under(session: Session, value: str, one: str, other: str) -> bool:
    """Return whether a value is kept under one of two names."""
    return session.execute(_ANY_OF_TWO, {"of_value": value, "one": one, "other": other}).first() is not None


def remember(session: Session, name: str, value: str) -> None:
    """Keep a value under a name, in place of the one before."""
    before = remembered(session, name)
    if before is None:
        session.execute(insert(WORKSPACE).values(name=name, value=value))
    elif before != value:
        session.execute(update(WORKSPACE).where(WORKSPACE.c.name == name).values(value=value))


def forget(session: Session, name: str) -> None:
    """Keep nothing under a name any more."""
    session.execute(delete(WORKSPACE).where(WORKSPACE.c.name == name))
