"""All that is true of SQLite only: how a connection is set up, what its errors mean, copies, stoppable scans."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL

from annotator.errors import KnownError
from annotator.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another process."""

PAGE_BYTES = 16 * 1024
"""Of new databases. Most briefs and deliverables then fit into a page beside others, instead of hanging over into pages
of their own: fewer pages are written, and read."""

_CHECKPOINT_BYTES = 2 * 1024 * 1024  # a short pause now and then instead of a long one
_JOURNAL_LIMIT = 4 * 1024 * 1024  # bytes; the log shrinks to this after a large import
_POLL_S = 0.001
_PRIMARY = 0xFF  # the part of an error's code that says which family it belongs to
_STEPS_BETWEEN_QUESTIONS = 5_000  # of SQLite's machine: some milliseconds

# What did not happen, and what to do, by the beginning of SQLite's name for the error.
_TROUBLES = (
    ("SQLITE_BUSY", N_("The database is locked by another program."), N_("Wait for it to finish, then try again.")),
    ("SQLITE_LOCKED", N_("The database is locked by another program."), N_("Wait for it to finish, then try again.")),
    ("SQLITE_FULL", N_("The disk is full."), N_("Free some space, then try again.")),
    ("SQLITE_READONLY", N_("The database can only be read."), N_("Check the permissions of its folder.")),
    ("SQLITE_PERM", N_("The database can only be read."), N_("Check the permissions of its folder.")),
    ("SQLITE_CANTOPEN", N_("The database could not be opened."), N_("Check that its folder exists and is yours.")),
    ("SQLITE_NOTADB", N_("The file is not a database."), N_("Choose another workspace.")),
    ("SQLITE_CORRUPT", N_("The database is damaged."), N_("Restore a copy from before.")),
    ("SQLITE_IOERR", N_("The disk did not answer."), N_("Check the disk, then try again.")),
)


def make_engine(path: Path, *, is_writing: bool, busy_timeout_ms: int) -> Engine:
    """Return an engine for a file.

    The writing one has a single connection, so threads of this process queue up instead of colliding, and each
    transaction takes the write lock at once: one that began by reading would fail without waiting when it writes.
    Reading ones never wait for a writer.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"check_same_thread": False, "timeout": busy_timeout_ms / 1000},
        pool_size=1 if is_writing else 3,
        max_overflow=0 if is_writing else 5,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's recipe: else pysqlite begins transactions by itself
        if is_writing:
            connection.execute(f"PRAGMA page_size={PAGE_BYTES}")  # without a meaning once there are tables
        _set_pragmas(connection, busy_timeout_ms)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        if is_writing:
            _begin_writing(connection, busy_timeout_ms)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_writing(connection: Connection, busy_timeout_ms: int) -> None:
    """Take the write lock, asking for it every millisecond.

    SQLite itself asks at ever longer intervals, up to 100 ms: behind an import that gives the lock back only for a
    moment, between one piece and the next, it would hardly ever get it.
    """
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + busy_timeout_ms / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    break
            else:
                return
            time.sleep(_POLL_S)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last try, whose error is the library's
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")


def _set_pragmas(connection: sqlite3.Connection, busy_timeout_ms: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_BYTES // page_bytes}")
    connection.execute(f"PRAGMA journal_size_limit={_JOURNAL_LIMIT}")
    connection.create_function("casefolded", 1, _casefolded, deterministic=True)


def _casefolded(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def was_interrupted(error: DBAPIError) -> bool:
    """Return whether a statement ended because it was no longer wanted."""
    return _name_of(error) == "SQLITE_INTERRUPT"


def trouble_of(error: DBAPIError) -> KnownError:
    """Return what the user can be told about an error of SQLite."""
    name = _name_of(error)
    for beginning, what, hint in _TROUBLES:
        if name.startswith(beginning):
            return KnownError(_(what), safe=_("Everything up to your last change is stored."), hint=_(hint))
    return KnownError(
        _("The database did not answer: {reason}.").format(reason=error.orig),
        safe=_("Everything up to your last change is stored."),
        hint=_("Check the disk, then try again."),
    )


def _name_of(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", ""))


def foreign_commits(engine: Engine) -> int:
    """Return a number that changes when another process, or another engine, has committed.

    A connection's own commits leave its `data_version` alone; the writing engine has only one connection.
    """
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        return int(driver.execute("PRAGMA data_version").fetchone()[0])
    finally:
        connection.close()


def marks_of_writing(connection: Connection) -> tuple[int, int]:
    """Return two numbers of a writing connection, of which one changes when another one writes, one when it does."""
    driver: Any = connection.connection.driver_connection
    return int(driver.execute("PRAGMA data_version").fetchone()[0]), int(driver.total_changes)


def copy_file(source: Path, target: Path) -> None:
    """Copy a database that may be in use, whole, replacing `target`."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def stoppable(session: Session, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Let the session's statements end early when `cancelled` says so."""
    if cancelled is None:
        yield
        return
    driver: Any = session.connection().connection.driver_connection
    driver.set_progress_handler(cancelled, _STEPS_BETWEEN_QUESTIONS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """Give a writing transaction in which tables may be made anew without their rows' children being minded.

    SQLite ignores the switch inside a transaction, so it is thrown before.
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def broken_references(connection: Connection) -> int:
    """Return how many rows name a row that is not there."""
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())
