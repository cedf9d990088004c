"""What leaves for a model that is to mark a deliverable, and where to, before anything does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.steppingin.send_box import SendBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection


class OpinionDialog(QDialog):
    """Shows the messages and asks for a yes.

    Signals:
        send_requested: send them (Connection).
    """

    send_requested = Signal(object)

    def __init__(
        self,
        connections: Sequence[Connection],
        messages: tuple[Message, ...],
        *,
        is_blind: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ask a model for its marks"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box = SendBox()
        self.box.show_connections(connections, is_blind=is_blind)
        self.box.show_leaving(messages)
        self.box.send_requested.connect(self._send)
        self.box.left.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.box)
        self.resize(680, 560)

    @Slot(object)
    def _send(self, connection: Connection) -> None:
        self.send_requested.emit(connection)
        self.accept()
