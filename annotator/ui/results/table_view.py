"""A table of results: small rows are greyed, and a row opens the deliverables it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from annotator.i18n import _
from annotator.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.workflow.results.pages.values import Table

_MOST_ROWS: Final = 14
_WIDEST: Final = 420


class TableView(QTableWidget):
    """Shows one table.

    Signals:
        behind_requested: show the deliverables behind a row (tuple of keys).
    """

    behind_requested = Signal(object)

    def __init__(self, table: Table) -> None:
        super().__init__(len(table.lines), len(table.columns))
        self._table = table
        self.setHorizontalHeaderLabels(list(table.columns))
        self.setAccessibleName(table.caption)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.verticalHeader().hide()
        self._fill()
        self.cellDoubleClicked.connect(self._open_row)

    def _fill(self) -> None:
        grey = QColor(theme.colours().quiet)
        for row, line in enumerate(self._table.lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(text)
                if column >= self._table.words:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if line.is_small:
                    item.setForeground(grey)
                    item.setToolTip(_("Fewer than ten stand behind this row: read the interval, not the rate."))
                else:
                    item.setToolTip(text)
                self.setItem(row, column, item)
        self.resizeColumnsToContents()
        for column in range(self.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + 8, _WIDEST))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows, up to a limit, so that the page scrolls and not the table."""
        rows = min(self.rowCount(), _MOST_ROWS)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * self.rowHeight(0) + bar + 4)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self._open_row(self.currentRow(), 0)
            return
        super().keyPressEvent(event)

    @Slot(int, int)
    def _open_row(self, row: int, _column: int) -> None:
        behind = self._table.lines[row].behind
        if behind:
            self.behind_requested.emit(behind)
