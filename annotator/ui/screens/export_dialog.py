"""Which shape an export has; what a shape needs and is not there is said, and it cannot be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.workflow.export_formats import FORMATS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_NAME = Qt.ItemDataRole.UserRole


class ExportDialog(QDialog):
    """A list of formats; the file is asked for afterwards.

    Signals:
        chosen: export in this format (str, its name).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Format"))
        column = QVBoxLayout(self)
        column.addWidget(plain_label("quiet", _("All jobs with their reviews. In which format?"), wraps=True))
        column.addWidget(self.list, 1)
        for reason in self._fill():
            column.addWidget(plain_label("quiet", reason, wraps=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go_on = QPushButton(_("Choose where…"))
        go_on.setObjectName("go_on")
        go_on.setDefault(True)
        buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.list.itemActivated.connect(self._choose)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.resize(460, 480)

    def _fill(self) -> list[str]:
        """List the formats and return why some cannot be chosen, each reason once."""
        reasons: dict[str, None] = {}
        for name, each in FORMATS.items():
            item = QListWidgetItem(_(each.title))
            item.setData(_NAME, name)
            trouble = each.trouble()
            if trouble is not None:
                reason = f"{trouble.what} {trouble.hint}"
                reasons[reason] = None
                item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
                item.setToolTip(reason)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, reason)
            self.list.addItem(item)
        return list(reasons)

    @Slot()
    def _choose(self) -> None:
        for item in self.list.selectedItems():  # one that is disabled cannot be selected
            self.accept()
            self.chosen.emit(item.data(_NAME))
