"""The journal's rows: what was done, in order, with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, insert, select, update

from annotator.storage.tables import JournalMergeRow, JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select, Table
    from sqlalchemy.engine import Row
    from sqlalchemy.orm import Session

JOURNAL = cast("Table", JournalRow.__table__)
MERGE = cast("Table", JournalMergeRow.__table__)


@dataclass(frozen=True, slots=True)
class Act:
    """A command to be written down with its inverse, both as JSON text; `at` is ISO 8601 in UTC."""

    id: str
    reviewer_key: int
    deliverable_key: int
    kind: str
    command: str
    undo: str
    at: str
    step: str | None = None
    is_undoable: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the journal; acts with the same `step` are taken back together."""

    key: int
    id: str
    deliverable_key: int | None
    kind: str
    command: str
    undo: str
    started_at: str
    at: str
    merged: int
    step: str | None
    is_undone: bool


# Built once: building a question costs more than SQLite's answer.
_BY_ID = select(JOURNAL.c.key).where(JOURNAL.c.id == bindparam("command_id"))
_MERGED_BY_ID = select(MERGE.c.journal_key).where(MERGE.c.id == bindparam("command_id"))
_FORGET_REDO = (
    update(JOURNAL)
    .where(JOURNAL.c.reviewer_key == bindparam("of_reviewer"), JOURNAL.c.is_redoable)
    .values(is_redoable=False)
)
_APPEND = insert(JOURNAL).returning(JOURNAL.c.key)


def holds(session: Session, command_id: str) -> bool:
    """Return whether a command with this id was carried out before."""
    named = {"command_id": command_id}
    return any(session.execute(question, named).first() is not None for question in (_BY_ID, _MERGED_BY_ID))


def append(session: Session, act: Act) -> int:
    """Write an act down and return its key; what was undone before can no longer be redone."""
    if act.is_undoable:
        session.execute(_FORGET_REDO, {"of_reviewer": act.reviewer_key})
    columns = {
        "id": act.id,
        "reviewer_key": act.reviewer_key,
        "deliverable_key": act.deliverable_key,
        "kind": act.kind,
        "command_json": act.command,
        "undo_json": act.undo,
        "started_at": act.at,
        "at": act.at,
        "merged": 1,
        "step": act.step,
        "is_undoable": act.is_undoable,
        "is_redoable": False,
    }
    return int(session.execute(_APPEND, columns).scalar_one())


def merge(session: Session, entry: Entry, act: Act, *, is_named: bool) -> None:
    """Fold an act into an entry, whose command and inverse become the act's.

    With `is_named` the act's own id is kept, so that it is known when it comes again.
    """
    session.execute(
        update(JOURNAL)
        .where(JOURNAL.c.key == entry.key)
        .values(
            command_json=act.command,
            undo_json=act.undo,
            at=act.at,
            merged=entry.merged + 1,
            is_undoable=act.is_undoable,
        )
    )
    if is_named:
        session.execute(insert(MERGE).values(id=act.id, journal_key=entry.key))


def latest(session: Session, reviewer_key: int) -> Entry | None:
    """Return the entry that undo would take back."""
    question = _entries(reviewer_key).where(JOURNAL.c.undone_at.is_(None), JOURNAL.c.is_undoable)
    return _first(session, question.order_by(JOURNAL.c.key.desc()))


def latest_of_any_kind(session: Session, reviewer_key: int) -> Entry | None:
    """Return the reviewer's last entry, be it undone or not undoable."""
    return _first(session, _entries(reviewer_key).order_by(JOURNAL.c.key.desc()))


def first_redoable(session: Session, reviewer_key: int) -> Entry | None:
    """Return the entry that redo would do again."""
    return _first(session, _entries(reviewer_key).where(JOURNAL.c.is_redoable).order_by(JOURNAL.c.key))


def step(session: Session, entry: Entry, reviewer_key: int) -> tuple[Entry, ...]:
    """Return the acts that belong together with an entry, in order; one that stands alone is its own step."""
    if entry.step is None:
        return (entry,)
    question = _entries(reviewer_key).where(JOURNAL.c.step == entry.step, JOURNAL.c.is_undoable)
    return tuple(_entry(row) for row in session.execute(question.order_by(JOURNAL.c.key)))


def entry(session: Session, key: int) -> Entry:
    """Return the entry with a key."""
    return _entry(session.execute(select(JOURNAL).where(JOURNAL.c.key == key)).one())


def set_undone(session: Session, entry: Entry, at: str) -> None:
    """Note that an entry was taken back."""
    session.execute(update(JOURNAL).where(JOURNAL.c.key == entry.key).values(undone_at=at, is_redoable=True))


def set_redone(session: Session, entry: Entry) -> None:
    """Note that an entry was done again."""
    session.execute(update(JOURNAL).where(JOURNAL.c.key == entry.key).values(undone_at=None, is_redoable=False))


def give_up(session: Session, entries: Sequence[Entry]) -> None:
    """Let undo and redo pass over entries from now on: what they stand on has changed."""
    session.execute(
        update(JOURNAL)
        .where(JOURNAL.c.key.in_([each.key for each in entries]))
        .values(is_undoable=False, is_redoable=False)
    )


def history(session: Session, reviewer_key: int, deliverable_key: int) -> tuple[Entry, ...]:
    """Return what the reviewer did about a deliverable, in order."""
    question = _entries(reviewer_key).where(JOURNAL.c.deliverable_key == deliverable_key).order_by(JOURNAL.c.key)
    return tuple(_entry(row) for row in session.execute(question))


def _entries(reviewer_key: int) -> Select[Any]:
    return select(JOURNAL).where(JOURNAL.c.reviewer_key == reviewer_key)


def _first(session: Session, question: Select[Any]) -> Entry | None:
    row = session.execute(question.limit(1)).one_or_none()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        key=row.key,
        id=row.id,
        deliverable_key=row.deliverable_key,
        kind=row.kind,
        command=row.command_json,
        undo=row.undo_json,
        started_at=row.started_at,
        at=row.at,
        merged=row.merged,
        step=row.step,
        is_undone=row.undone_at is not None,
    )
