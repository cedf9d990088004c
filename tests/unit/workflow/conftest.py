from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.storage.database import open_database
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, add_small_study
from tests.unit.workflow.import_place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder with an empty workspace."""
    return Place(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A database file with the small study."""
    path = tmp_path / "annotator.sqlite"
    database = open_database(path)
    add_small_study(database)
    database.close()
    return path


@pytest.fixture
def workbench(workspace: Path) -> Iterator[Workbench]:
    opened = Workbench(open_database(workspace), ADA, workspace.parent / "files")
    yield opened
    opened.close()
