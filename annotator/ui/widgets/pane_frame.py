"""The frame of a pane: a header, the content, and a narrow strip in their place while the pane is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui import theme
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

STRIP_WIDTH: Final = 28
HEADER_HEIGHT: Final = 36
_LARGEST: Final = 16777215  # QWIDGETSIZE_MAX, which PySide6 does not name


class PaneFrame(QWidget):
    """Holds a pane that can be folded.

    `content_width` says how wide the content has to be at least, in the language and the font in use.

    Signals:
        unfold_requested: the reviewer clicked the strip of a folded pane.
    """

    unfold_requested = Signal()

    def __init__(
        self, title: str, content: QWidget, least_width: int, content_width: Callable[[], int] = lambda: 0
    ) -> None:
        super().__init__()
        self._content_width = content_width
        self.content = content
        self._least_width = least_width
        self._title = title
        self._strip = _Strip(title)
        self._strip.clicked.connect(self.unfold_requested)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(content, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._strip)
        self.setAccessibleName(title)

    def add_header(self, *left: QWidget, right: tuple[QWidget, ...] = ()) -> None:
        """Put a header above the content: some widgets at its left, some at its right end."""
        header = QWidget()
        header.setObjectName("pane_header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(max(HEADER_HEIGHT, self.fontMetrics().lineSpacing() + 14))
        row = QHBoxLayout(header)
        row.setContentsMargins(14, 3, 10, 3)
        row.setSpacing(8)
        for widget in left or (plain_label("paneTitle", self._title),):
            row.addWidget(widget, 0 if right else 1)
        for widget in right:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignRight)
        self._column.insertWidget(0, header)

    def add_strip(self, strip: QWidget, place: int) -> None:
        """Put a strip between header and content."""
        self._column.insertWidget(place, strip)

    @property
    def is_folded(self) -> bool:
        """Whether only the strip is to be seen."""
        return self._stack.currentWidget() is self._strip

    def show_folded(self, *, is_folded: bool) -> None:
        """Fold or unfold the pane."""
        self._stack.setCurrentWidget(self._strip if is_folded else self._page)
        self.setMaximumWidth(STRIP_WIDTH if is_folded else _LARGEST)

    @override
    def minimumSizeHint(self) -> QSize:
        if self.is_folded:
            return QSize(STRIP_WIDTH, 0)
        return QSize(max(self._least_width, self._content_width()), 0)


class _Strip(QAbstractButton):
    """A folded pane: its title, turned; a click unfolds it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("folded_strip")
        self.setText(title)
        self.setAccessibleName(_("Unfold {pane}").format(pane=title))
        self.setToolTip(_("Unfold {pane}").format(pane=title))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        return QSize(STRIP_WIDTH, 60)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scheme = theme.colours()
        painter.fillRect(self.rect(), scheme.hover if self.underMouse() else scheme.chrome)
        painter.setPen(scheme.accent if self.hasFocus() else scheme.text)
        painter.translate(self.width(), 0)
        painter.rotate(90)
        painter.drawText(
            14, 0, self.height() - 20, self.width(), int(Qt.AlignmentFlag.AlignVCenter), f"▸ {self.text()}"
        )
