from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.storage.tables import Base

TABLES = Base.metadata.sorted_tables


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_delete_cascades(table):
    assert [key for key in table.foreign_keys if key.ondelete or key.onupdate] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_reference_is_indexed_where_rows_are_deleted(table):
    """Without an index SQLite would scan all children for each row that goes."""
    leading = {next(iter(index.columns)).name for index in table.indexes} | {next(iter(table.primary_key.columns)).name}
    leading |= {next(iter(each.columns)).name for each in table.constraints if len(getattr(each, "columns", ())) > 1}
    deleted = {"review", "intervention", "mark", "tag", "time_session"}
    for key in table.foreign_keys:
        if key.column.table.name in deleted:
            assert key.parent.name in leading, key.parent


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_texts_are_exact_on_postgresql_too(table):
    ddl = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert " TEXT" not in ddl
    for index in table.indexes:
        assert "CREATE" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def conditional(dialect: Dialect) -> dict[str, str]:
    """Return how the indexes that hold some rows only are made on a database, by name."""
    made = {index.name: str(CreateIndex(index).compile(dialect=dialect)) for table in TABLES for index in table.indexes}
    return {name: ddl for name, ddl in made.items() if "WHERE" in ddl}


def test_conditions_of_indexes_reach_both_databases():
    on_sqlite, on_postgresql = conditional(sqlite.dialect()), conditional(postgresql.dialect())
    assert on_sqlite.keys() == on_postgresql.keys() >= {"ix_brief_nul", "ix_content_nul", "ix_deliverable_parent"}
    assert on_postgresql["ix_content_nul"].endswith("WHERE holds_nul")
    assert on_sqlite["ix_content_nul"].endswith("WHERE holds_nul = 1")


def test_the_tables_import_no_database_that_is_not_in_use():
    program = "import annotator.storage.tables, sys; print(*(name for name in sys.modules if 'postgresql' in name))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
