"""One connection in a dialog: its fields, its key, and a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import _
from annotator.ui.connections.fields import FIELDS, MORE, USUAL, connection_from, text_of
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.settings.connections import Connection
    from annotator.ui.connections.fields import FieldOf


class ConnectionForm(QDialog):
    """Asks for a connection. Knows nothing of settings, keychains and servers.

    Signals:
        accepted_with: the connection and the key that was typed, empty if none was (Connection, str).
        trial_requested: try this connection with this key (Connection, str).
    """

    accepted_with = Signal(object, str)
    trial_requested = Signal(object, str)

    def __init__(self, connection: Connection | None, taken: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Connection to a model"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        self._fields: dict[str, QLineEdit] = {}
        self._key = QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key_note = plain_label("quiet", wraps=True)
        self._said = plain_label("trial", wraps=True)
        self._try = QPushButton(_("Test connection"))
        self._try.setObjectName("try_connection")
        self._try.setToolTip(_("Sends one short message to the server"))
        self._lay_out(connection)
        self._try.clicked.connect(self._ask_trial)
        self._fields["name"].setFocus()

    def _lay_out(self, connection: Connection | None) -> None:
        content = QWidget()
        form = QFormLayout(content)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in FIELDS:
            form.addRow(_(field.label), self._field(field, text_of(connection, field)))
        self._key.setObjectName("key")
        self._key.setAccessibleName(_("Key"))
        form.addRow(_("Key"), self._key)
        form.addRow("", self._key_note)
        for field in MORE:
            form.addRow(_(field.label), self._field(field, text_of(connection, field)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        buttons.addButton(self._try, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addWidget(self._said)
        column.addWidget(buttons)
        self.resize(520, 560)

    def _field(self, field: FieldOf, text: str) -> QWidget:
        shown: QWidget
        if field.name == "base_url":
            shown = box = QComboBox()
            box.setEditable(True)
            box.addItems(list(USUAL))
            edit = box.lineEdit() or QLineEdit()
        else:
            shown = edit = QLineEdit()
        edit.setText(text)
        edit.setPlaceholderText(_(field.hint) if field.hint else "")
        for widget in {shown, edit}:
            widget.setAccessibleName(_(field.label))
        edit.setObjectName(field.name)
        self._fields[field.name] = edit
        return shown

    def show_key(self, has_key: bool, has_keychain: bool) -> None:
        """Say whether the server has a key, and where one that is typed goes."""
        self._key.setPlaceholderText(_("There is one; type to replace it") if has_key else _("None"))
        self._key_note.setText(
            _("Kept in this computer's keychain, for every model at this address. A server at home needs none.")
            if has_keychain
            else _("This computer has no keychain that can be used: a key is kept until the program ends.")
        )

    def show_trial(self, is_answered: bool, sentence: str) -> None:
        """Say what came of a trial."""
        self._try.setEnabled(True)
        self._said.setText(("✓ " if is_answered else "✕ ") + sentence)

    @Slot()
    def _ask_trial(self) -> None:
        connection = self._connection()
        if connection is not None:
            self._try.setEnabled(False)
            self._said.setText(_("Asking {host}…").format(host=connection.host))
            self.trial_requested.emit(connection, self._key.text().strip())

    @Slot()
    def _accept(self) -> None:
        connection = self._connection()
        if connection is not None:
            self.accepted_with.emit(connection, self._key.text().strip())
            self.accept()

    def _connection(self) -> Connection | None:
        """Return what the fields make; without one, say what is wrong."""
        made = connection_from({name: field.text() for name, field in self._fields.items()}, self._taken)
        if isinstance(made, str):
            self._said.setText(made)
            return None
        self._said.setText("")
        return made
