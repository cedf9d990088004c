"""The settings' page of models: connections, and what the workspace says about sending."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.connections.form import ConnectionForm
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.settings.connections import Connection
    from annotator.ui.desk import Desk
    from annotator.ui.preferences import Preferences
    from annotator.workflow.prompting import PromptTemplate


class ModelsPage(QWidget):
    """Shows the connections and makes, changes, tries and removes them."""

    def __init__(self, preferences: Preferences, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._desk = desk
        self._connecting = desk.asking.connecting
        self._list = QListWidget()
        self._list.setObjectName("connections")
        self._list.setAccessibleName(_("Connections"))
        self._note = plain_label("quiet", wraps=True)
        self._never = QCheckBox(_("Never send anything from this workspace"))
        self._never.setObjectName("never_send")
        self._template = QPushButton(_("What a model is told…"))
        self._buttons = {
            "add": QPushButton(_("Add…")),
            "edit": QPushButton(_("Edit…")),
            "remove": QPushButton(_("Remove")),
        }
        self._lay_out()
        self._wire()
        self._show_connections()
        self._show_workspace()

    def _lay_out(self) -> None:
        intro = _("With a connection, a model can be asked for attempts. Nothing leaves before you have seen it.")
        row = QHBoxLayout()
        for name, button in self._buttons.items():
            button.setObjectName(f"{name}_connection")
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(plain_label("quiet", intro, wraps=True))
        column.addWidget(self._list, 1)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self._never)
        column.addWidget(self._template, 0, Qt.AlignmentFlag.AlignLeft)

    def _wire(self) -> None:
        self._buttons["add"].clicked.connect(partial(self._open_form, None))
        self._buttons["edit"].clicked.connect(self._edit)
        self._buttons["remove"].clicked.connect(self._remove)
        self._list.itemActivated.connect(self._edit)
        self._list.currentRowChanged.connect(self._show_buttons)
        self._template.clicked.connect(self._ask_template)
        self._never.clicked.connect(self._set_never)
        self._connecting.kept.connect(self._say_kept)

    # -- connections --------------------------------------------------------------------------------------------------

    def _show_connections(self) -> None:
        row = max(0, self._list.currentRow())
        self._list.clear()
        for each in self._preferences.connections:
            self._list.addItem(f"{each.name}  ·  {each.model}  ·  {each.host}")
        self._list.setCurrentRow(min(row, self._list.count() - 1))
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        for name in ("edit", "remove"):
            self._buttons[name].setEnabled(self._chosen() is not None)

    def _chosen(self) -> Connection | None:
        row = self._list.currentRow()
        known = self._preferences.connections
        return known[row] if 0 <= row < len(known) else None

    @Slot()
    def _edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._open_form(chosen)

    def _open_form(self, connection: Connection | None, _is_checked: bool = False) -> None:
        own = None if connection is None else connection.name
        others = frozenset(each.name for each in self._preferences.connections if each.name != own)
        form = ConnectionForm(connection, others, self)
        form.trial_requested.connect(partial(self._attempt, form))
        form.accepted_with.connect(partial(self._take, connection))
        self._connecting.look(connection, lambda known: self._tell_key(form, known))
        form.open()

    def _tell_key(self, form: ConnectionForm, known: tuple[bool, bool]) -> None:
        if form in self.findChildren(ConnectionForm):  # it may be closed by now
            form.show_key(*known)

    def _attempt(self, form: ConnectionForm, connection: Connection, secret: str) -> None:
        def show(is_answered: bool, sentence: str) -> None:
            if form in self.findChildren(ConnectionForm):
                form.show_trial(is_answered, sentence)

        self._connecting.attempt(connection, secret, show)

    def _take(self, before: Connection | None, connection: Connection, secret: str) -> None:
        known = self._preferences.connections
        if before is None:
            self._preferences.set_connections((*known, connection))
        else:
            self._preferences.set_connections(
                tuple(connection if each.name == before.name else each for each in known)
            )  # fmt: skip
        if secret:
            self._connecting.keep(connection, secret)
        self._show_connections()

    @Slot()
    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        rest = tuple(each for each in self._preferences.connections if each.name != chosen.name)
        self._preferences.set_connections(rest)
        if all(each.origin != chosen.origin for each in rest):
            self._connecting.forget(chosen)
        self._show_connections()

    @Slot(bool)
    def _say_kept(self, is_for_good: bool) -> None:
        self._note.setText(
            _("The key is in this computer's keychain.")
            if is_for_good
            else _("This computer has no keychain that can be used: the key is kept until the program ends.")
        )

    # -- the workspace ------------------------------------------------------------------------------------------------

    def _show_workspace(self) -> None:
        self._never.setEnabled(False)  # until it shows what is stored: an answer under way would undo a click
        self._template.setEnabled(self._desk.is_ready)
        if self._desk.is_ready:
            from annotator.workflow import sending  # noqa: PLC0415 -- not before the first paint

            self._desk.read(sending.never_sends, self._show_never)

    def _show_never(self, is_never: bool) -> None:
        self._never.setChecked(is_never)
        self._never.setEnabled(True)

    @Slot(bool)
    def _set_never(self, is_never: bool) -> None:
        from annotator.workflow import sending  # noqa: PLC0415

        self._desk.write(lambda workbench: sending.set_never_sends(workbench, is_never))

    @Slot()
    def _ask_template(self) -> None:
        from annotator.workflow import sending  # noqa: PLC0415

        self._desk.read(sending.prompt_template, self._open_template)

    def _open_template(self, template: PromptTemplate) -> None:
        from annotator.ui.connections.template_dialog import TemplateDialog  # noqa: PLC0415
        from annotator.workflow import sending  # noqa: PLC0415

        dialog = TemplateDialog(template, self)
        dialog.template_chosen.connect(
            lambda chosen: self._desk.write(lambda workbench: sending.use_prompt_template(workbench, chosen))
        )
        dialog.open()
