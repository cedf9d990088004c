"""One quiet line that asks what an absence was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.timing.clock import Absence

if TYPE_CHECKING:
    from annotator.ui.timing.clock import ActivityClock


class BreakQuestion(QWidget):
    """Asks and takes two answers. It takes no focus: whoever goes on working need not answer.

    Signals:
        working_said: that was work.
        break_said: that was a break.
    """

    working_said = Signal()
    break_said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = plain_label("question", wraps=True)
        self._working = QPushButton()
        self._working.setObjectName("was_working")
        self._break = QPushButton(_("A break"))
        self._break.setObjectName("was_break")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._working)
        row.addWidget(self._break)
        self._working.clicked.connect(self.working_said)
        self._break.clicked.connect(self.break_said)
        self.hide()

    def follow(self, clock: ActivityClock) -> None:
        """Ask what a clock wants to know, and tell it the answers."""
        clock.question_asked.connect(self.ask)
        clock.question_closed.connect(self.hide)
        self.working_said.connect(clock.say_working)
        self.break_said.connect(clock.say_break)

    @Slot(object)
    def ask(self, kind: Absence) -> None:
        """Ask about an absence."""
        if kind is Absence.IDLE:
            self._text.setText(_("Working on this, or a break?"))
            self._working.setText(_("I was working"))
        else:
            self._text.setText(_("You were in another program. Was that a check for this deliverable, or a break?"))
            self._working.setText(_("A check outside"))
        self.show()
