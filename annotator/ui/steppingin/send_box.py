"""Sending a request to a model: what leaves and where to, the answer as it streams in, and a way to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _, ngettext
from annotator.ui.generating.words import connection_label
from annotator.ui.parts import plain_label
from annotator.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.message import Message
    from annotator.errors import KnownError
    from annotator.settings.connections import Connection


class SendBox(QWidget):
    """Shows what would leave before anything does.

    Signals:
        send_requested: send it (Connection).
        stop_requested: stop the answer; what came is kept.
        keep_requested: store what came of an answer that broke off.
        left: not now.
    """

    send_requested = Signal(object)
    stop_requested = Signal()
    keep_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("send_box")
        self._connections: tuple[Connection, ...] = ()
        self._labels: list[str] = []
        self._messages: tuple[Message, ...] = ()
        self.choice = QComboBox()
        self.choice.setObjectName("connection")
        self.choice.setAccessibleName(_("Where to"))
        self.says = plain_label("quiet", wraps=True)
        self.view = QPlainTextEdit()
        self.view.setObjectName("leaving")
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.send = _button("send_now", _("Send now"))
        self.stop = _button("stop_answer", _("Stop"))
        self.keep = _button("keep_answer", _("Keep what came"))
        self._leave = _button("leave_sending", _("Not now"))
        row = FlowLayout()
        for button in (self.send, self.stop, self.keep):
            row.addWidget(button)
        row.addWidget(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.choice)
        column.addWidget(self.says)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        self.choice.currentIndexChanged.connect(self._say_where)
        self.send.clicked.connect(self._send)
        self.stop.clicked.connect(self.stop_requested)
        self.keep.clicked.connect(self.keep_requested)
        self._leave.clicked.connect(self.left)

    def show_connections(self, connections: Sequence[Connection], *, is_blind: bool) -> None:
        """Offer these connections; where models are hidden (`is_blind`), none is named."""
        labels = [connection_label(each, is_blind=is_blind) for each in connections]
        if tuple(connections) == self._connections and labels == self._labels:
            return
        at = self.choice.currentIndex() if tuple(connections) == self._connections else 0
        self._connections, self._labels = tuple(connections), labels
        self.choice.clear()
        self.choice.addItems(labels)
        self.choice.setCurrentIndex(at)

    def show_leaving(self, messages: tuple[Message, ...]) -> None:
        """Show what would leave, message by message."""
        self._messages = messages
        self.view.setAccessibleName(_("What leaves"))
        self.view.setPlainText("\n\n".join(f"▸ {each.role}\n{each.content}" for each in messages))
        self._show_buttons(is_asking=False, has_text=False)
        self._say_where()
        self.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_begun(self) -> None:
        """An answer is under way."""
        self.view.setAccessibleName(_("The answer"))
        self.view.clear()
        self._show_buttons(is_asking=True, has_text=False)
        self.says.setText(_("The answer is on its way. You can go on working."))

    def show_text(self, piece: str) -> None:
        """Show the next piece of the answer."""
        bar = self.view.verticalScrollBar()
        follows = bar.value() == bar.maximum()
        cursor = self.view.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(piece)
        if follows:
            bar.setValue(bar.maximum())

    def show_failure(self, error: KnownError, *, has_text: bool) -> None:
        """Say why there is no whole answer; what came stays on the screen."""
        self._show_buttons(is_asking=False, has_text=has_text)
        self.says.setText(str(error))

    def show_ended(self) -> None:
        """Nothing is under way any more."""
        self._show_buttons(is_asking=False, has_text=False)

    def _show_buttons(self, *, is_asking: bool, has_text: bool) -> None:
        self.send.setVisible(not is_asking)
        self.stop.setVisible(is_asking)
        self.keep.setVisible(has_text)
        self._leave.setVisible(not is_asking)
        self.choice.setEnabled(not is_asking)
        if is_asking:
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _connection(self) -> Connection | None:
        at = self.choice.currentIndex()
        return self._connections[at] if 0 <= at < len(self._connections) else None

    @Slot()
    def _say_where(self) -> None:
        connection = self._connection
        if connection is None or not self._messages:
            return
        count, characters = len(self._messages), sum(len(each.content) for each in self._messages)
        said = ngettext(
            "This leaves for {host}: {count} message, {characters} characters.",
            "This leaves for {host}: {count} messages, {characters} characters.",
            count,
        ).format(host=connection.host, count=count, characters=f"{characters:,}")
        here = _("That is this computer itself.") if connection.is_local else ""
        self.says.setText(f"{said} {here}".strip())

    @Slot()
    def _send(self) -> None:
        if (connection := self._connection) is not None:
            self.send_requested.emit(connection)


def _button(name: str, text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    return made
