"""The tour over the real window: a few stops, each a ring around a part of it and a card that says what it is for.

The window can be used all the while; only the card's own keys are taken, and only while it has the focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from annotator.ui import theme
from annotator.ui.starting.tour_card import CARD_WIDTH, TourCard
from annotator.ui.starting.tour_stops import stops

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

    from annotator.ui.main_window import MainWindow
    from annotator.ui.starting.tour_stops import Stop

_GAP: Final = 12
_MOVED: Final = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide}


def show_tour(window: MainWindow) -> None:
    """Begin the tour; one that is under way begins again."""
    content = window.content
    for old in content.findChildren(Tour):
        old.end()
    screen = content.review_screen

    def show(pane: int | None) -> None:
        if screen.panes.is_alone:
            screen.panes.show_alone(None)
        if pane is not None:
            screen.panes.show_pane(pane)

    tour = Tour(content, stops(content, window.preferences.keymap.badge), show)
    tour.ended.connect(screen.panel.take_focus)
    tour.begin()


class Tour(QWidget):
    """Lies over the content and lets everything through but what is on its card.

    Signals:
        ended: it is over, or was ended before.
    """

    ended = Signal()

    def __init__(self, content: QWidget, route: Sequence[Stop], show_pane: Callable[[int | None], object]) -> None:
        super().__init__(content)
        self.setObjectName("tour")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._content = content
        self._route = route
        self._show_pane = show_pane
        self._at = 0
        self._watched: QWidget | None = None
        self.card = TourCard(content)
        self.card.next_requested.connect(self.go_on)
        self.card.back_requested.connect(self.go_back)
        self.card.end_requested.connect(self.end)
        content.installEventFilter(self)

    @property
    def stop(self) -> Stop:
        """Where the tour is."""
        return self._route[self._at]

    @property
    def ring(self) -> QRect:
        """What is pointed out, in the content's coordinates: as much of it as is in sight."""
        target: QWidget | None = self.stop.target
        while target is not None and not target.isVisible():
            target = target.parentWidget()
        if target is None or target is self._content or not self._content.isAncestorOf(target):
            return self._content.rect()
        seen = QRect(target.mapTo(self._content, QPoint(0, 0)), target.size())
        above = target.parentWidget()
        while above is not None and above is not self._content:
            seen &= QRect(above.mapTo(self._content, QPoint(0, 0)), above.size())
            above = above.parentWidget()
        return seen

    def begin(self) -> None:
        """Show the first stop."""
        self.show()
        self.raise_()
        self.card.show()
        self._show_stop()

    @Slot()
    def go_on(self) -> None:
        """Show the next stop; after the last one the tour is over."""
        if self._at + 1 == len(self._route):
            self.end()
            return
        self._at += 1
        self._show_stop()

    @Slot()
    def go_back(self) -> None:
        """Show the stop before, if there is one."""
        if self._at > 0:
            self._at -= 1
            self._show_stop()

    @Slot()
    def end(self) -> None:
        """End the tour."""
        self._content.removeEventFilter(self)
        self._watch(None)
        for widget in (self.card, self):
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self.ended.emit()

    def _show_stop(self) -> None:
        self._show_pane(self.stop.pane)
        self._watch(self.stop.target)
        self.card.show_stop(self.stop, self._at + 1, len(self._route))
        self._place()
        self.card.raise_()
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self.card, QAccessible.Event.Alert))

    def _watch(self, target: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        if target is not None:
            target.installEventFilter(self)
        self._watched = target

    def _place(self) -> None:
        """Lay the card beside what is pointed out, or on it where there is no room beside."""
        self.setGeometry(self._content.rect())
        self.card.resize(CARD_WIDTH, self.card.heightForWidth(CARD_WIDTH))
        area, ring, size = self._content.rect(), self.ring, self.card.size()
        top = max(area.top() + _GAP, min(ring.top(), area.bottom() - size.height() - _GAP))
        left = max(area.left() + _GAP, min(ring.left(), area.right() - size.width() - _GAP))
        inside = QPoint(left + _GAP, max(top, ring.bottom() - size.height() - _GAP))
        places = (
            QPoint(ring.right() + _GAP, top),
            QPoint(ring.left() - size.width() - _GAP, top),
            QPoint(left, ring.bottom() + _GAP),
            QPoint(left, ring.top() - size.height() - _GAP),
        )
        fitting = (place for place in places if area.contains(QRect(place, size)))
        self.card.move(next(fitting, inside))
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVED:
            self._place()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scheme, ring = theme.colours(), self.ring.adjusted(1, 1, -2, -2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around = QPainterPath()
        around.addRect(self.rect())
        around.addRoundedRect(ring, 6, 6)
        veil = QColor(scheme.chrome)
        veil.setAlpha(150)
        painter.fillPath(around, veil)
        painter.setPen(QPen(QColor(scheme.accent), 3))
        painter.drawRoundedRect(ring, 6, 6)
        painter.end()
