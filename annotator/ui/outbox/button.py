"""The button that says how many requests wait; there is none while nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.outbox.outgoing import Outgoing


class OutboxButton(QPushButton):
    """Hidden while the outbox is empty."""

    def __init__(self, outgoing: Outgoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outbox_button")
        outgoing.counted.connect(self.show_count)
        self.clicked.connect(outgoing.open)
        self.show_count(outgoing.count)

    @Slot(int)
    def show_count(self, count: int) -> None:
        """Say how many requests wait."""
        self.setVisible(count > 0)
        self.setText(_("Outbox · {count}").format(count=count))
        said = ngettext("{count} request waits", "{count} requests wait", count).format(count=count)
        self.setAccessibleName(said)
        self.setToolTip(said)
