"""What the program imports on its way to the first paint and to its content: each of them makes the user wait."""

from __future__ import annotations

import subprocess
import sys

FRAME = "import annotator.cli.main, annotator.bootstrap, annotator.ui.shell"
CONTENT = f"{FRAME}, annotator.ui.window_content"
ALWAYS_LATER = {
    "alembic", "asyncio", "httpx", "keyring", "markdown", "markdown_it", "matplotlib", "multiprocessing", "numpy",
    "openai", "openpyxl", "pydantic", "pygments", "rapidfuzz", "sqlalchemy", "sqlite3", "ssl",
}  # fmt: skip
AFTER_THE_FRAME = ALWAYS_LATER | {
    "budoux", "email", "fast_diff_match_patch", "html", "http", "orjson", "uuid", "xml",
}  # fmt: skip


def imported_by(statement: str) -> set[str]:
    """Return the packages that a fresh process has after a statement."""
    program = f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_frame_is_painted_before_anything_large_is_imported():
    assert not imported_by(FRAME) & AFTER_THE_FRAME


def test_the_content_is_built_before_the_database_is_imported():
    assert not imported_by(CONTENT) & ALWAYS_LATER
