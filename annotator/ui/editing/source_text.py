"""The source of a text that is only looked at, with the colours of its Markdown and of what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit
from typing_extensions import override

from annotator.ui.editing.highlighter import MarkdownHighlighter
from annotator.ui.editing.range_marks import RangeMarks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.editing.range_marks import Range
    from annotator.ui.reading.typeface import Typeface

_MARGIN = 12


class SourceText(QPlainTextEdit):
    """Shows a plain text that cannot be typed into. `marks` shows ranges of it in another look."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(_MARGIN)
        self.marks = RangeMarks(self)
        self._is_slanted = True
        self._colours = MarkdownHighlighter(self.document())

    def show_text(self, text: str, face: Typeface) -> None:
        """Show a text as an editor shows it, from its beginning."""
        self._is_slanted = not face.is_japanese
        self.setFont(face.body())
        self._colours.rest()
        self.setPlainText(text)
        self._colours.colour_again(is_slanted=self._is_slanted)

    def go_to(self, place: Range) -> None:
        """Select a range and bring it well into sight."""
        last = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(place[1], last))
        cursor.setPosition(min(place[0], last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colours.colour_again(is_slanted=self._is_slanted)
