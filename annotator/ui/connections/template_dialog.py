"""What a model is told of a job, shown and changed for the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.errors import DomainError
from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.workflow.prompting import PLACES, PromptTemplate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class TemplateDialog(QDialog):
    """Shows the prompt template and takes another.

    Signals:
        template_chosen: use this one from now on (PromptTemplate).
    """

    template_chosen = Signal(object)

    def __init__(self, template: PromptTemplate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What a model is told"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._system, self._user = QPlainTextEdit(), QPlainTextEdit()
        self._refusal = plain_label("refusal", wraps=True)
        column = QVBoxLayout(self)
        places = " ".join(f"{{{place}}}" for place in PLACES)
        note = _("The words in braces are filled in for each job: {places}").format(places=places)
        column.addWidget(plain_label("quiet", note, wraps=True))
        self._add(column, _("What it is to be"), self._system, "system")
        self._add(column, _("What it is to do"), self._user, "user")
        column.addWidget(self._refusal)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        usual = QPushButton(_("Back to the usual text"))
        buttons.addButton(usual, QDialogButtonBox.ButtonRole.ResetRole)
        usual.clicked.connect(lambda: self.show_template(PromptTemplate()))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.show_template(template)
        self.resize(560, 460)

    def _add(self, column: QLayout, label: str, field: QPlainTextEdit, name: str) -> None:
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setTabChangesFocus(True)
        column.addWidget(plain_label("group", label))
        column.addWidget(field)

    def show_template(self, template: PromptTemplate) -> None:
        """Show a template's texts."""
        self._system.setPlainText(template.system)
        self._user.setPlainText(template.user)

    @Slot()
    def _accept(self) -> None:
        try:
            template = PromptTemplate(self._system.toPlainText(), self._user.toPlainText())
        except DomainError:
            self._refusal.setText(
                _("The text needs {brief}, and only the words above may stand in braces.").format(brief="{brief}")
            )
            return
        self.template_chosen.emit(template)
        self.accept()
