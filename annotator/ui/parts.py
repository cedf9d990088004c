"""Small widgets that are made the same way everywhere, known by their object name to the style sheet and to tests."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton


def plain_label(name: str, text: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label that shows its text as it is: no markup is ever read in a job's words."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    return made


def flat_button(name: str, text: str = "") -> QToolButton:
    """Return a quiet button that the Tab key reaches."""
    made = QToolButton()
    made.setObjectName(name)
    made.setText(text)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
