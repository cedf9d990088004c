# ruff: noqa: PLC0415 -- nothing is imported that the process would not import by itself
"""The processes that `starting` starts: a bare window or the program; they print when they have painted."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.shell import Shell

REST_MS = 3000
"""So long after the content is live the memory is read."""


def say(what: str) -> None:
    """Print when it is, and how much computing it took so far: a busy machine changes the one and hardly the other."""
    print(what, time.monotonic(), time.process_time(), flush=True)


def say_memory() -> None:
    """Print RSS and PSS in MB: what the process holds, and its share of what it has in common with others."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as lines:  # noqa: PTH123 -- pathlib is no part of a bare window
        sizes = {name: int(rest.split()[0]) / 1000 for name, _colon, rest in (line.partition(":") for line in lines)
                 if name in ("Rss", "Pss")}  # fmt: skip
    print("memory", sizes["Rss"], sizes["Pss"], flush=True)


def bare() -> None:
    """Show an empty main window of the same size."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    class Told(QWidget):
        is_told = False

        @override
        def paintEvent(self, event: object) -> None:
            if not self.is_told:
                self.is_told = True
                QTimer.singleShot(0, painted)

    def painted() -> None:
        say("first")
        after(application.quit)

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(Told())
    window.resize(1440, 900)
    window.show()
    application.exec()


def after(end: Callable[[], object]) -> None:
    """End now, or once the memory at rest is known."""
    from PySide6.QtCore import QTimer

    def rest() -> None:
        say_memory()
        end()

    if "--rest" in sys.argv:
        QTimer.singleShot(REST_MS, rest)
    else:
        end()


def real(workspace: str) -> int:
    """Run the program as the command line does, and tell when it has painted."""
    from annotator import bootstrap
    from annotator.cli.main import main as run

    make_shell = bootstrap.make_shell
    kept: list[object] = []

    def watched() -> object:
        shell = make_shell()
        kept.append(watch(shell))
        return shell

    bootstrap.make_shell = watched
    return run(["--workspace", workspace])


def watch(shell: Shell) -> object:
    """Tell when the shell's window has painted its frame, and when it has painted the deliverable that was opened."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Live(QObject):
        def begin(self) -> None:
            shell.desk.opened.disconnect(self.begin)
            QTimer.singleShot(0, self.look)  # the window hears of it after this

        def look(self) -> None:
            shell.window.installEventFilter(self)
            shell.window.review_screen.update()  # it may be painted already

        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.UpdateRequest:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self.live)
            return False

        def live(self) -> None:
            say("live")
            after(shell.window.close)

    live = Live()
    shell.window.painted.connect(lambda: say("first"))
    shell.desk.opened.connect(live.begin)
    return live


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["real", folder, *_rest]:
            sys.exit(real(folder))
        case _:
            bare()
