"""What came back: a line a reviewer, results taken in by dropping them here, the pay list, and packs extended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from annotator.i18n import _, ngettext
from annotator.ui.parts import plain_label
from annotator.ui.travelling.arrivals import dropped
from annotator.workflow.merging import merge_files
from annotator.workflow.packing import extend_packs
from annotator.workflow.returns import reviewer_returns, write_pay_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QWidget

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.merging import Merged
    from annotator.workflow.packing import Packed
    from annotator.workflow.returns import ReviewerReturn

_NUMBERS_FROM: Final = 2


def show_returns(window: MainWindow, merged: Sequence[Merged] = ()) -> None:
    """Show the view, with what just became of results."""
    open_one = window.findChild(ReturnsWindow)
    dialog = open_one or ReturnsWindow(window)
    if open_one is None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _wire(window, dialog)
    if merged:
        dialog.show_merged(merged)
    window.desk.read(reviewer_returns, dialog.show_lines)
    dialog.show()
    dialog.raise_()


def _wire(window: MainWindow, dialog: ReturnsWindow) -> None:
    def refill() -> None:
        window.desk.read(reviewer_returns, dialog.show_lines)

    def take(paths: list[Path]) -> None:
        def done(merged: list[Merged]) -> None:
            dialog.show_merged(merged)
            refill()
            window.content.refill()

        dialog.show_busy()
        window.desk.write(lambda workbench: merge_files(workbench, paths), done)

    def pay(path: Path) -> None:
        window.desk.errand(
            lambda _workbench: write_pay_list(path, dialog.lines),
            lambda _none: dialog.say(_("The pay list is in {path}.").format(path=path)),
            window.desk.failed.emit,
        )

    def extend(folder: Path) -> None:
        def done(packed: Packed) -> None:
            count = len(packed.packs)
            text = ngettext("{count} pack was written to {folder}.", "{count} packs were written to {folder}.", count)
            nothing = _("No pack has anything new: import the next attempts first.")
            dialog.say(text.format(count=count, folder=folder) if count else nothing)
            refill()

        window.desk.write(lambda workbench: extend_packs(workbench, folder), done)

    dialog.files_given.connect(take)
    dialog.pay_list_requested.connect(pay)
    dialog.extension_requested.connect(extend)


class ReturnsWindow(QDialog):
    """A table of reviewers; the window behind it can be used all the while.

    Signals:
        files_given: take these results in (list of Path).
        pay_list_requested: write the pay list there (Path).
        extension_requested: write packs that got further attempts into this folder (Path).
    """

    files_given = Signal(object)
    pay_list_requested = Signal(object)
    extension_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("returns_window")
        self.setWindowTitle(_("Returns"))
        self.resize(980, 480)
        self.setAcceptDrops(True)
        self.lines: Sequence[ReviewerReturn] = ()
        self._hint = plain_label("quiet", _("Drop result files here, several at once, or add them below."), wraps=True)
        self.table = QTableWidget(0, len(_headings()))
        self.table.setHorizontalHeaderLabels(_headings())
        self.table.setAccessibleName(_("Returns"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.news = QPlainTextEdit()
        self.news.setReadOnly(True)
        self.news.setAccessibleName(_("What came of it"))
        self.news.setMaximumHeight(150)
        self.news.hide()
        column = QVBoxLayout(self)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        column.addWidget(self.news)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for text, slot in (
            (_("Add results…"), self._ask_files),
            (_("Extend packs…"), self._ask_folder),
            (_("Pay list…"), self._ask_pay_list),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def show_lines(self, lines: Sequence[ReviewerReturn]) -> None:
        """Show how far everybody is."""
        self.lines = lines
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(_texts(line)):
                item = QTableWidgetItem(text)
                if column >= _NUMBERS_FROM and column < len(_headings()) - 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if not lines:
            self._hint.setText(_("No pack went out of this study yet. Make packs for reviewers first."))

    def show_merged(self, merged: Sequence[Merged]) -> None:
        """Say what became of results."""
        self.say("\n".join(line for each in merged for line in _said(each)))

    def show_busy(self) -> None:
        """Say that results are being taken in."""
        self.say(_("Taking results in…"))

    def say(self, text: str) -> None:
        """Show a text below the table."""
        self.news.setPlainText(text)
        self.news.show()

    @Slot()
    def _ask_files(self) -> None:
        kinds = f"{_('Results')} (*.annotator-result)"
        names, _kind = QFileDialog.getOpenFileNames(self, _("Add results"), "", kinds)
        if names:
            self.files_given.emit([Path(name) for name in names])

    @Slot()
    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the packs"))
        if folder:
            self.extension_requested.emit(Path(folder))

    @Slot()
    def _ask_pay_list(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Pay list"), "pay.csv", "CSV (*.csv)")
        if name:
            self.pay_list_requested.emit(Path(name))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files_given.emit(dropped(event))


def _headings() -> list[str]:
    return [
        _("Reviewer"),
        _("Deadline"),
        _("Sending"),
        _("Expected"),
        _("Done"),
        _("Drafts"),
        _("Skipped"),
        _("Missing"),
        _("Minutes"),
        _("Corrected"),
        _("Requests"),
        _("Conflicts"),
        _("Questions"),
    ]


def _texts(line: ReviewerReturn) -> list[str]:
    receipt = line.receipt
    counts = (receipt.expected, receipt.done, receipt.draft, receipt.skipped, receipt.missing)
    minutes = (receipt.measured_seconds, receipt.corrected_seconds)
    return [
        line.reviewer,
        line.deadline or "–",
        str(line.revision) if line.is_returned else _("not yet returned"),
        *map(str, counts),
        *(f"{seconds / 60:.1f}" for seconds in minutes),
        str(len(line.requests)),
        str(line.conflicts),
        " · ".join(line.questions),
    ]


def _said(merged: Merged) -> list[str]:
    name = Path(merged.file).name
    if merged.state != "merged":
        return [merged.reason]
    report = merged.report
    counts = _("{file}: {added} reviews added, {updated} updated, {unchanged} unchanged.").format(
        file=name,
        added=report.added["reviews"],
        updated=report.updated["reviews"],
        unchanged=report.unchanged["reviews"],
    )
    problems = [f"{each.path}: {each.reason}" for each in (*report.rejected, *report.conflicts)]
    return [" ".join([counts, *merged.notes]), *problems]
