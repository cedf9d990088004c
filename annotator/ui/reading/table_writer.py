"""Writes a table into a document, cell by cell in order, so that every position is final when it is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QBrush, QColor, QTextFrameFormat, QTextLength, QTextTableCellFormat, QTextTableFormat

from annotator.ui.reading.looks import indent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QTextCursor

    from annotator.formats.markdown.values import Block
    from annotator.ui.reading.looks import Looks

_PADDING: Final = 7


def write_table(
    cursor: QTextCursor,
    cells: Sequence[tuple[Block, int]],
    looks: Looks,
    write: Callable[[QTextCursor, Block, int], None],
) -> list[int]:
    """Insert a table at the cursor.

    Args:
        cursor: at the end of the document.
        cells: the cells of one table in order, each with its offset in the displayed text.
        looks: the formats.
        write: puts a cell's text in at a cursor.

    Returns:
        Where each cell begins in the document.
    """
    places = [(block.cell.row, block.cell.column) for block, _offset in cells if block.cell is not None]
    rows, columns = 1 + max(row for row, _ in places), 1 + max(column for _, column in places)
    table = cursor.insertTable(rows, columns, _table_format(cells[0][0], looks))
    header = QTextTableCellFormat()
    header.setBackground(QBrush(QColor(looks.colours.header_ground)))
    for column in range(columns):
        table.cellAt(0, column).setFormat(header)
    starts: list[int] = []
    for (block, offset), (row, column) in zip(cells, places, strict=True):
        inside = table.cellAt(row, column).lastCursorPosition()
        if block.cell is not None:
            inside.setBlockFormat(looks.cell(block.cell.alignment))
        starts.append(inside.position())
        write(inside, block, offset)
    return starts


def _table_format(first: Block, looks: Looks) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setBorderCollapse(True)
    made.setBorder(1)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QBrush(QColor(looks.colours.window.border)))
    made.setCellPadding(_PADDING)
    made.setCellSpacing(0)
    made.setHeaderRowCount(1)
    space = looks.typeface.body_pixels * 0.7
    made.setTopMargin(space)
    made.setBottomMargin(space)
    made.setLeftMargin(indent(first.containers))
    made.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
    return made
