from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from annotator.errors import KnownError
from annotator.storage.database import (
    HEAD,
    Database,
    foreign_commits,
    open_database,
    reading,
    stored_revision,
    transaction,
)
from annotator.storage.tables import StudyRow, WorkspaceRow
from annotator.storage.workspace import forget, remember, remembered


def pragma(database: Database, name: str) -> object:
    with transaction(database) as session:
        return session.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_each_connection_is_set_up_for_safety(database, name, value):
    assert pragma(database, name) == value


def test_a_new_database_has_the_current_revision_and_opens_again(tmp_path):
    path = tmp_path / "new folder" / "作業.sqlite"
    for _ in range(2):
        database = open_database(path)
        assert stored_revision(database) == HEAD
        database.close()


def test_a_url_opens_a_file_too(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/by-url.sqlite")
    database.close()
    assert (tmp_path / "by-url.sqlite").exists()


def test_a_transaction_is_kept_whole_or_not_at_all(database):
    def remember_and_fail() -> None:
        with transaction(database) as session:
            remember(session, "a", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        remember_and_fail()
    with transaction(database) as session:
        remember(session, "b", "2")
    with reading(database) as session:
        assert (remembered(session, "a"), remembered(session, "b")) == (None, "2")


def test_what_is_remembered_can_be_changed_and_forgotten(database):
    with transaction(database) as session:
        for value in ("1", "2", "2"):
            remember(session, "a", value)
            assert remembered(session, "a") == value
        forget(session, "a")
        assert remembered(session, "a") is None


def test_a_reader_sees_one_state_and_does_not_wait_for_a_writer(database):
    with transaction(database) as writer:
        remember(writer, "a", "1")
        with reading(database) as reader:
            assert remembered(reader, "a") is None
    with reading(database) as reader:
        assert remembered(reader, "a") == "1"
        with transaction(database) as writer:
            remember(writer, "a", "2")
        assert remembered(reader, "a") == "1"


def test_texts_come_back_exactly(database):
    exact = "a\x00b\r\n\u2028\xa0\U0001f600\r"
    with transaction(database) as session:
        remember(session, "text", exact)
    with reading(database) as session:
        assert remembered(session, "text") == exact


def test_a_locked_database_is_said_to_be_locked(tmp_path):
    path = tmp_path / "a.sqlite"
    database = open_database(path, busy_timeout_ms=20)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError, match="locked by another program") as caught, transaction(database):
            pass
    assert caught.value.safe
    assert caught.value.hint
    with transaction(database) as session:
        remember(session, "a", "1")
    database.close()


def test_a_writer_waits_for_another_process(database):
    other = sqlite3.connect(database.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO workspace VALUES ('a', '1')")
    timer = threading.Timer(0.05, other.execute, ["COMMIT"])
    timer.start()
    with transaction(database) as session:
        assert remembered(session, "a") == "1"
    timer.join()
    other.close()


def test_threads_of_one_process_queue_up(database):
    def add(name: str) -> None:
        for number in range(5):
            with transaction(database) as session:
                remember(session, name, str(number))

    threads = [threading.Thread(target=add, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as session:
        assert session.execute(select(func.count()).select_from(WorkspaceRow)).scalar_one() == 4


def test_a_full_disk_is_said_to_be_full(database):
    with transaction(database) as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(KnownError, match="disk is full"), transaction(database) as session:
        remember(session, "a", "x" * 100_000)
    with reading(database) as session:
        assert remembered(session, "a") is None


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear client, " * 1000)
    with pytest.raises(KnownError, match="not a database"):
        open_database(path)
    assert path.read_text() == "Dear client, " * 1000


def test_a_database_of_something_else_is_left_alone(tmp_path):
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
        other.commit()
    with pytest.raises(KnownError, match="something else"):
        open_database(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]


def test_a_database_that_can_only_be_read_is_said_to_be_so(database):
    with transaction(database) as session:
        session.execute(text("PRAGMA query_only=ON"))
    with pytest.raises(KnownError, match="only be read"), transaction(database) as session:
        remember(session, "a", "1")


def test_a_newer_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "a.sqlite"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    with pytest.raises(KnownError, match="newer version"):
        open_database(path)
    assert [each.name for each in tmp_path.iterdir() if "before" in each.name] == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError, match="could not be made"):
        open_database(tmp_path / "file" / "a.sqlite")


@pytest.mark.parametrize("url", ["nonsense://x", "sqlite+nodriver:///x", "://"])
def test_a_url_of_no_database_is_refused(url):
    with pytest.raises(KnownError, match="does not name a database"):
        open_database(url)


def test_a_broken_rule_stays_a_bug(database):
    with pytest.raises(IntegrityError), transaction(database) as session:
        session.execute(insert(StudyRow), [{"id": "same"}, {"id": "same"}])


def test_own_commits_are_no_news_and_others_are(database, tmp_path):
    before = foreign_commits(database)
    with transaction(database) as session:
        remember(session, "a", "1")
    assert foreign_commits(database) == before
    other = open_database(tmp_path / "annotator.sqlite")
    with transaction(other) as session:
        remember(session, "a", "2")
    other.close()
    assert foreign_commits(database) != before


def test_a_copied_file_opens_as_it_was(filled, tmp_path):
    filled.close()
    shutil.copy(filled.path or Path(), tmp_path / "copy.sqlite")
    copy = open_database(tmp_path / "copy.sqlite")
    with reading(copy) as session:
        assert session.execute(select(StudyRow.name)).scalar_one() == "Pilot"
    copy.close()
