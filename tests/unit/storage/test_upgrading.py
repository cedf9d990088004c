from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from annotator.errors import KnownError
from annotator.storage import sqlite
from annotator.storage.database import HEAD, Database, open_database, reading, stored_revision
from annotator.storage.search import matching
from annotator.storage.tables import Base
from annotator.storage.upgrading import MIGRATIONS, upgrade
from tests.unit.small_study import add_small_study


def schema(path: Path) -> dict[str, object]:
    """Return everything that SQLite knows of the shape: columns, indexes and references of each table."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        shape: dict[str, object] = {}
        for name in names:
            shape[name] = (
                sorted(connection.execute(f"PRAGMA table_info({name})").fetchall()),
                sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({name})")),
            )
        indexes = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'")
        for name, table, sql in indexes.fetchall():
            columns = connection.execute(f"PRAGMA index_info('{name}')").fetchall()
            where = sql.split(" WHERE ")[1] if sql and " WHERE " in sql else None
            shape[f"index {name}"] = (table, columns, where)
        return shape


def made_by_the_revisions(path: Path, last: str) -> Database:
    """Return a database whose tables the revisions made, one after the other."""
    database = Database(
        sqlite.make_engine(path, is_writing=True, busy_timeout_ms=100),
        sqlite.make_engine(path, is_writing=False, busy_timeout_ms=100),
        path,
    )
    upgrade(database, last)
    return database


@pytest.fixture
def migrated(tmp_path: Path) -> Database:
    database = made_by_the_revisions(tmp_path / "migrated.sqlite", HEAD)
    database.close()
    return database


def test_new_tables_are_those_that_the_revisions_make(migrated, tmp_path):
    open_database(tmp_path / "new.sqlite").close()
    assert schema(migrated.path) == schema(tmp_path / "new.sqlite")


def test_the_revisions_make_what_the_classes_describe(migrated):
    engine = create_engine(f"sqlite:///{migrated.path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


@pytest.fixture
def later_scripts(tmp_path: Path) -> Path:
    """The revisions with two to come: one that makes the deliverables' table anew, one that breaks a reference."""
    scripts = tmp_path / "scripts"
    shutil.copytree(MIGRATIONS, scripts)
    head = 'from alembic import op\nimport sqlalchemy as sa\nrevision = "{}"\ndown_revision = "{}"\n\n\n'
    (scripts / "versions" / "next.py").write_text(
        head.format("next", HEAD) + "def upgrade():\n"
        '    with op.batch_alter_table("deliverable", recreate="always") as batch:\n'
        '        batch.add_column(sa.Column("mood", sa.String()))\n'
    )
    (scripts / "versions" / "broken.py").write_text(
        head.format("broken", "next") + 'def upgrade():\n    op.execute("DELETE FROM deliverable")\n'
    )
    return scripts


def test_an_upgrade_keeps_all_rows_and_a_copy_of_before(filled, later_scripts):
    upgrade(filled, "next", later_scripts)
    assert stored_revision(filled) == "next"
    filled.close()
    copy = filled.path.with_name("annotator.sqlite.before-next")
    for path, has_mood in ((filled.path, True), (copy, False)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM content").fetchone() == (3,)
            assert connection.execute("SELECT count(*) FROM deliverable").fetchone() == (3,)
            columns = [row[1] for row in connection.execute("PRAGMA table_info(deliverable)")]
            assert ("mood" in columns) is has_mood


def test_an_upgrade_that_would_lose_something_changes_nothing(filled, later_scripts):
    with pytest.raises(KnownError, match="would lose"):
        upgrade(filled, "broken", later_scripts)
    assert stored_revision(filled) == HEAD
    with filled.reading.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM deliverable").scalar_one() == 3
    with filled.writing.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_an_older_file_is_brought_up_to_date_when_it_is_opened(tmp_path):
    path = tmp_path / "old.sqlite"
    old = made_by_the_revisions(path, "0001")
    old.close()
    database = open_database(path)
    assert stored_revision(database) == HEAD
    add_small_study(database)
    database.close()
    assert path.with_name(f"old.sqlite.before-{HEAD}").exists()


def test_texts_that_hold_a_nul_are_found_after_the_upgrade_too(tmp_path):
    path = tmp_path / "old.sqlite"
    made_by_the_revisions(path, "0006").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            INSERT INTO study (key, id, extra, header_json) VALUES (1, 's', '{}', '{}');
            INSERT INTO job (key, study_key, id, brief_version, rubric_version, attachments_json, metadata_json, extra)
                VALUES (1, 1, 'j', 1, 0, '[]', '{}', '{}');
            INSERT INTO brief (job_key, version, brief, extra) VALUES (1, 1, 'a' || char(0) || 'brief', '{}');
            INSERT INTO deliverable (key, study_key, job_key, id, attempt, arm, is_partial, usage_json,
                attachments_json, metadata_json, extra) VALUES (1, 1, 1, 'd', 1, 'first', 0, '{}', '[]', '{}', '{}');
            INSERT INTO content (deliverable_key, content) VALUES (1, 'some' || char(0) || 'text');
        """)
    database = open_database(path)
    with reading(database) as session:
        assert [matching(session, 1, word) for word in ("brief", "text", "other")] == [{1}, {1}, set()]
    database.close()


def test_a_current_database_opens_without_alembic(filled):
    filled.close()
    script = (
        "import sys; from annotator.storage.database import open_database;"
        f"open_database({str(filled.path)!r}); assert not any(name.startswith('alembic') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
