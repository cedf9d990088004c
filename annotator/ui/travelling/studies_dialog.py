"""The studies that live side by side in a workspace: how far each is, which one is open, and removing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from annotator.i18n import _
from annotator.workflow.removing import Removed, remove_study
from annotator.workflow.studies_here import StudyHere, studies_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.workbench import Workbench

_REMOVED: Final = "study removed"


def show_studies(window: MainWindow) -> None:
    """Show the studies of the workspace."""
    dialog = StudiesDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def fill() -> None:
        window.desk.read(studies_here, dialog.show_studies)

    def open_(study: StudyHere) -> None:
        window.flush()

        def done(_nothing: object) -> None:
            dialog.accept()
            window.content.show_another_study()
            window.verbs.travel.refresh()

        window.desk.write(lambda workbench: workbench.set_current_study(study.id), done)

    def remove(study: StudyHere) -> None:
        window.content.leave_study()

        def work(workbench: Workbench) -> Removed:
            return remove_study(workbench, study.id, is_unsent_too=True)

        def done(removed: Removed) -> None:
            window.notices.show_notice(_REMOVED, removed.text())
            window.content.show_another_study()
            window.verbs.travel.refresh()
            fill()

        window.desk.write(work, done)

    dialog.open_requested.connect(open_)
    dialog.remove_requested.connect(remove)
    fill()
    dialog.open()


class StudiesDialog(QDialog):
    """A table of studies.

    Signals:
        open_requested: turn to this study (StudyHere).
        remove_requested: remove this study; it was confirmed (StudyHere).
    """

    open_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studies_dialog")
        self.setWindowTitle(_("Studies"))
        self.resize(680, 360)
        self._studies: Sequence[StudyHere] = ()
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels([_("Study"), _("Deadline"), _("Remaining"), _("Not sent"), _("Sent")])
        self.table.setAccessibleName(_("Studies"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.open_button = QPushButton(_("Open"))
        self.open_button.setDefault(True)
        self.remove_button = QPushButton(_("Remove this study…"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.open_button, self.remove_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.open_button.clicked.connect(self._open)
        self.table.itemActivated.connect(self._open)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.table.itemSelectionChanged.connect(self._show_possible)

    def show_studies(self, studies: Sequence[StudyHere]) -> None:
        """Show the studies; the open one is chosen."""
        self._studies = studies
        self.table.setRowCount(len(studies))
        for row, study in enumerate(studies):
            progress = study.progress
            texts = [f"{study.name} ✓" if study.is_open else study.name, "", "", "", ""]
            if progress is not None:
                sent = _("{revision}×").format(revision=progress.revision) if progress.revision else _("never")
                texts[1:] = [progress.deadline or "–", str(progress.left), str(progress.unsent), sent]
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
            if study.is_open:
                self.table.selectRow(row)
        self._show_possible()

    @property
    def chosen(self) -> StudyHere | None:
        """The study of the chosen row."""
        row = self.table.currentRow()
        return self._studies[row] if 0 <= row < len(self._studies) else None

    @Slot()
    def _show_possible(self) -> None:
        chosen = self.chosen
        self.open_button.setEnabled(chosen is not None and not chosen.is_open)
        self.remove_button.setEnabled(chosen is not None and chosen.progress is not None)

    @Slot()
    def _open(self) -> None:
        if self.chosen is not None and not self.chosen.is_open:
            self.open_requested.emit(self.chosen)

    @Slot()
    def _ask_to_remove(self) -> None:
        study = self.chosen
        if study is None or study.progress is None:
            return
        box = QMessageBox(self)
        box.setObjectName("remove_study")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning if study.progress.unsent else QMessageBox.Icon.Question)
        box.setWindowTitle(_("Remove this study?"))
        question = _("{study}: its jobs, your reviews, files and all backups of the workspace go for good.")
        box.setText(question.format(study=study.name))
        others = " " + _("The backups hold your other studies too; a new one of those takes their place.")
        unsent = _("{count} not sent").format(count=study.progress.unsent) + ". " if study.progress.unsent else ""
        box.setInformativeText(
            unsent
            + _("The minutes stay in the timesheet. This cannot be undone.")
            + (others if len(self._studies) > 1 else "")
        )
        remove = box.addButton(_("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(partial(self.remove_requested.emit, study))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
