"""Shows one document: read only, fetching nothing, with ornaments, found words and highlights painted around it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QPainter,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QTextEdit, QToolTip
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.reading.looks import LINK
from annotator.ui.reading.painting import Painting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QPaintEvent, QTextBlock, QWheelEvent
    from PySide6.QtWidgets import QWidget

MARGIN_LEFT: Final = 40
MARGIN_RIGHT: Final = 24
MARGIN_TOP: Final = 18
MARGIN_BOTTOM: Final = 40

_NOTCH: Final = 120
_UNKNOWN: Final = QTextDocument.ResourceType.UnknownResource


class SealedDocument(QTextDocument):
    """A document that opens nothing by itself: what was not put into it is not there.

    Qt's own reads files, shares of other machines included, whenever the view has no answer.
    """

    requests: ClassVar[int] = 0
    """How often Qt asked for a resource that the document does not carry; none is ever answered."""

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        SealedDocument.requests += 1
        return None


class ReadingView(QTextBrowser):
    """One text on the screen. What stands in it is written into its document by a `Composer`.

    Signals:
        link_clicked: the address of a link (str).
        zoom_requested: steps to zoom by (int).
    """

    link_clicked = Signal(str)
    zoom_requested = Signal(int)

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocument(SealedDocument(self))
        self.painting = Painting(self)
        self.shown_text: Callable[[int, int], str] = self._plain
        self.addresses: Sequence[str] = ()
        self.tip_at: Callable[[int], str] = lambda _position: ""
        self._wheel = 0
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._set_margins()
        self.set_column(width)
        self.anchorClicked.connect(self._follow)

    def _set_margins(self) -> None:
        root = self.document().rootFrame()
        made = root.frameFormat()
        made.setLeftMargin(MARGIN_LEFT)
        made.setRightMargin(MARGIN_RIGHT)
        made.setTopMargin(MARGIN_TOP)
        made.setBottomMargin(MARGIN_BOTTOM)
        root.setFrameFormat(made)

    def use_ground(self, colour: str) -> None:
        """Lay the text on this ground (#rrggbb), whatever the window's."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(colour))
        self.setPalette(palette)

    def set_column(self, width: int) -> None:
        """Lay the text out `width` pixels wide, margins included."""
        if self.lineWrapColumnOrWidth() != width:
            self.setLineWrapColumnOrWidth(width)

    def centre(self, room: int) -> None:
        """Put a column narrower than the `room` there is into its middle."""
        self.setViewportMargins(max(0, (room - self.lineWrapColumnOrWidth()) // 2), 0, 0, 0)

    def selectable_by_keyboard(self) -> bool:
        """Return whether the arrow keys move a caret."""
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def select_by_keyboard(self, *, on: bool) -> None:
        """Show a caret that the arrow keys move, or take it away: then they scroll."""
        flags = Qt.TextInteractionFlag.TextBrowserInteraction
        if on:
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
            if not self.textCursor().hasSelection():
                self.setTextCursor(self.cursorForPosition(QPoint(MARGIN_LEFT, 2)))
        self.setTextInteractionFlags(flags)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def visible_range(self) -> tuple[int, int]:
        """Return the document range of which something is in sight; the cells of a table count together."""
        first = self.cursorForPosition(QPoint(0, 0))
        last = self.cursorForPosition(QPoint(self.viewport().width(), self.viewport().height()))
        start, end = first.block().position(), last.block().position() + last.block().length()
        if (table := first.currentTable()) is not None:
            start = table.firstPosition()
        if (table := last.currentTable()) is not None:
            end = table.lastPosition() + 1
        return start, end

    def block_rect(self, block: QTextBlock) -> QRectF:
        """Return where a block stands in the document, in pixels."""
        return self.document().documentLayout().blockBoundingRect(block)

    def scroll_to(self, position: int, *, shift: int | None = None) -> None:
        """Bring a document position into sight: `shift` pixels below the top edge, else where it is seen well."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = self.cursorRect(cursor).top()
        if shift is not None:
            bar.setValue(bar.value() + top - shift)
        elif not 0 <= top <= height - MARGIN_BOTTOM:
            bar.setValue(bar.value() + top - height // 3)

    def address(self, name: str) -> str | None:
        """Return the address of a link by its name in the document."""
        number = name.removeprefix(LINK)
        is_known = number.isdecimal() and int(number) < len(self.addresses)
        return self.addresses[int(number)] if is_known else None

    def _follow(self, url: QUrl) -> None:
        address = self.address(url.toString())
        if address is not None:
            self.link_clicked.emit(address)

    def _plain(self, start: int, end: int) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selection().toPlainText()

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        SealedDocument.requests += 1
        return None

    @override
    def doSetSource(self, name: QUrl | str, kind: QTextDocument.ResourceType = _UNKNOWN) -> None:
        return  # a text has no source that could be opened in its place

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        if query is Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        event.ignore()  # Qt puts what an input method commits even into a text that is read only

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        copied = QMimeData()
        copied.setText(self.shown_text(cursor.selectionStart(), cursor.selectionEnd()))
        return copied

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copying = menu.addAction(_("Copy"), self.copy)
        copying.setEnabled(self.textCursor().hasSelection())
        address = self.address(self.anchorAt(event.pos()))
        if address is not None:
            menu.addAction(_("Copy the address"), partial(QGuiApplication.clipboard().setText, address))
        menu.addAction(_("Select all"), self.selectAll)
        menu.popup(event.globalPos())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps, self._wheel = int(self._wheel / _NOTCH), int(self._wheel - _NOTCH * int(self._wheel / _NOTCH))
        if steps:
            self.zoom_requested.emit(steps)
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            self.painting.paint_below(painter)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            self.painting.paint_above(painter)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)
