"""Paints what stands around a text: boxes, bars and rules, found words, and the lines and signs of highlights."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QTextCursor

from annotator.i18n import current_language
from annotator.ui.reading.colours import reading_colours
from annotator.ui.reading.looks import BOX_PADDING
from annotator.ui.reading.ornaments import Decoration, Ornament
from annotator.ui.reading.values import HighlightKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter, QTextBlock

    from annotator.ui.reading.colours import ReadingColours
    from annotator.ui.reading.view import ReadingView

_SIGNS: Final = {
    HighlightKind.STRENGTH: ("✓", "○"),
    HighlightKind.GAP: ("✗", "×"),
    HighlightKind.EVIDENCE: ("◆", "◆"),
    HighlightKind.CHANGED: ("Δ", "Δ"),
}
_DROP: Final = {
    HighlightKind.CHANGED: 2.0,
    HighlightKind.STRENGTH: 3.0,
    HighlightKind.GAP: 6.0,
    HighlightKind.EVIDENCE: 9.0,
}
"""How far below the baseline each kind's line runs, so that overlapping ones are all seen."""

_WAVE: Final = 2.5
"""Pixels that the zigzag under a changed passage goes to the right and down."""

_SIGN_STEP: Final = 12
_SIGN_RIGHT: Final = 37


@dataclass(frozen=True, slots=True)
class Marked:
    """A highlight where it stands in the document."""

    kind: HighlightKind
    pieces: tuple[tuple[int, int], ...]
    label: str

    @property
    def start(self) -> int:
        """The first position."""
        return self.pieces[0][0]

    def covers(self, position: int) -> bool:
        """Return whether the highlight holds a document position."""
        return any(start <= position <= end for start, end in self.pieces)


