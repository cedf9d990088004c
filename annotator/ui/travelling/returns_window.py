"""What came back: a line a reviewer, results taken in by dropping them here, the pay list, and packs extended."""

from __future__ import annotations

from functools import partial
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
from shiboken6 import isValid
from typing_extensions import override

from annotator.i18n import _, ngettext
from annotator.ui.parts import plain_label
from annotator.ui.travelling import return_words
from annotator.ui.travelling.arrivals import dropped
from annotator.ui.travelling.taking_in import taking_in
from annotator.ui.widgets.notice_strip import NoticeStrip
from annotator.workflow.merged import Merging
from annotator.workflow.merging import merge_steps
from annotator.workflow.packing import extend_packs
from annotator.workflow.returns import reviewer_returns, write_pay_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QWidget

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.packing import Packed
    from annotator.workflow.returns import ReviewerReturn
    from annotator.workflow.workbench import Workbench

_NUMBERS_FROM: Final = 2


def show_returns(window: MainWindow, merging: Merging | None = None) -> None:
    """Show the view, with what just became of results."""
    open_one = window.findChild(ReturnsWindow)
    dialog = open_one or ReturnsWindow(window)
    if open_one is None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _wire(window, dialog)
    if merging is not None:
        dialog.show_merged(merging)
    window.desk.read(reviewer_returns, dialog.show_lines)
    dialog.show()
    dialog.raise_()


def _wire(window: MainWindow, dialog: ReturnsWindow) -> None:
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
            _refill(window, dialog)

        window.desk.write(lambda workbench: extend_packs(workbench, folder), done)

    dialog.files_given.connect(partial(_take, window, dialog))
    dialog.pay_list_requested.connect(pay)
    dialog.extension_requested.connect(extend)


def _refill(window: MainWindow, dialog: ReturnsWindow) -> None:
    window.desk.read(reviewer_returns, dialog.show_lines)


def _take(window: MainWindow, dialog: ReturnsWindow, paths: list[Path]) -> None:
    """Take results in; the window behind says so if the dialog is closed meanwhile."""
    merging = Merging(paths)

    def notices() -> NoticeStrip:
        return dialog.notices if isValid(dialog) else window.notices

    def done() -> None:
        if isValid(dialog):
            dialog.show_merged(merging)
            _refill(window, dialog)
        window.content.refill()

    taking_in(window.desk).begin(partial(_merge, merging), notices, done)


def _merge(merging: Merging, workbench: Workbench, is_stopped: Callable[[], bool]) -> Iterator[tuple[int, int]]:
    return merge_steps(workbench, merging, is_stopped)


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
        self.notices = NoticeStrip()
        self._hint = plain_label("quiet", _("Drop result files here, several at once, or add them below."), wraps=True)
        self.table = QTableWidget(0, len(return_words.headings()))
        self.table.setHorizontalHeaderLabels(return_words.headings())
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
        column.addWidget(self.notices)
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
            for column, text in enumerate(return_words.texts(line)):
                item = QTableWidgetItem(text)
                if column >= _NUMBERS_FROM and column < len(return_words.headings()) - 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if not lines:
            self._hint.setText(_("No pack went out of this study yet. Make packs for reviewers first."))

    def show_merged(self, merging: Merging) -> None:
        """Say what became of results, and which were not taken in."""
        said = [line for each in merging.merged for line in return_words.said(each)]
        if merging.left:
            names = ", ".join(path.name for path in merging.left)
            said.append(_("Not taken in: {files}. Add them again when you wish.").format(files=names))
        self.say("\n".join(said))

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
