"""Alembic's entry: it runs the revisions on the connection it is given, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from annotator.storage.tables import Base


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",  # SQLite changes tables by making them anew
        compare_type=True,
    )
    context.run_migrations()


_run()
