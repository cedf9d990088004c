"""Opening a database and its transactions; the one place where the library's errors become the user's."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from annotator.errors import Cancelled, KnownError
from annotator.i18n import _
from annotator.storage import sqlite
from annotator.storage.tables import Base
from annotator.storage.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Engine

HEAD = "0007"
"""The revision of the tables that this program reads and writes."""

_LONGEST_TURN_S = 30.0


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: an engine whose transactions write, and one whose transactions only read."""

    writing: Engine
    reading: Engine
    path: Path | None
    """The file, if it is SQLite."""

    turnstile: Turnstile = field(default_factory=Turnstile, compare=False)
    """Where the threads that write wait for each other."""

    def close(self) -> None:
        """Give all connections back."""
        self.reading.dispose()
        self.writing.dispose()


def open_database(url_or_path: str | Path, *, busy_timeout_ms: int = sqlite.BUSY_TIMEOUT_MS) -> Database:
    """Open a database, with its tables made or brought up to date.

    Args:
        url_or_path: an SQLite file (made if missing) or SQLAlchemy's URL of a database.
        busy_timeout_ms: how long a transaction waits for another process.

    Raises:
        KnownError: it cannot be opened, is no database, or was made by a newer program.
    """
    database = _connected(url_or_path, busy_timeout_ms)
    try:
        with _translated(database):
            _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def transaction(database: Database) -> Iterator[Session]:
    """Give a session whose work is kept whole, or not at all. Never nest: there is one writer at a time.

    Raises:
        KnownError: the database is locked, full or out of reach; nothing was changed.
    """
    with (
        _translated(database),
        database.turnstile.turn(_LONGEST_TURN_S),
        Session(database.writing, autoflush=False, expire_on_commit=False) as session,
        session.begin(),
    ):
        session.connection()  # takes the write lock now, not at the first question
        yield session


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """Give a session that sees one state of the database throughout and keeps nobody from writing.

    Raises:
        KnownError: the database is out of reach.
        Cancelled: a statement was stopped because its result is no longer wanted.
    """
    with _translated(database), Session(database.reading, autoflush=False, expire_on_commit=False) as session:
        yield session


def foreign_commits(database: Database) -> int:
    """Return a number that changes when another process has written."""
    with _translated(database):
        if database.path is not None:
            with database.turnstile.turn(_LONGEST_TURN_S):
                return sqlite.foreign_commits(database.writing)
        with Session(database.reading) as session:
            return int(session.execute(text("SELECT coalesce(max(key), 0) FROM journal")).scalar_one())


def marks_of_writing(session: Session) -> tuple[int, int] | None:
    """Return what is the same in two writing transactions if nobody wrote after one and before the other.

    Nothing is returned where a database cannot tell.
    """
    connection = session.connection()
    return sqlite.marks_of_writing(connection) if connection.dialect.name == "sqlite" else None


def _connected(url_or_path: str | Path, busy_timeout_ms: int) -> Database:
    path = _sqlite_path(url_or_path)
    if path is None:
        engine = create_engine(str(url_or_path), pool_pre_ping=True)
        return Database(engine, engine, None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            _("The folder {path} could not be made: {reason}.").format(path=path.parent, reason=error.strerror),
            safe=_("Nothing was changed."),
            hint=_("Choose another workspace."),
        ) from error
    return Database(
        sqlite.make_engine(path, is_writing=True, busy_timeout_ms=busy_timeout_ms),
        sqlite.make_engine(path, is_writing=False, busy_timeout_ms=busy_timeout_ms),
        path,
    )


def _sqlite_path(url_or_path: str | Path) -> Path | None:
    """Return the file that is meant, or `None` for another kind of database."""
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return Path(url_or_path)
    try:
        url = make_url(url_or_path)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise KnownError(
            _("{url} does not name a database that this program can open.").format(url=url_or_path),
            safe=_("Nothing was changed."),
            hint=_("Give a file, or a URL such as sqlite:///folder/annotator.sqlite."),
        ) from error
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _bring_up_to_date(database: Database) -> None:
    if stored_revision(database) == HEAD:
        return
    with Session(database.writing) as session, session.begin():
        tables = inspect(session.connection()).get_table_names()  # another process may have made them meanwhile
        if not tables:
            _make_tables(session)
            return
    if "alembic_version" not in tables:
        raise KnownError(
            _("The database holds something else than a workspace."),
            safe=_("Nothing was changed."),
            hint=_("Choose another workspace."),
        )
    # Alembic takes longer to import than the window takes to appear: only when it is needed.
    from annotator.storage.upgrading import upgrade  # noqa: PLC0415

    upgrade(database, HEAD)


def stored_revision(database: Database) -> str | None:
    """Return the revision of the tables in the database, `None` if it has none yet."""
    with Session(database.reading) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _make_tables(session: Session) -> None:
    """Make all tables at once, as the migrations would have made them."""
    Base.metadata.create_all(session.connection())
    session.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"
        )
    )
    session.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


@contextmanager
def _translated(database: Database) -> Iterator[None]:
    """Turn what the world does to a database into what the user can be told; a broken rule stays a bug."""
    try:
        yield
    except IntegrityError:
        raise
    except (TimeoutError, PoolTimeoutError) as error:
        raise KnownError(
            _("The database is busy with other work of this program."),
            safe=_("Everything up to your last change is stored."),
            hint=_("Wait for it to finish, then try again."),
        ) from error
    except DBAPIError as error:
        if database.path is not None and sqlite.was_interrupted(error):
            raise Cancelled from error
        raise _trouble_of(database, error) from error


def _trouble_of(database: Database, error: DBAPIError) -> KnownError:
    if database.path is not None:
        return sqlite.trouble_of(error)
    return KnownError(
        _("The database did not answer: {reason}.").format(reason=str(error.orig).strip().split("\n", 1)[0]),
        safe=_("Everything up to your last change is stored."),
        hint=_("Check the connection, then try again."),
    )
