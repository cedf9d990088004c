"""A plain editor that neither loses nor makes up a character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit
from typing_extensions import override

from annotator.domain.newlines import to_editor

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QInputMethodEvent
    from PySide6.QtWidgets import QWidget

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ACT: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_LINE_SEPARATOR: Final = "\u2028"
_PARAGRAPH_SEPARATOR: Final = "\u2029"


class TextEditor(QPlainTextEdit):
    """Edits plain text. Esc leaves; while an input method composes, no key does.

    Signals:
        left: the reviewer wants out; the text stays.
        focus_lost: the focus went elsewhere.
    """

    left = Signal()
    focus_lost = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_composing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(12)

    def go_to(self, position: int) -> None:
        """Put the caret at a position, or at the end of a shorter text, and show it."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.centerCursor()

    @override
    def event(self, event: QEvent) -> bool:
        # Esc and Ctrl+Enter mean something else outside; Ctrl+Shift+Enter is an act here too.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            if not self.isReadOnly():
                self.textCursor().insertBlock()  # Qt would put a line separator, which is no newline on the disk
                self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        self.focus_lost.emit()

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        # Qt's own would turn non-breaking spaces into plain ones.
        copied = QMimeData()
        copied.setText(self.textCursor().selectedText().replace(_PARAGRAPH_SEPARATOR, "\n"))
        return copied

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText() and not self.isReadOnly():
            self.textCursor().insertText(to_editor(source.text()).replace(_LINE_SEPARATOR, "\n"))
            self.ensureCursorVisible()


def _is_own(event: QKeyEvent) -> bool:
    is_act = event.modifiers() & _ACT == _ACT
    return event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and not is_act)
