from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.packs.travelling import Travels


@pytest.fixture
def travels(tmp_path: Path) -> Iterator[Travels]:
    """A coordinator with four jobs, and room for reviewers."""
    travels = Travels(tmp_path)
    yield travels
    travels.close()
