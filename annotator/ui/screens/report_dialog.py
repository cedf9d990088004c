"""The report on a bug: it can be copied, holds no text of a job, and does not stop the program."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.paths import log_folder
from annotator.ui.parts import plain_label


class ReportDialog(QDialog):
    """Shows a report; the window behind it can be used all the while."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong in the program"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        said = plain_label("report_said", wraps=True)
        said.setText(
            _(
                "One action did not work because of an error in the program. What was saved before is stored, and you "
                "can go on. The report below holds no text of your jobs; it is also in the log file in {folder}."
            ).format(folder=log_folder())
        )
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
        self.resize(640, 380)

    @Slot()
    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
