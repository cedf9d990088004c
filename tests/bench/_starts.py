# ruff: noqa: PLC0415 -- nothing is imported that the process would not import by itself
"""The processes that `start` starts: a bare window, or the program that prints when it has painted."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from annotator.ui.shell import Shell


def say(what: str) -> None:
    """Print when it is, and how much computing it took so far: a busy machine changes the one and hardly the other."""
    print(what, time.monotonic(), time.process_time(), flush=True)


def bare() -> None:
    """Show an empty main window of the same size, until this process is ended."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(1440, 900)
    window.show()
    application.exec()


def real(workspace: str) -> int:
    """Run the program as the command line does, and tell when it has painted."""
    from annotator import bootstrap
    from annotator.cli.main import main as run

    make_shell = bootstrap.make_shell
    kept: list[object] = []

    def watched(**options: bool) -> object:
        shell = make_shell(**options)
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
            shell.window.close()

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
