from __future__ import annotations

import pytest
from sqlalchemy.dialects import postgresql
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
