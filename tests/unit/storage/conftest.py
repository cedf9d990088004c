from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.storage.database import Database, open_database
from tests.unit.small_study import add_small_study


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "annotator.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with the small study."""
    add_small_study(database)
    return database
