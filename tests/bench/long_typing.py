"""Twenty minutes of typing into 160 kB, by keys into the real window's editor: how much the database grows.

The keys come as fast as the window takes them; the clock of the autosave is that of the hand, five keys a second, and
does what the timer does: it sends what is typed 800 ms after the first unsaved key. Every hundred seconds the hand
leaves the editor, so that what the edit costs is stored too.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false;qt.qpa.*=false")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.bootstrap import make_shell
from annotator.ui.assessment.typed_field import SAVE_AFTER_MS
from annotator.workflow.changes import Change
from annotator.workflow.commands import EditText
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.bench.editing import made_text
from tests.bench.window import Watch, centiles, press

BYTES = 160_000
MINUTES, QUICK_MINUTES = 20, 2
KEYS_A_SECOND = 5
KEYS_A_PLACE, KEYS_TO_REST = 50, 500
ERASED = 0.08
GOAL_MB = 5.0


def make_workspace(folder: Path) -> None:
    """Make a workspace with one long deliverable."""
    content = "".join(made_text("en", random.Random("en"), BYTES))
    deliverable = {"id": "long/1", "content": content}
    job = {"id": "long", "title": "A long text", "brief": "Write it.", "language": "en", "deliverables": [deliverable]}
    file = folder / "long.json"
    file.write_text(json.dumps({"format": "annotator/1", "jobs": [job]}), encoding="utf-8")
    workbench = open_workspace(folder / "workspace", "ada")
    import_files(workbench, [file])
    workbench.close()


class Hand:
    """Types into the open copy, and counts what is stored."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._pane = watch.window.review_screen.editing.pane
        self._chance = random.Random(1)
        self.saves = 0
        self.times: list[float] = []
        watch.shell.desk.changed.connect(self._count)

    def _count(self, change: Change) -> None:
        self.saves += isinstance(change.command, EditText)

    def type_keys(self, count: int) -> None:
        """Type so many keys."""
        since_saved = 0
        for number in range(count):
            if number % KEYS_A_PLACE == 0:
                self._go_elsewhere()
            is_erased = self._chance.random() < ERASED
            key = Qt.Key.Key_Backspace if is_erased else self._chance.choice("etaoin shrdlu ")
            begun = perf_counter()
            QTest.keyClick(self._pane.editor, key)
            self._watch.turn()
            self.times.append((perf_counter() - begun) * 1000)
            since_saved += 1
            if since_saved * 1000 >= SAVE_AFTER_MS * KEYS_A_SECOND:
                since_saved = 0
                self._pane.draft.flush()  # what the timer does
                self._stored()
            if number % KEYS_TO_REST == KEYS_TO_REST - 1:
                self._pane.flush()  # what leaving the editor does
                self._stored()

    def _go_elsewhere(self) -> None:
        """Put the caret into another place, as a click does."""
        cursor = self._pane.editor.textCursor()
        cursor.setPosition(self._chance.randrange(self._pane.editor.document().characterCount()))
        self._pane.editor.setTextCursor(cursor)
        self._watch.turn()

    def _stored(self) -> None:
        self._watch.until(lambda: not self._watch.shell.desk.has_unsaved)


def size(workspace: Path) -> float:
    """Return how many megabytes the database takes, its log included."""
    return sum(path.stat().st_size for path in workspace.glob("annotator.sqlite*")) / 1e6


def main() -> int:
    """Type and print."""
    minutes = QUICK_MINUTES if "--quick" in sys.argv else MINUTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
        make_workspace(folder)
        workspace = folder / "workspace"
        before = size(workspace)
        shell = make_shell()
        shell.window.resize(1440, 900)
        shell.show(workspace)
        watch = Watch(shell)
        watch.until(lambda: shell.window.review_screen.opening is not None and shell.window.isActiveWindow())
        watch.settle(0.5)
        press(Qt.Key.Key_E)
        watch.until(shell.window.review_screen.editing.pane.editor.hasFocus)
        hand = Hand(watch)
        hand.type_keys(minutes * 60 * KEYS_A_SECOND)
        during = size(workspace) - before
        shell.close()
        grown = size(workspace) - before
    stored = f"{len(hand.times):,} keys, stored {hand.saves:,} times"
    print(f"typing for {minutes} minutes into {BYTES / 1000:.0f} kB: {stored}")
    print(f"  the database grew by {grown:.2f} MB (goal: {GOAL_MB * minutes / MINUTES:g} MB)")
    print(f"  while the window was open its log took {during - grown:.2f} MB more")
    print(f"  a key taken and its turn of the window  {centiles(hand.times)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