class Painting:
    """What is painted below and above the text of one view. Paints only what is in sight."""

    def __init__(self, view: ReadingView) -> None:
        self.decorations: Sequence[Decoration] = ()
        self.marked: tuple[Marked, ...] = ()
        self.hides_marks = False
        self.found: Sequence[tuple[int, int]] = ()
        self.found_now: tuple[int, int] | None = None
        self.pointed: tuple[int, int] | None = None
        self.pointed_number = 0
        self._view = view

    def paint_below(self, painter: QPainter) -> None:
        """Paint what lies behind the letters."""
        colours = reading_colours()
        start, end = self._view.visible_range()
        for decoration in self.decorations:
            if decoration.first < end and decoration.last >= start:
                self._ornament(painter, decoration, colours)
        if self.pointed is not None and self.pointed[0] < end and self.pointed[1] > start:
            for rect, _baseline in self._lines(max(start, self.pointed[0]), min(end, self.pointed[1])):
                painter.fillRect(rect, QColor(colours.window.chosen))
        first = max(0, bisect_left(self.found, (start, 0)) - 1)
        for index in range(first, len(self.found)):
            place = self.found[index]
            if place[0] >= end:
                break
            ground = colours.found_now if place == self.found_now else colours.found
            for rect, _baseline in self._lines(*place):
                painter.fillRect(rect, QColor(ground))

    def paint_above(self, painter: QPainter) -> None:
        """Paint the lines of the highlights and their signs in the margin."""
        if self.hides_marks:
            return
        colours = reading_colours()
        start, end = self._view.visible_range()
        signs: dict[int, list[HighlightKind]] = {}
        for marked in self.marked:
            pieces = [piece for piece in marked.pieces if piece[0] < end and piece[1] > start]
            for piece in pieces:
                for rect, baseline in self._lines(max(piece[0], start), min(piece[1], end)):
                    _underline(painter, marked.kind, rect, baseline, QColor(colours.highlights[marked.kind]))
            if pieces and start <= marked.start < end:
                beside = signs.setdefault(self._line_middle(marked.start), [])
                if marked.kind not in beside:
                    beside.append(marked.kind)
        for middle, kinds in signs.items():
            _margin_signs(painter, middle, kinds, colours)

    def _line_middle(self, position: int) -> int:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(position)
        return self._view.cursorRect(cursor).center().y() + self._view.verticalScrollBar().value()

    def _blocks(self, start: int, end: int) -> Iterator[QTextBlock]:
        block = self._view.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield block
            block = block.next()

    def _lines(self, start: int, end: int) -> Iterator[tuple[QRectF, float]]:
        """Yield, for each line of a document range, the rectangle of its part of the range, and the baseline."""
        for block in self._blocks(start, end):
            layout = block.layout()
            origin = self._view.block_rect(block).topLeft()
            first, last = max(0, start - block.position()), min(block.length() - 1, end - block.position())
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                from_, to = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
                if from_ >= to:
                    continue
                edges = sorted((_x(line.cursorToX(from_)), _x(line.cursorToX(to))))
                rect = QRectF(origin.x() + edges[0], origin.y() + line.y(), edges[1] - edges[0], line.height())
                yield rect, origin.y() + line.y() + line.ascent()

    def _ornament(self, painter: QPainter, decoration: Decoration, colours: ReadingColours) -> None:
        start, end = self._view.visible_range()
        document = self._view.document()
        # Only what is in sight is asked for its place: asking for more would lay it out.
        top = self._view.block_rect(document.findBlock(max(decoration.first, min(start, decoration.last)))).top()
        bottom = self._view.block_rect(document.findBlock(min(decoration.last, end))).bottom()
        frame = document.rootFrame().frameFormat()
        left = frame.leftMargin() + decoration.left
        right = self._view.lineWrapColumnOrWidth() - frame.rightMargin()
        match decoration.ornament:
            case Ornament.BOX:
                painter.setPen(QColor(colours.window.border))
                painter.setBrush(QColor(colours.code_ground))
                is_open = decoration.first < start
                box = QRectF(left, top - BOX_PADDING - (200 if is_open else 0), right - left, 0)
                box.setBottom(bottom + BOX_PADDING + (200 if decoration.last > end else 0))
                painter.drawRoundedRect(box, 4, 4)
            case Ornament.BAR:
                painter.fillRect(QRectF(left + 2, top, 3, bottom - top), QColor(colours.bar))
            case Ornament.RULE:
                painter.fillRect(QRectF(left, (top + bottom) / 2, right - left, 1), QColor(colours.bar))


def _x(found: object) -> float:
    """Return the x that `cursorToX` found; the binding may return the position along with it."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]


def _underline(painter: QPainter, kind: HighlightKind, rect: QRectF, baseline: float, colour: QColor) -> None:
    y = baseline + _DROP[kind]
    pen = QPen(colour, 1.2 if kind is HighlightKind.CHANGED else 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind is HighlightKind.GAP:
        pen.setDashPattern([3.0, 1.5])
    elif kind is HighlightKind.EVIDENCE:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 2.0])
    painter.setPen(pen)
    path = QPainterPath(QPointF(rect.left(), y))
    if kind is HighlightKind.CHANGED:
        _wave(path, rect.right())
    path.lineTo(rect.right(), path.currentPosition().y())
    painter.drawPath(path)


def _wave(path: QPainterPath, right: float) -> None:
    """Draw a zigzag: a shape of its own, whatever the colour."""
    at = path.currentPosition()
    steps = int((right - at.x()) / _WAVE)
    for step in range(1, steps + 1):
        path.lineTo(at.x() + step * _WAVE, at.y() + (_WAVE if step % 2 else 0))


def _margin_signs(painter: QPainter, middle: int, kinds: list[HighlightKind], colours: ReadingColours) -> None:
    is_japanese = current_language() == "ja"
    for number, kind in enumerate(kinds):
        painter.setPen(QColor(colours.highlights[kind]))
        place = QRectF(_SIGN_RIGHT - _SIGN_STEP * (number + 1), middle - 10, _SIGN_STEP, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _SIGNS[kind][is_japanese])
