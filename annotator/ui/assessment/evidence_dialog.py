"""Evidence that is no stretch of text: a check made outside, or a place in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.review import Evidence, EvidenceKind
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class EvidenceDialog(QDialog):
    """Asks what was checked: pasted output, an address with its date, or where in a file it stands."""

    def __init__(self, kind: EvidenceKind, files: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        is_file = kind is EvidenceKind.FILE
        self.setWindowTitle(_("Evidence in a file") if is_file else _("Checked outside"))
        self._file = QComboBox()
        self._file.addItems(list(files))
        self._file.setAccessibleName(_("File"))
        self._place = QLineEdit()
        self._place.setPlaceholderText(_("Sheet and cells, page, or line"))
        self._text = QPlainTextEdit()
        self._text.setPlaceholderText(_("What you saw: pasted output, or the address and the date"))
        self._text.setAccessibleName(_("What you found"))
        self._text.setTabChangesFocus(True)
        form = QFormLayout()
        if is_file:
            form.addRow(_("File"), self._file)
            form.addRow(_("Place"), self._place)
        form.addRow(QLabel(_("What you found")), self._text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._text.textChanged.connect(self._allow)
        self._allow()
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _allow(self) -> None:
        """Take no evidence that says nothing: a check made outside has words, a place in a file has its file."""
        is_file = self._kind is EvidenceKind.FILE
        self._ok.setEnabled(bool(self._file.currentText() if is_file else self._text.toPlainText().strip()))

    def evidence(self) -> Evidence:
        """Return what was entered."""
        place = self._place.text().strip()
        return Evidence(
            self._kind,
            file=self._file.currentText() or None if self._kind is EvidenceKind.FILE else None,
            place=json.dumps({"text": place}, ensure_ascii=False) if place else None,
            text=self._text.toPlainText().strip() or None,
        )
