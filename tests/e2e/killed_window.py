"""The real window under a hand that types and marks until the process is killed.

It says on stdout, a line of JSON each, what it is about to do, that this is done, and whenever the window shows that
all is saved. What it says comes from the keys alone, never from what the window was told.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from typing_extensions import override

from annotator.bootstrap import make_shell
from annotator.ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
MARKS = {Qt.Key.Key_P: "pass", Qt.Key.Key_F: "fail", Qt.Key.Key_N: "na"}
WORDS = ("the ", "sources ", "are missing; ", "評価は正しい。", "😀 ", "p f g n ")
PAUSE_MS, LONG_PAUSE_MS, PAUSES = 40, 600, 0.3


def say(what: str, *facts: str) -> None:
    """Tell whoever will kill this."""
    print(json.dumps([what, *facts]), flush=True)  # noqa: T201 -- this is what the process is for


class Saved(QObject):
    """Says when the window shows that all is saved: when the words are painted, not when they are set."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label
        label.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._label.text().startswith("✓ All saved"):
            say("saved", self._label.text())
        return False


class Hand:
    """Presses keys as a reviewer does: marks, notes on criteria, a note on the whole, an edited copy, the next one."""

    def __init__(self, shell: Shell, chance: random.Random) -> None:
        self._window = shell.window
        self._chance = chance

    def work(self) -> None:
        """Go on for ever."""
        self._until_open(but="")
        self._saved = Saved(self._window.bar.saved)
        acts = (self._mark, self._mark, self._note, self._note_on_whole, self._edit, self._go_on)
        while True:
            act = self._chance.choice(acts)
            act()
            if self._chance.random() < PAUSES:
                self._pause(LONG_PAUSE_MS)

    @property
    def _deliverable(self) -> str:
        opening = self._window.review_screen.opening
        return "" if opening is None else opening.sheet.ref.deliverable

    @property
    def _criterion(self) -> str:
        return self._window.review_screen.panel.current_criterion_id or ""

    def _mark(self) -> None:
        self._window.review_screen.panel.take_focus()
        for _time in range(self._chance.randint(1, 6)):
            key, mark = self._chance.choice(list(MARKS.items()))
            say("mark", self._deliverable, self._criterion, mark)
            self._press(key)

    def _note(self) -> None:
        self._window.review_screen.panel.take_focus()
        criterion = self._criterion
        self._press(Qt.Key.Key_C)
        self._type("note", criterion)
        self._press(Qt.Key.Key_Escape)

    def _note_on_whole(self) -> None:
        self._window.review_screen.panel.take_focus()
        self._press(Qt.Key.Key_W)
        self._press(Qt.Key.Key_End, CTRL)
        self._type("whole", "")
        if self._chance.random() < 0.5:  # else it is still open when the next act begins
            self._press(Qt.Key.Key_Escape)

    def _edit(self) -> None:
        self._window.review_screen.panel.take_focus()
        self._press(Qt.Key.Key_E)
        self._press(Qt.Key.Key_End, CTRL)
        self._type("edit", "")
        if self._chance.random() < 0.5:
            self._press(Qt.Key.Key_Escape)

    def _go_on(self) -> None:
        before = self._deliverable
        self._press(self._chance.choice((Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)), CTRL)
        self._until_open(but=before)

    def _type(self, what: str, whose: str) -> None:
        for _word in range(self._chance.randint(1, 8)):
            word = self._chance.choice(WORDS)
            for piece in word if word.isascii() else (word,):
                say(what, self._deliverable, whose, piece)
                self._put(piece)
                say("done")
                self._pause()

    def _put(self, piece: str) -> None:
        field = self._focused
        if piece.isascii():
            QTest.keyClicks(field, piece)
        else:
            event = QInputMethodEvent()
            event.setCommitString(piece)
            QApplication.sendEvent(field, event)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focused, key, modifiers)
        say("done")
        self._pause()

    @property
    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None, "the window is active"
        return focused

    def _pause(self, longest_ms: int = PAUSE_MS) -> None:
        loop = QEventLoop()
        QTimer.singleShot(self._chance.randint(0, longest_ms), loop.quit)
        loop.exec()

    def _until_open(self, but: str) -> None:
        """Let the window work until a deliverable is open; at either end of the queue it stays the one before."""
        for _time in range(10 if but else 2000):
            if self._window.isActiveWindow() and self._deliverable not in {"", but}:
                return
            self._pause()


def main() -> None:
    """Work in the workspace until somebody kills this."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shell = make_shell()
    shell.window.resize(1440, 900)
    shell.show(Path(sys.argv[1]))
    Hand(shell, random.Random(int(sys.argv[2]))).work()


if __name__ == "__main__":
    main()
