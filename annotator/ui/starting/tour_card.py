"""The card of the tour: what the ring is around, how far one is, and the ways on, back and away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.ui.starting.tour_stops import Stop

CARD_WIDTH: Final = 340
_NEXT: Final = {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_BACK: Final = {Qt.Key.Key_Left, Qt.Key.Key_Backspace}


class TourCard(QFrame):
    """Says where one is, and goes on, back or away.

    Signals:
        next_requested, back_requested, end_requested: by button or key.
    """

    next_requested = Signal()
    back_requested = Signal()
    end_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tour_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFixedWidth(CARD_WIDTH)
        self._title = plain_label("sectionTitle")
        self._number = plain_label("quiet")
        self._text = plain_label("tour_text", wraps=True)
        self._back, self._next = QPushButton(_("Back")), QPushButton()
        self._back.setObjectName("tour_back")
        self._next.setObjectName("tour_next")
        self._end = flat_button("tour_end", _("End the tour (Esc)"))
        for button, signal in (
            (self._back, self.back_requested),
            (self._next, self.next_requested),
            (self._end, self.end_requested),
        ):
            button.clicked.connect(signal)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._number)
        foot.addWidget(self._end)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(foot)

    def show_stop(self, stop: Stop, number: int, count: int) -> None:
        """Say what there is at a stop."""
        self._title.setText(stop.title)
        self._number.setText(_("{number} of {count}").format(number=number, count=count))
        self._text.setText(stop.text)
        self._back.setVisible(number > 1)
        self._next.setText(_("Begin") if number == count else _("Next"))
        self.setAccessibleName(f"{stop.title}. {stop.text}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by the arrows, Enter or Space, end by Esc; every other key is the window's."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.end_requested.emit()
        elif event.key() in _NEXT:
            self.next_requested.emit()
        elif event.key() in _BACK:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
