"""What a workspace remembers about itself, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from annotator.storage.tables import WorkspaceRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def remembered(session: Session, name: str) -> str | None:
    """Return what is kept under a name, `None` if nothing is."""
    return session.execute(select(WorkspaceRow.value).where(WorkspaceRow.name == name)).scalar_one_or_none()


def remember(session: Session, name: str, value: str) -> None:
    """Keep a value under a name, in place of the one before."""
    before = remembered(session, name)
    if before is None:
        session.execute(insert(WorkspaceRow).values(name=name, value=value))
    elif before != value:
        session.execute(update(WorkspaceRow).where(WorkspaceRow.name == name).values(value=value))


def forget(session: Session, name: str) -> None:
    """Keep nothing under a name any more."""
    session.execute(delete(WorkspaceRow).where(WorkspaceRow.name == name))
