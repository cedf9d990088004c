"""The edit tab of the real window, and the keys one presses there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.editing.pane import EditPane
from annotator.ui.main_window import MainWindow

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def type_text(text: str) -> None:
    """Type where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    for number, line in enumerate(text.split("\n")):
        if number:
            QTest.keyClick(focus, Qt.Key.Key_Return)
        QTest.keyClicks(focus, line)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what was typed is compared and stored."""
    pane = window.review_screen.editing.pane
    qtbot.waitUntil(lambda: pane.costing.comparing.is_idle and not pane.has_unsaved, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)


@pytest.fixture
def pane(qtbot: QtBot, window: MainWindow) -> EditPane:
    """The edit pane of the first sample, opened by its key."""
    press(Qt.Key.Key_E)
    qtbot.waitUntil(window.review_screen.editing.pane.editor.hasFocus)
    settled(qtbot, window)
    return window.review_screen.editing.pane
