"""A drawn figure whose bars open the deliverables behind them, by the mouse and by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from annotator.i18n import _
from annotator.ui import theme
from annotator.workflow.results.plots.drawing import height_of
from annotator.workflow.results.plots.values import Bars, described

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from annotator.workflow.results.plots.drawing import Picture
    from annotator.workflow.results.plots.look import Look
    from annotator.workflow.results.plots.values import Bar, Figure

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FigureView(QLabel):
    """Shows a figure once it is drawn. Bars that stand for deliverables take the focus: Up and Down walk, Enter opens.

    Signals:
        behind_requested: show the deliverables behind a bar (tuple of keys).
    """

    behind_requested = Signal(object)

    def __init__(self, figure: Figure, look: Look) -> None:
        super().__init__(_("Drawing …"))
        self.setObjectName("figure")
        self.setFixedSize(look.width, height_of(figure))
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(described(figure))
        self._bars: tuple[Bar, ...] = figure.bars if isinstance(figure, Bars) else ()
        self._ratio = look.scale
        self.bands: tuple[tuple[float, float], ...] = ()
        self._at = -1

    def show_picture(self, picture: Picture) -> None:
        """Show the figure, which keeps its place free until then."""
        pixmap = QPixmap()
        pixmap.loadFromData(picture.png)
        pixmap.setDevicePixelRatio(self._ratio)
        self.setPixmap(pixmap)
        self.bands = picture.bands
        if any(bar.behind for bar in self._bars):
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
            self.setMouseTracking(True)
            self.setToolTip(_("A click on a bar, or Enter, shows its deliverables in the queue."))

    @property
    def opens_bars(self) -> bool:
        """Whether there is something behind the bars."""
        return self.focusPolicy() != Qt.FocusPolicy.NoFocus

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at < 0:
            self._choose(0)
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.opens_bars and key in _STEPS:
            self._choose(min(max(self._at + _STEPS[key], 0), len(self._bars) - 1))
        elif self.opens_bars and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._bar_at(event.position().y()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._choose(at)
            self._open()
            return
        super().mouseReleaseEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and 0 <= self._at < len(self.bands):
            top, bottom = (edge * self.height() for edge in self.bands[self._at])
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRect(QRectF(1, top, self.width() - 2, bottom - top))

    def _bar_at(self, y: float) -> int:
        """Return the bar at a height, -1 where there is none that stands for anything."""
        for at, (top, bottom) in enumerate(self.bands):
            if top * self.height() <= y < bottom * self.height() and self._bars[at].behind:
                return at
        return -1

    def _choose(self, at: int) -> None:
        self._at = at
        self.setAccessibleDescription(f"{self._bars[at].name} {self._bars[at].rate.k}/{self._bars[at].rate.n}")
        self.update()

    def _open(self) -> None:
        if 0 <= self._at < len(self._bars) and self._bars[self._at].behind:
            self.behind_requested.emit(self._bars[self._at].behind)
