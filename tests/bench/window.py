"""The real window on a hundred thousand jobs: key presses, the next deliverable, the queue, and keys beside an import.

Keys are real ones. A time runs from the key press until what came of it is committed (for a mark) and painted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false;qt.qpa.*=false")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from typing_extensions import override

from annotator.bootstrap import make_shell
from annotator.ui.screens.exchange import IMPORT, import_paths
from annotator.ui.shell import Shell
from tests.bench._scale import jobs_file, scaled_workspace

CTRL = Qt.KeyboardModifier.ControlModifier
PRESSES, NEXTS, BESIDE = 1000, 400, 400
QUICK_SHARE = 8
IMPORTED, QUICK_IMPORTED = 20_000, 4_000
PATIENCE_S, IMPORT_S = 60, 600


class Watch(QObject):
    """Lets the window work, and knows what it did: turns of the event loop, paints, changes, openings."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.window = shell.window
        self.is_painted = self.is_changed = self.is_shown = self.is_listed = False
        self.longest_turn = 0.0
        self.window.installEventFilter(self)
        shell.desk.changed.connect(self.note_change)
        self.window.review_screen.sheet_shown.connect(self.note_shown)
        shell.desk.queue_shown.connect(self.note_listed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.is_painted = True  # once this turn is over
        return False

    def note_change(self) -> None:
        self.is_changed, self.is_painted = True, False

    def note_shown(self) -> None:
        self.is_shown, self.is_painted = True, False

    def note_listed(self) -> None:
        self.is_listed, self.is_painted = True, False

    def turn(self) -> None:
        """Let the event loop come round once, waiting for something to happen."""
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    def until(self, holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        end = monotonic() + patience_s
        while not holds():
            if monotonic() > end:
                raise SystemExit(f"the window did not answer {holds}")
            began = perf_counter()
            self.turn()
            self.longest_turn = max(self.longest_turn, perf_counter() - began)

    def settle(self, seconds: float = 0.02) -> None:
        """Wait until nothing is under way, and a little longer, as a reader does."""
        lanes = [lane for lane in self.shell.desk.children() if hasattr(lane, "is_empty")]
        self.until(lambda: all(lane.is_empty for lane in lanes))
        end = monotonic() + seconds
        self.until(lambda: monotonic() > end)

    def timed(self, act: Callable[[], object], holds: Callable[[], bool]) -> float:
        """Return how many milliseconds it takes from an act until something holds."""
        self.is_painted = self.is_changed = self.is_shown = self.is_listed = False
        began = perf_counter()
        act()
        self.until(holds)
        return (perf_counter() - began) * 1000


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def centiles(times: list[float]) -> str:
    if len(times) < 2:
        return "it was over before there was anything to measure"
    cuts = quantiles(times, n=100, method="inclusive")
    return f"p50 {cuts[49]:6.1f} ms   p99 {cuts[98]:6.1f} ms   most {max(times):6.1f} ms   ({len(times)} times)"


def baseline(folder: Path) -> None:
    """Print how long Qt takes to paint a label anew after a key press, without us."""
    label = QLabel("0")
    label.resize(400, 300)
    label.show()
    times = []
    for number in range(200):
        began = perf_counter()
        QTest.keyClick(label, Qt.Key.Key_P)
        label.setText(str(number))
        QCoreApplication.processEvents()
        times.append((perf_counter() - began) * 1000)
    label.deleteLater()
    print(f"baseline: a key press to a bare label, painted    {centiles(times)}")


def marks(watch: Watch, count: int, pause: float = 0.0) -> list[float]:
    """Press P and N in turn on the criteria of the open deliverable, round and round."""
    panel = watch.window.review_screen.panel
    criteria = watch.window.review_screen.opening.sheet.job.rubric.active
    times = []
    for number in range(count):
        at = number % len(criteria)
        if at == 0:
            panel.take_focus()
            panel.go_to_criterion(criteria[0].id)
            watch.settle(0.005)
        key = (Qt.Key.Key_P, Qt.Key.Key_N)[number // len(criteria) % 2]
        times.append(watch.timed(lambda key=key: press(key), lambda: watch.is_changed and watch.is_painted))
        if pause:
            end = monotonic() + pause
            watch.until(lambda end=end: monotonic() > end)
    return times


def open_with_criteria(watch: Watch) -> None:
    """Go on through the queue until a deliverable with several criteria is open."""
    while len(watch.window.review_screen.opening.sheet.job.rubric.active) < 3:
        watch.timed(lambda: press(Qt.Key.Key_PageDown, CTRL), lambda: watch.is_shown and watch.is_painted)
        watch.settle()


def nexts(watch: Watch, count: int, reading_s: float) -> list[float]:
    """Go to the next deliverable again and again; a reader who looks for so long in between."""
    times = []
    for _number in range(count):
        watch.settle(reading_s)
        times.append(watch.timed(lambda: press(Qt.Key.Key_PageDown, CTRL), lambda: watch.is_shown and watch.is_painted))
    return times


def measure_queue(watch: Watch) -> None:
    queue, search = watch.window.review_screen.queue, watch.window.bar.search
    print(f"queue of {len(watch.window.review_screen.model.keys):,} rows, from the key to the rows painted:")
    for text in ("評価", "Budget", "no such text anywhere"):
        watch.settle()
        search.setFocus()
        search.clear()
        watch.settle(0.3)
        watch.longest_turn = 0.0
        took = watch.timed(lambda text=text: _enter(search, text), lambda: watch.is_listed and watch.is_painted)
        print(f"  search {text:24} {took:7.0f} ms   longest turn of the window {watch.longest_turn * 1000:5.1f} ms")
    watch.timed(watch.window.content.clear_filter, lambda: watch.is_listed)
    watch.window.review_screen.panel.take_focus()
    watch.settle()
    watch.longest_turn = 0.0
    table = queue.findChild(QObject, "queue_view") or queue
    scroll = [bar for bar in table.findChildren(QObject) if hasattr(bar, "setSliderPosition")]
    for bar in scroll:
        for part in (3, 2, 1, 0):
            bar.setValue(bar.maximum() * part // 4)
            watch.settle()
    print(f"  scrolling through it: longest turn of the window {watch.longest_turn * 1000:5.1f} ms")


def measure_beside_import(watch: Watch, folder: Path, jobs: int, count: int) -> None:
    """Press keys while the window imports, and while another process does."""
    file = folder / "more.jsonl"
    jobs_file(file, jobs, name="more", seed=7)
    import_paths(watch.window, [file])
    watch.until(lambda: is_importing(watch))  # the files are looked at first
    times = []
    while is_importing(watch) and len(times) < count:
        times += marks(watch, 20, pause=0.01)
    print(f"key press during an import in the window        {centiles(times)}")
    print(f"  {'the import was still running' if is_importing(watch) else 'the import ended meanwhile'}")
    watch.until(lambda: not is_importing(watch), IMPORT_S)
    watch.settle()
    jobs_file(file, jobs, name="again", seed=7)
    command = [sys.executable, "-m", "annotator", "--workspace", str(folder / "workspace"), "import", str(file)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as other:
        times = []
        while other.poll() is None and len(times) < count:
            times += marks(watch, 20, pause=0.01)
        print(f"key press during an import by another process   {centiles(times)}")
        other.wait()


def is_importing(watch: Watch) -> bool:
    return (watch.window.notices.text_of(IMPORT) or "").startswith("Importing")


def _enter(search: QWidget, text: str) -> None:
    event = QInputMethodEvent()  # QTest has no keys for Japanese
    event.setCommitString(text)
    QApplication.sendEvent(search, event)


def opened(workspace: Path) -> Watch:
    """Open a workspace in the window and let it come to rest."""
    shell = make_shell()
    shell.window.resize(1440, 900)
    shell.show(workspace)
    watch = Watch(shell)
    watch.until(lambda: shell.window.review_screen.opening is not None)
    watch.settle(0.5)
    return watch


def main() -> int:
    """Fill a workspace, open it in the window and press keys."""
    is_quick = "--quick" in sys.argv
    share = QUICK_SHARE if is_quick else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
        workspace = scaled_workspace(folder, is_quick=is_quick)
        watch = opened(workspace)
        shell = watch.shell
        count = len(shell.window.review_screen.model.keys)
        print(f"the window, 1440 x 900, {count:,} deliverables in its queue")
        baseline(folder)
        watch.window.activateWindow()
        watch.until(watch.window.isActiveWindow)
        watch.window.review_screen.panel.take_focus()
        open_with_criteria(watch)
        print(f"key press to mark committed and painted         {centiles(marks(watch, PRESSES // share))}")
        print("  goal p50 5 ms, p99 16 ms; also during an import")
        print(f"next deliverable painted, after a short look    {centiles(nexts(watch, NEXTS // share, 0.15))}")
        print(f"next deliverable painted, leafing through       {centiles(nexts(watch, NEXTS // share, 0.0))}")
        print("  goal p50 10 ms, p99 30 ms")
        measure_queue(watch)
        open_with_criteria(watch)
        measure_beside_import(watch, folder, QUICK_IMPORTED if is_quick else IMPORTED, BESIDE // share)
        shell.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
