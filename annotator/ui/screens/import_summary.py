"""What did not come in at an import: each with its place and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.formats.document.jobs import Rejected
    from annotator.workflow.import_report import ImportReport

_MOST: Final = 5000


class ImportSummary(QDialog):
    """Lists what was refused and what is different here; the list can be copied."""

    def __init__(self, report: ImportReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What did not come in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [place_of(each) for each in (*report.rejected, *report.conflicts)]
        self._text = "\n".join(lines[:_MOST])
        shown = QPlainTextEdit(self._text)
        shown.setReadOnly(True)
        shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        shown.setAccessibleName(_("What did not come in"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("Copy the list"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label("quiet", _("Everything else came in. Nothing here was overwritten."), wraps=True))
        layout.addWidget(shown, 1)
        layout.addWidget(buttons)
        self.resize(760, 420)

    @Slot()
    def copy(self) -> None:
        """Put the list on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


def place_of(refused: Rejected) -> str:
    """Return one line: where it stands and why it did not come in."""
    place = ":".join(part for part in (refused.file, str(refused.line or "")) if part)
    return " ".join(part for part in (place, refused.path, refused.reason) if part)
