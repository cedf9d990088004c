"""Bringing an older database up to date: a copy first, then all revisions in one transaction, then a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from annotator.errors import KnownError
from annotator.i18n import _
from annotator.storage import sqlite

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from annotator.storage.database import Database

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(database: Database, revision: str, scripts: Path = MIGRATIONS) -> None:
    """Bring a database to a revision; a file is copied beside itself before (`<name>.before-<revision>`).

    Raises:
        KnownError: a newer program made the database, or the result is not sound; nothing was changed then.
    """
    config = Config(attributes={})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with database.reading.connect() as connection:
        stored = MigrationContext.configure(connection).get_current_revision()
    if stored == revision:
        return
    _require_known(config, stored)
    if database.path is not None:
        sqlite.copy_file(database.path, database.path.with_name(f"{database.path.name}.before-{revision}"))
        with sqlite.without_foreign_keys(database.writing) as connection:
            _run(config, connection, revision)
            _require_sound(sqlite.broken_references(connection))
    else:
        with database.writing.begin() as connection:
            _run(config, connection, revision)


def _run(config: Config, connection: Connection, revision: str) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _require_known(config: Config, stored: str | None) -> None:
    try:
        ScriptDirectory.from_config(config).get_revision(stored or "base")
    except CommandError as error:
        raise KnownError(
            _("The workspace was made by a newer version of this program."),
            safe=_("Nothing was changed."),
            hint=_("Install the newer version, then open it again."),
        ) from error


def _require_sound(broken: int) -> None:
    if broken:
        raise KnownError(
            _("The workspace could not be brought up to date: {count} rows would lose what they belong to.").format(
                count=broken
            ),
            safe=_("It is as it was before."),
            hint=_("Open it with the version it was made with."),
        )
