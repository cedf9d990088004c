"""One line that asks for a reason and goes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable


class ReasonLine(QWidget):
    """Asks for a reason in place: Enter gives it, Esc leaves.

    Signals:
        left: the line is gone, with or without a reason.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: Callable[[str], None] | None = None
        self._question = plain_label("question", wraps=True)
        self._reason = QLineEdit()
        self._accept = QPushButton()
        self._cancel = flat_button("cancelReason", "✕")
        self._cancel.setAccessibleName(_("Leave"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 6)
        row.addWidget(self._question)
        row.addWidget(self._reason, 1)
        row.addWidget(self._accept)
        row.addWidget(self._cancel)
        self._reason.returnPressed.connect(self._give)
        self._accept.clicked.connect(self._give)
        self._cancel.clicked.connect(self._leave)
        self.hide()

    def ask(self, question: str, accept: str, reason: str, given: Callable[[str], None]) -> None:
        """Ask `question`; call `given` with the reason once it is given."""
        self._given = given
        self._question.setText(question)
        self._reason.setText(reason)
        self._reason.setAccessibleName(question)
        self._accept.setText(accept)
        self.show()
        self._reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._reason.selectAll()

    @Slot()
    def _give(self) -> None:
        given, self._given = self._given, None
        self._leave()
        if given is not None:
            given(self._reason.text().strip())

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self._leave()
            event.accept()
            return True
        return super().event(event)
