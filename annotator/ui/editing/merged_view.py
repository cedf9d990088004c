"""What an edit changed: the whole text, with what was taken out struck through and what was put in underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QTextBlock, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit
from typing_extensions import override

from annotator.domain.textdiff import ChangeKind
from annotator.i18n import _
from annotator.ui.editing.change_look import change_formats
from annotator.ui.editing.merged import EVERY_LINE, Line, LinePatch, sign_of
from annotator.ui.editing.utf16 import Units
from annotator.ui.theme import colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

_MARGIN: Final = 12
_SIGNS: Final = 18
"""Pixels at the left edge for the signs."""


class MergedView(QPlainTextEdit):
    """Shows merged lines and takes changes of them, so that typing costs no more than the line it changes.

    The signs +, − and ± stand in the margin: nobody has to tell colours apart.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("What the edit changes"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(_MARGIN)
        self.setViewportMargins(_SIGNS, 0, 0, 0)
        self._lines: list[Line] = []
        self._is_behind = False
        self._gutter = _Gutter(self)
        self.updateRequest.connect(self._gutter.refresh)
        self._formats = change_formats()

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown."""
        return self._lines

    def show_patch(self, patch: LinePatch) -> None:
        """Show other lines in the place of some."""
        if not patch.removed and not patch.inserted:
            return
        scroll = self.verticalScrollBar().value()
        is_all = patch.removed in {EVERY_LINE, len(self._lines)}
        self._lines[patch.first : None if is_all else patch.first + patch.removed] = patch.inserted
        self._is_behind |= self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        if self._is_behind:
            return  # nobody sees it: it is brought up to date when it is shown
        if is_all:
            self._show_all()
        else:
            self._show_some(patch)
        self.verticalScrollBar().setValue(scroll)
        self._gutter.update()

    def go_to_line(self, number: int) -> None:
        """Bring a line well into sight and put the caret there."""
        block = self.document().findBlockByNumber(number)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    @property
    def caret(self) -> tuple[int, int]:
        """The line of the caret and how many characters stand before it there."""
        cursor = self.textCursor()
        return cursor.blockNumber(), Units(cursor.block().text()).from_qt(cursor.positionInBlock())

    def colour_again(self) -> None:
        """Show everything in the colours of the scheme in use."""
        self._formats = change_formats()
        self._show_all()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if self._is_behind:
            self._show_all()
        super().showEvent(event)

    def _show_all(self) -> None:
        self._is_behind = False
        self.clear()
        self.setCurrentCharFormat(self._formats[ChangeKind.EQUAL])  # Qt would go on with that of the last change
        self.setPlainText("\n".join("".join(run.text for run in line) for line in self._lines))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, line in enumerate(self._lines):
            if sign_of(line):
                cursor.setPosition(self.document().findBlockByNumber(number).position())
                for run in line:
                    end = cursor.position() + _units(run.text)
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(self._formats[run.kind])
                    cursor.setPosition(end)
        cursor.endEditBlock()

    def _show_some(self, patch: LinePatch) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().findBlockByNumber(patch.first)
        if not block.isValid():  # lines are added at the end
            cursor.movePosition(QTextCursor.MoveOperation.End)
            for line in patch.inserted:
                cursor.insertBlock()
                self._write(cursor, line)
        else:
            cursor.setPosition(block.position())
            self._replace(cursor, patch)
        cursor.endEditBlock()

    def _replace(self, cursor: QTextCursor, patch: LinePatch) -> None:
        """Write the lines over those from the cursor on; with none left to write over, before what stands there."""
        if patch.removed:
            last = self.document().findBlockByNumber(patch.first + patch.removed - 1)
            cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        for at, line in enumerate(patch.inserted):
            if at:
                cursor.insertBlock()
            self._write(cursor, line)
        if not patch.removed:
            cursor.insertBlock()
        elif not patch.inserted:
            self._close_up(cursor)

    def _close_up(self, cursor: QTextCursor) -> None:
        """Take the empty line away that removed ones left."""
        if cursor.block().next().isValid():
            cursor.deleteChar()
        else:
            cursor.deletePreviousChar()

    def _write(self, cursor: QTextCursor, line: Line) -> None:
        for run in line:
            cursor.insertText(run.text, self._formats[run.kind])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._gutter.setGeometry(0, 0, _SIGNS, self.height())

    def paint_signs(self, painter: QPainter) -> None:
        """Paint the signs of the lines in sight."""
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours().text))
        height = self.fontMetrics().lineSpacing()
        block, offset = self.firstVisibleBlock(), QPointF(self.contentOffset())
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(offset).top()
            if top > self.viewport().height():
                return
            self._paint_sign(painter, block, QRectF(0, top, _SIGNS, height))
            block = block.next()

    def _paint_sign(self, painter: QPainter, block: QTextBlock, place: QRectF) -> None:
        number = block.blockNumber()
        if number < len(self._lines) and (sign := sign_of(self._lines[number])):
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)


class _Gutter(QFrame):
    """The strip with the signs."""

    def __init__(self, view: MergedView) -> None:
        super().__init__(view)
        self._view = view

    @Slot()
    def refresh(self) -> None:
        """Paint the signs where the lines are now."""
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().paper))
        self._view.paint_signs(painter)
        painter.end()


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
