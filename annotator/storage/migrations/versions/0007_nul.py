"""Whether a long text holds a NUL is looked up once, in a column, rather than by the index at every insert."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_HOLDS = {"sqlite": "instr({text}, char(0)) > 0", "postgresql": "position('\\000'::bytea in {text}) > 0"}


def upgrade() -> None:
    holds = _HOLDS[op.get_bind().dialect.name]
    for table, keys in (("brief", ["job_key", "version"]), ("content", ["deliverable_key"])):
        op.drop_index(f"ix_{table}_nul", table)
        op.add_column(table, sa.Column("holds_nul", sa.Boolean(), nullable=False, server_default=sa.false()))
        op.execute(f"UPDATE {table} SET holds_nul = true WHERE {holds.format(text=table)}")
        op.create_index(
            f"ix_{table}_nul",
            table,
            keys,
            unique=False,
            sqlite_where=sa.text("holds_nul = 1"),
            postgresql_where=sa.text("holds_nul"),
        )
