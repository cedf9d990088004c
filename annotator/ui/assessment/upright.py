"""A scroll area that scrolls up and down only: what is in it is as wide as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

_STEPS: Final = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}


class Upright(QScrollArea):
    """Holds the assessment above its foot and takes the focus for the single-letter keys.

    Signals:
        stepped: Down or Up was pressed while nothing in it had the focus (1 or -1).
        resized: there is more or less room, and everything in it has found its place.
    """

    stepped = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def setWidget(self, widget: QWidget) -> None:
        widget.setMinimumWidth(1)  # a long word or a row of buttons would make it wider than the pane
        super().setWidget(widget)

    def bring(self, widget: QWidget, room: int) -> None:
        """Scroll until a widget is seen, with some room around it; of one that is higher than this, its end.

        Qt would show its middle, and cut what stands at the end: a card's buttons.
        """
        height = self.viewport().height()
        if widget.height() <= height:
            self.ensureWidgetVisible(widget, 0, room)
        else:
            end = widget.mapTo(self.viewport(), QPoint(0, widget.height())).y()
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + end - height)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        step = _STEPS.get(event.key()) if plain else None
        if step is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.stepped.emit(step)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.resized.emit)
