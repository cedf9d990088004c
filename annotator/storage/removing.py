"""Taking a study out of the database, with everything that belongs to it; its minutes are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, or_, select

from annotator.storage import timesheet
from annotator.storage.tables import (
    Base,
    DeliverableRow,
    FileRow,
    InterventionRow,
    JobRow,
    JournalRow,
    KeptTimeRow,
    StudyRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.orm import Session

    from annotator.storage.database import Database

_SHARED: Final = frozenset({"reviewer", "workspace", "file"})
"""Tables that belong to the workspace as a whole."""

_AT_ONCE: Final = 500


def keep_time(session: Session, study: str, reviewer_key: int) -> float:
    """Keep a reviewer's minutes of a study apart from it; return the seconds that count."""
    worked = [each for _key, each in timesheet.sessions_by_deliverable(session, reviewer_key) if each.study == study]
    if worked:
        session.execute(
            insert(KeptTimeRow),
            [
                {
                    "reviewer_key": reviewer_key,
                    "study": each.study,
                    "study_name": each.study_name,
                    "started_at": each.started_at,
                    "seconds": each.measured_seconds,
                    "counted_seconds": each.counted_seconds,
                }
                for each in worked
            ],
        )
    return sum(each.counted_seconds for each in worked)


def delete_study(session: Session, study_key: int) -> None:
    """Delete a study with all rows of whatever table that belong to it, owned ones first."""
    study = session.execute(select(StudyRow.id).where(StudyRow.key == study_key)).scalar_one()
    owned: dict[Table, ColumnElement[bool]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name == "study":
            owned[table] = table.c.key == study_key
        elif table.name not in _SHARED:
            belongs = [
                key.parent.in_(select(key.column).where(owned[key.column.table]))
                for key in table.foreign_keys
                if key.column.table in owned
            ]
            if belongs:
                owned[table] = or_(*belongs)
    for table in reversed(owned):
        session.execute(delete(table).where(owned[table]))
    _forget_imports(session, study)


def _forget_imports(session: Session, study: str) -> None:
    """Delete what the history keeps of texts that imports replaced."""
    imported = session.execute(select(JournalRow.key, JournalRow.command_json).where(JournalRow.kind == "import"))
    own = [key for key, said in imported if json.loads(said).get("study") == study]
    for at in range(0, len(own), _AT_ONCE):
        session.execute(delete(JournalRow).where(JournalRow.key.in_(own[at : at + _AT_ONCE])))


def forget_unused_files(session: Session) -> list[str]:
    """Forget the files that nothing names any more, and return their hashes."""
    named = set(_named_files(session))
    gone = [sha256 for sha256 in session.execute(select(FileRow.sha256)).scalars() if sha256 not in named]
    for at in range(0, len(gone), _AT_ONCE):
        session.execute(delete(FileRow).where(FileRow.sha256.in_(gone[at : at + _AT_ONCE])))
    return gone


def _named_files(session: Session) -> Iterator[str]:
    for column in (JobRow.attachments_json, DeliverableRow.attachments_json, InterventionRow.attachments_json):
        for said in session.execute(select(column).where(column != "[]")).scalars():
            yield from (file["sha256"] for file in json.loads(said) if file.get("sha256"))


def give_space_back(database: Database) -> None:
    """Write the database anew without what was deleted, so that no byte of it stays in the file."""
    if database.path is None:
        return
    with database.turnstile.turn(60.0), database.writing.connect() as connection:
        driver = connection.connection.driver_connection
        connection.rollback()
        if driver is not None:
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
