"""The report on a bug: it can be copied or saved, holds no text of a job, and does not stop the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.errors import KnownError
from annotator.files import write_whole
from annotator.i18n import _
from annotator.paths import log_folder
from annotator.ui.parts import plain_label

_NAME = "annotator-report.txt"


class ReportDialog(QDialog):
    """Shows a report; the window behind it can be used all the while.

    Signals:
        failed: the report was not saved (KnownError).
        close_requested: the user rather closes the program.
    """

    failed = Signal(object)
    close_requested = Signal()

    def __init__(self, report: str, parent: QWidget | None = None, *, is_of_last_run: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(_("Something went wrong in the program"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        said = plain_label("report_said", _last_run() if is_of_last_run else _this_run(), wraps=True)
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Report"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for name, label, act in (
            ("copy_report", _("Copy the report"), self.copy),
            ("save_report", _("Save the report…"), self._ask_place),
        ):
            button = buttons.addButton(label, QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(name)
            button.clicked.connect(act)
        if not is_of_last_run:
            quits = buttons.addButton(_("Close the program"), QDialogButtonBox.ButtonRole.DestructiveRole)
            quits.setObjectName("close_program")
            quits.clicked.connect(self.close_requested)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(680, 400)

    def add(self, report: str) -> None:
        """Show one more report."""
        self._report = f"{self._report}\n\n{report}"
        self.text.setPlainText(self._report)

    @Slot()
    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)

    @Slot()
    def _ask_place(self) -> None:
        dialog = QFileDialog(self, _("Save the report"), "", f"{_('Text')} (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(_NAME)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    @Slot(str)
    def save(self, name: str) -> None:
        """Write the report into a file."""
        try:
            write_whole(Path(name), self._report + "\n")
        except OSError as error:
            known = KnownError(
                _("The report was not saved: {reason}.").format(reason=error.strerror or error),
                safe=_("It is still shown here."),
                hint=_("Choose another folder, or copy it."),
            )
            self.failed.emit(known)


def _this_run() -> str:
    return _(
        "One action did not work because of an error in the program. What you typed before it is stored, and you can "
        "go on. The report below holds no text of your jobs and no keys; it is also in the log file in {folder}. It "
        "goes nowhere unless you send it."
    ).format(folder=log_folder())


def _last_run() -> str:
    return _(
        "The program ended by itself when it last ran. What was stored is there; at most the last second of typing is "
        "not. The report below holds no text of your jobs and no keys. It goes nowhere unless you send it."
    )
