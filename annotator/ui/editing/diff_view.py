"""What an edit changed, word by word: removed words struck through, inserted ones underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.domain.newlines import to_editor
from annotator.domain.textdiff import Change, ChangeKind
from annotator.i18n import _
from annotator.ui.theme import colours

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT = 160
"""Characters of unchanged text shown on either side of a change."""


class DiffView(QTextEdit):
    """Shows changes with a little of the text around them, and moves from one to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(_("What the edit changes"))
        self._places: list[int] = []
        self._current = -1

    def show_changes(self, old: str, new: str, changes: Sequence[Change]) -> None:
        """Show what leads from `old` to `new`."""
        scroll = self.verticalScrollBar().value()
        self.clear()
        self._places = []
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, change in enumerate(changes):
            if change.kind is ChangeKind.EQUAL:
                is_edge = (number == 0, number == len(changes) - 1)
                cursor.insertText(to_editor(_around(new[change.new_start : change.new_end], is_edge)), _plain())
                continue
            self._places.append(cursor.position())
            is_removed = change.kind is ChangeKind.REMOVED
            text = old[change.old_start : change.old_end] if is_removed else new[change.new_start : change.new_end]
            cursor.insertText(to_editor(text), _removed() if is_removed else _inserted())
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(scroll)

    def go(self, step: int) -> None:
        """Go `step` changes on, or back, round and round."""
        if not self._places:
            return
        self._current = (self._current + step) % len(self._places)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places[self._current])
        self.setTextCursor(cursor)
        self.ensureCursorVisible()


def _around(text: str, is_edge: tuple[bool, bool]) -> str:
    """Return the ends of an unchanged stretch that stand next to a change."""
    is_first, is_last = is_edge
    if len(text) <= 2 * _KEPT:
        return text
    head = "" if is_first else text[:_KEPT]
    tail = "" if is_last else text[-_KEPT:]
    return f"{head} … {tail}"


def _plain() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colours().text))
    return made


def _removed() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colours().failed))
    made.setBackground(QColor(colours().failed_ground))
    made.setFontStrikeOut(True)
    return made


def _inserted() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colours().passed))
    made.setBackground(QColor(colours().passed_ground))
    made.setFontUnderline(True)
    return made
