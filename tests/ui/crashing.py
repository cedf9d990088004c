"""A program's life that meets an error of its own, or dies of one; run as a process of its own.

`crashing.py error FOLDER`: grades the first deliverable, types a note, and a slot and a thread raise errors that quote
the job and a key; closes by the report's button. `crashing.py die FOLDER`: dies at once. `crashing.py after FOLDER`:
starts once more. Each prints, as JSON, what the reports said.
"""

from __future__ import annotations

import faulthandler
import json
import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from annotator.bootstrap import make_shell
from annotator.ui.screens.report_dialog import ReportDialog

KEY = "sk-test-SENTINEL"
NOTE = "typed just before"


def until(is_so) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def refuse(words: str) -> None:
    raise KeyError(words)


def fail(brief: str, key: str) -> None:
    """Raise an error that quotes a job, while another that holds a key is handled."""
    secret = {"Authorization": f"Bearer {key}", "brief": brief}
    try:
        refuse(json.dumps(secret))
    except KeyError as error:
        raise RuntimeError(f"cannot show {brief!r} with {secret}") from error


def main(way: str, folder: Path) -> None:
    shell = make_shell()
    shell.messages.install()
    shell.window.resize(1280, 720)
    shell.show(folder / "workspace")
    window = shell.window
    until(lambda: shell.desk.is_ready and window.review_screen.opening is not None)
    said = [each.text.toPlainText() for each in window.findChildren(ReportDialog)]
    if way == "die":
        faulthandler._sigsegv()
    if way == "error":
        brief = window.review_screen.opening.sheet.job.brief
        until(window.isActiveWindow)
        window.review_screen.panel.take_focus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_W)
        assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
        QTest.keyClicks(QApplication.focusWidget(), NOTE)
        QTimer.singleShot(0, shell, lambda: fail(brief, KEY))
        until(lambda: window.findChild(ReportDialog) is not None)
        thread = threading.Thread(target=fail, args=(brief, KEY))
        thread.start()
        thread.join()
        dialog = window.findChild(ReportDialog)
        until(lambda: dialog.text.toPlainText().count("RuntimeError") == 2)
        said.append(dialog.text.toPlainText())
        dialog.save(str(folder / "report.txt"))
        closed: list[bool] = []
        window.closed.connect(lambda: closed.append(True))
        dialog.findChild(QPushButton, "close_program").click()
        until(lambda: bool(closed))
    is_done = shell.close()
    shell.messages.end()
    sys.stdout.write(json.dumps({"said": said, "is_done": is_done}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
