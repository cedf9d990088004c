"""Find in one pane: a line to type in, how many places were found, on and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QToolButton


class FindBar(QWidget):
    """Asks what to find; knows nothing of texts.

    Signals:
        wanted: what is typed in now (str).
        next_requested: go to the next place.
        previous_requested: go to the previous place.
        closed: nothing is looked for any more.
    """

    wanted = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._line = QLineEdit()
        self._line.setObjectName("find_line")
        self._line.textChanged.connect(self.wanted)
        self._count = plain_label("quiet")
        self._previous = self._button("find_previous", "▲", self.previous_requested.emit)
        self._next = self._button("find_next", "▼", self.next_requested.emit)
        self._close = self._button("find_close", "✕", self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self._line, 1)
        for widget in (self._count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self.retranslate()
        self.hide()

    @staticmethod
    def _button(name: str, sign: str, clicked: object) -> QToolButton:
        made = flat_button("link", sign)
        made.setProperty("act", name)
        made.clicked.connect(clicked)
        return made

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._line.setPlaceholderText(_("Find in this pane"))
        for widget, name in (
            (self._line, _("Find in this pane")),
            (self._previous, _("Previous place")),
            (self._next, _("Next place")),
            (self._close, _("Close the search")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(name)

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._line.text()

    def open_bar(self, text: str = "") -> None:
        """Show the bar and take the focus; `text` is a proposal, such as what is selected."""
        self.show()
        if text:
            self._line.setText(text)
        self._line.selectAll()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def show_count(self, number: int, count: int) -> None:
        """Say which of the places is in sight, or that there is none."""
        if not self.text:
            self._count.setText("")
        elif not count:
            self._count.setText(_("not found"))
        else:
            self._count.setText(_("{number} of {count}").format(number=number, count=count))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_requested if is_back else self.next_requested).emit()
        else:
            super().keyPressEvent(event)
