"""The timesheet: minutes per day and study, to be printed or saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QMarginsF, Qt, Signal, Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from annotator.files import write_whole
from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.timing.timesheet_files import timesheet_csv, timesheet_html, timesheet_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.workflow.sheets import TimesheetLine

_FIRST_DAYS: Final = 30


class TimesheetDialog(QDialog):
    """Shows what was worked between two days.

    Signals:
        lines_requested: show the lines from one day to another, both included (date, date).
    """

    lines_requested = Signal(object, object)

    def __init__(self, reviewer: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Timesheet"))
        self.resize(620, 460)
        self._reviewer = reviewer
        self._lines: Sequence[TimesheetLine] = ()
        self._first, self._last = QDateEdit(), QDateEdit()
        self._table = QTableWidget(0, 4)
        self._total = plain_label("total", wraps=True)
        self._refusal = plain_label("refusal", wraps=True)
        self._print = QPushButton(_("Print…"))
        self._pdf = QPushButton(_("Save as PDF…"))
        self._csv = QPushButton(_("Save as CSV…"))
        self._lay_out()
        self._print.clicked.connect(self._ask_printer)
        self._pdf.clicked.connect(self._ask_pdf)
        self._csv.clicked.connect(self._ask_csv)
        self._first.dateChanged.connect(self.request)
        self._last.dateChanged.connect(self.request)

    def _lay_out(self) -> None:
        today = QDate.currentDate()
        days = QHBoxLayout()
        for text, field, day in (
            (_("From"), self._first, today.addDays(-_FIRST_DAYS)),
            (_("To"), self._last, today),
        ):
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy-MM-dd")
            field.setAccessibleName(text)
            field.setDate(day)
            days.addWidget(plain_label("quiet", text))
            days.addWidget(field)
        days.addStretch(1)
        self._table.setHorizontalHeaderLabels([_("Day"), _("Study"), _("Measured"), _("Corrected")])
        self._table.setAccessibleName(_("Minutes per day and study"))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        buttons = QHBoxLayout()
        for button in (self._print, self._pdf, self._csv):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(days)
        column.addWidget(self._table, 1)
        column.addWidget(self._total)
        column.addWidget(self._refusal)
        column.addLayout(buttons)
        self._refusal.hide()

    @Slot()
    def request(self) -> None:
        """Ask for the lines between the two days."""
        self.lines_requested.emit(self._first.date().toPython(), self._last.date().toPython())

    def show_lines(self, lines: Sequence[TimesheetLine]) -> None:
        """Show the lines that were asked for."""
        self._lines = lines
        self._table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            minutes = (f"{line.measured_seconds / 60:.2f}", f"{line.corrected_seconds / 60:.2f}")
            for column, text in enumerate((line.day.isoformat(), line.study_name, *minutes)):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(row, column, item)
        self._total.setText(
            _("Total: {measured} minutes measured, {corrected} corrected").format(
                measured=f"{sum(line.measured_seconds for line in lines) / 60:.2f}",
                corrected=f"{sum(line.corrected_seconds for line in lines) / 60:.2f}",
            )
        )
        for button in (self._print, self._pdf, self._csv):
            button.setEnabled(bool(lines))

    def save_pdf(self, path: Path) -> None:
        """Write the timesheet as PDF."""
        self._write(path, timesheet_pdf(self._html()))

    def save_csv(self, path: Path) -> None:
        """Write the timesheet as CSV."""
        self._write(path, timesheet_csv(self._lines))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except OSError as error:
            said = _("The timesheet was not saved: {reason}. Nothing was changed. Choose another place.")
            self._refusal.setText(said.format(reason=error.strerror or error))
            self._refusal.show()
        else:
            self._refusal.hide()

    def _html(self) -> str:
        days = f"{self._first.date().toString('yyyy-MM-dd')} – {self._last.date().toString('yyyy-MM-dd')}"
        return timesheet_html(self._lines, _("Timesheet {days}").format(days=days), self._reviewer)

    @Slot()
    def _ask_pdf(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), "timesheet.pdf", "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    @Slot()
    def _ask_csv(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Save as CSV"), "timesheet.csv", "CSV (*.csv)")
        if name:
            self.save_csv(Path(name))

    @Slot()
    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 -- looks for printers when imported

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageMargins(QMarginsF(18, 18, 18, 18))
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            document = QTextDocument()
            document.setHtml(self._html())
            document.print_(printer)
