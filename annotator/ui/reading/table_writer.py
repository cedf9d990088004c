"""Writes tables into a document, cell by cell in order, so that every position is final when it is noted.

Qt lays a table out as a whole, however long: a large one is written as several, one right below the other, whose
columns are given the same widths.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from annotator.ui.reading.looks import indent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QTextCursor

    from annotator.formats.markdown.values import Block
    from annotator.ui.reading.looks import Looks

    Cells = Sequence[tuple[Block, int]]

_PADDING: Final = 7
_MOST_CELLS: Final = 120
_MEASURED: Final = 60
"""Characters of a cell that its column is made wide for; longer texts wrap."""

_LEAST_COLUMN: Final = 48


class TableWriter:
    """Writes one table.

    Args:
        cells: the cells of the table in order, each with its offset in the displayed text.
        looks: the formats.
        room: how wide the column is that the table stands in, in pixels.
        write: puts a cell's text in at a cursor.
    """

    def __init__(
        self, cells: Cells, looks: Looks, room: float, write: Callable[[QTextCursor, Block, int], None]
    ) -> None:
        self._cells = cells
        self._looks = looks
        self._write = write
        self._columns = 1 + max(_column(block) for block, _offset in cells)
        self._widths = self._measured(room) if len(cells) > _MOST_CELLS else []

    @property
    def has_fixed_widths(self) -> bool:
        """Whether the table is written in parts, for one width of the page."""
        return bool(self._widths)

    def parts(self) -> Iterator[Cells]:
        """Return the rows in parts that are quickly laid out."""
        part: list[tuple[Block, int]] = []
        for _row, row in groupby(self._cells, key=lambda cell: _row_of(cell[0])):
            part += row
            if len(part) >= _MOST_CELLS:
                yield part
                part = []
        if part:
            yield part

    def write(self, cursor: QTextCursor, part: Cells) -> list[int]:
        """Insert a part of the table at the end of the document; return where each of its cells begins."""
        first = _row_of(part[0][0])
        rows = 1 + _row_of(part[-1][0]) - first
        is_last = part[-1] is self._cells[-1]
        table = cursor.insertTable(rows, self._columns, self._format(is_first=first == 0, is_last=is_last))
        if first == 0:
            header = QTextTableCellFormat()
            header.setBackground(QBrush(QColor(self._looks.colours.header_ground)))
            for column in range(self._columns):
                table.cellAt(0, column).setFormat(header)
        starts: list[int] = []
        for block, offset in part:
            inside = table.cellAt(_row_of(block) - first, _column(block)).lastCursorPosition()
            if block.cell is not None:
                inside.setBlockFormat(self._looks.cell(block.cell.alignment))
            starts.append(inside.position())
            self._write(inside, block, offset)
        return starts

    def _format(self, *, is_first: bool, is_last: bool) -> QTextTableFormat:
        made = QTextTableFormat()
        made.setBorderCollapse(True)
        made.setBorder(1)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QBrush(QColor(self._looks.colours.window.border)))
        made.setCellPadding(_PADDING)
        made.setCellSpacing(0)
        space = self._looks.typeface.body_pixels * 0.7
        made.setTopMargin(space if is_first else 0)
        made.setBottomMargin(space if is_last else 0)
        made.setLeftMargin(indent(self._cells[0][0].containers))
        if self._widths:
            lengths = [QTextLength(QTextLength.Type.FixedLength, width) for width in self._widths]
            made.setColumnWidthConstraints(lengths)
        return made

    def _measured(self, room: float) -> list[float]:
        """Return a width for each column: what its longest text wants, less if they do not fit beside each other."""
        metrics = QFontMetricsF(self._looks.typeface.body())
        longest = [""] * self._columns
        for block, _offset in self._cells:
            text = block.text[:_MEASURED]
            if len(text.encode()) > len(longest[_column(block)].encode()):  # ideographs are wider and longer in bytes
                longest[_column(block)] = text
        wanted = [max(_LEAST_COLUMN, metrics.horizontalAdvance(text) * 1.1) for text in longest]
        share = min(1.0, max(0.0, room - 2 * _PADDING * self._columns) / sum(wanted))
        return [max(_LEAST_COLUMN, width * share) for width in wanted]


def _row_of(block: Block) -> int:
    return block.cell.row if block.cell is not None else 0


def _column(block: Block) -> int:
    return block.cell.column if block.cell is not None else 0
