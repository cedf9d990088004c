"""Paints a row of the queue: its sign, its title, and a second line with category and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from annotator.domain.review import Verdict
from annotator.ui import theme
from annotator.ui.models.queue_model import Index, QueueRole
from annotator.ui.queue_words import FLAG, entry_sign, second_line, verdict_of
from annotator.workflow.sheets import QueueState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from annotator.workflow.sheets import QueueEntry

_MARGIN: Final = 8
_SIGN_WIDTH: Final = 22
_RADIUS: Final = 5
_LINES_KEPT: Final = 500
_UNDER_WAY: Final = {QueueState.STARTED, QueueState.REOPENED, QueueState.RECHECK}


class QueueDelegate(QStyledItemDelegate):
    """Two lines a row; one sign in the middle where the queue is a narrow rail."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines()

    def row_height(self) -> int:
        """Return how high every row is, in pixels."""
        metrics = QFontMetrics(QApplication.font())
        return 2 * metrics.lineSpacing() + 14

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect.adjusted(4, 1, -4, -1)
        state: QStyle.StateFlag = option.state
        is_current = bool(index.data(QueueRole.IS_CURRENT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state, is_current=is_current)
        entry: QueueEntry | None = index.data(QueueRole.ENTRY)
        if entry is None:
            _paint_placeholder(painter, area)
        elif area.width() < 3 * _SIGN_WIDTH:
            _paint_sign(painter, area, entry)
        else:
            sign = QRect(area.left() + _MARGIN, area.top() + 5, _SIGN_WIDTH, painter.fontMetrics().lineSpacing())
            _paint_sign(painter, sign, entry)
            self._paint_lines(painter, area.adjusted(_MARGIN + _SIGN_WIDTH, 5, -_MARGIN, -4), entry, is_bold=is_current)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, *, is_current: bool) -> None:
        scheme = theme.colours()
        painter.setPen(Qt.PenStyle.NoPen)
        if is_current:
            painter.setBrush(QColor(scheme.chosen))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(scheme.hover))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _paint_lines(self, painter: QPainter, area: QRect, entry: QueueEntry, *, is_bold: bool) -> None:
        scheme = theme.colours()
        height = painter.fontMetrics().lineSpacing()
        font = QFont(painter.font())
        font.setBold(is_bold)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text))
        self._lines.draw(painter, QRect(area.left(), area.top(), area.width(), height), entry.title.replace("\n", " "))
        font.setBold(False)
        font.setPixelSize(max(theme.MIN_PIXELS, font.pixelSize() - 1))
        painter.setFont(font)
        painter.setPen(QColor(scheme.quiet))
        below = QRect(area.left(), area.top() + height, area.width(), height)
        line = second_line(entry)
        if entry.is_flagged and not _is_flag_first(entry):
            line = f"{FLAG} {line}"
        self._lines.draw(painter, below, line)


def _paint_sign(painter: QPainter, area: QRect, entry: QueueEntry) -> None:
    painter.setPen(QColor(_sign_colour(entry)))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, FLAG if _is_flag_first(entry) else entry_sign(entry))


class _Lines:
    """Draws lines, elided, each laid out once: the queue is painted whenever something above it comes or goes."""

    def __init__(self) -> None:
        self._laid_out: dict[tuple[str, int, str], QStaticText] = {}

    def draw(self, painter: QPainter, area: QRect, text: str) -> None:
        font = painter.font()
        key = text, area.width(), font.key()
        line = self._laid_out.get(key)
        if line is None:
            if len(self._laid_out) == _LINES_KEPT:
                self._laid_out.clear()
            line = QStaticText(painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.prepare(font=font)
            self._laid_out[key] = line
        painter.drawStaticText(area.topLeft(), line)


def _paint_placeholder(painter: QPainter, area: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours().border))
    left = area.left() + _MARGIN + _SIGN_WIDTH
    for top, share in ((10, 0.6), (28, 0.4)):
        painter.drawRoundedRect(left, area.top() + top, int((area.right() - left) * share), 6, 3, 3)


def _is_flag_first(entry: QueueEntry) -> bool:
    """Whether the flag stands in the sign's place: not over a verdict, which says more."""
    return entry.is_flagged and verdict_of(entry) is None


def _sign_colour(entry: QueueEntry) -> str:
    scheme = theme.colours()
    if _is_flag_first(entry):
        return scheme.flagged
    match verdict_of(entry):
        case Verdict.PASS:
            return scheme.passed
        case Verdict.FAIL:
            return scheme.failed
    return scheme.accent if entry.state in _UNDER_WAY else scheme.quiet
