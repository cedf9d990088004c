"""A reviewer at the real window, by keys, without a screen: opens files, grades all that is not finished, sends it.

Run as `python -m tests.data.round_trip_grader WORKSPACE RESULTS WAY FILE...`; WAY is "grade" (every fifth verdict is a
fail, the first two of which ask for another attempt) or "correct" (the first one is reopened and fails).
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.bootstrap import make_shell
from annotator.domain.ids import InterventionId
from annotator.domain.moments import now
from annotator.domain.review import Intervention, ReviewStatus
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.shell import Shell
from annotator.ui.travelling.send_dialog import SendDialog
from annotator.workflow.commands import AddIntervention

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 60_000


class Reviewer:
    """Presses keys in a window and waits for its answers."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.window = shell.window

    def wait(self, holds: Callable[[], object], what: str) -> None:
        loop = QEventLoop()
        look = QTimer(interval=5)
        look.timeout.connect(lambda: loop.quit() if holds() else None)
        look.start()
        QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
        if not holds():
            loop.exec()
        look.stop()
        assert holds(), what

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow, "the window is active")
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    @property
    def opening(self):
        return self.window.review_screen.opening

    def settle(self) -> None:
        self.wait(lambda: not self.shell.desk.has_unsaved, "everything is stored")

    def close_help(self) -> None:
        shown = self.window.findChild(HelpWindow)
        if shown is not None:
            shown.close()

    def decide(self, verdict: Qt.Key) -> None:
        """Mark all criteria, answer the client question, decide."""
        self.window.review_screen.panel.take_focus()
        for _criterion in self.opening.sheet.job.rubric.active:
            self.press(verdict)
        self.press(Qt.Key.Key_Q)
        self.press(Qt.Key.Key_1 if verdict is Qt.Key.Key_P else Qt.Key.Key_3)
        self.press(Qt.Key.Key_O)
        self.press(verdict)
        self.wait(lambda: self.opening.sheet.review.verdict is not None, "the verdict is stored")

    def ask_again(self) -> None:
        """Leave a request for the next attempt."""
        ref = self.opening.sheet.ref
        step = Intervention(InterventionId(str(uuid.uuid4())), "I1", True, "Name a source.", created_at=now())
        self.shell.desk.run(AddIntervention(ref, step, 0))
        self.wait(lambda: self.opening.sheet.review.interventions, "the request is stored")

    def finish(self) -> bool:
        """Be done; return whether something is left."""
        ref = self.opening.sheet.ref
        workbench = self.shell.desk.house.workbench

        def is_done() -> bool:
            return workbench.sheet_of(ref).review.status is ReviewStatus.SUBMITTED

        for _again in range(4):
            self.press(Qt.Key.Key_Return, CTRL)
            self.settle()
            if is_done():
                break
        assert is_done(), "done is done"
        if workbench.next_unfinished(self.window.review_screen.model.keys[0]) is None and self._nothing_left():
            return False
        self.wait(lambda: self.opening is not None and self.opening.sheet.ref != ref, "the next one opens")
        return True

    def _nothing_left(self) -> bool:
        counts = self.shell.desk.house.workbench.counts()
        return counts.done + counts.skipped == counts.total

    def send(self, folder: Path) -> None:
        self.press(Qt.Key.Key_E, CTRL | SHIFT)
        self.wait(lambda: self.window.findChild(SendDialog), "the dialog is there")
        dialog = self.window.findChild(SendDialog)
        dialog.folder.setText(str(folder))
        dialog.send.click()
        self.wait(dialog.receipt.toPlainText, "the receipt is there")
        dialog.close()


def main(workspace: str, results: str, way: str, *files: str) -> None:
    shell = make_shell()
    reviewer = Reviewer(shell)
    shell.show(Path(workspace), [Path(file) for file in files])
    reviewer.wait(lambda: shell.desk.is_ready, "the workspace is open")
    reviewer.wait(lambda: reviewer.opening is not None, "a deliverable is open")
    travel = shell.window.verbs.travel
    reviewer.wait(lambda: travel.progress and not travel.progress.has_new_instructions, "the pack is open")
    if files:
        reviewer.wait(lambda: travel.progress.left > 0, "what came is counted")
    reviewer.wait(
        lambda: reviewer.opening is not None and (way == "correct" or not reviewer.opening.sheet.review.submitted_at),
        "something unfinished is open",
    )
    reviewer.close_help()
    if way == "correct":
        shell.desk.open(shell.window.review_screen.model.keys[0])
        reviewer.wait(lambda: reviewer.opening.sheet.key == shell.window.review_screen.model.keys[0], "it is open")
        reviewer.window.review_screen.panel.take_focus()
        reviewer.window.review_screen.findChild(QPushButton, "reopen").click()
        reviewer.wait(lambda: reviewer.opening.sheet.review.status is ReviewStatus.DRAFT, "it is open again")
        reviewer.decide(Qt.Key.Key_F)
        reviewer.finish()
    else:
        number, asked = 0, 0
        is_more = True
        while is_more:
            number += 1
            is_fail = number % 5 == 0
            reviewer.decide(Qt.Key.Key_F if is_fail else Qt.Key.Key_P)
            if is_fail and asked < 2 and reviewer.opening.sheet.deliverable.attempt == 1:
                asked += 1
                reviewer.ask_again()
            is_more = reviewer.finish()
    reviewer.settle()
    reviewer.wait(lambda: travel.progress.left == 0, "all of it is counted")
    reviewer.send(Path(results))
    assert shell.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
