"""The time panel: the open deliverable's minutes, measured and corrected, the pause, and the way to the timesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout
from typing_extensions import override

from annotator.domain.review import Activity
from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.timing.correction import ActivityRow
from annotator.ui.timing.minutes import spent_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from annotator.domain.review import TimeSession


class TimePanel(QDialog):
    """Stands beside the work and never blocks it. Space pauses, Esc closes.

    Signals:
        pause_requested: stop the clock, or let it run again (bool).
        corrected: an activity took this many seconds in all, for this reason (Activity, float, str).
        timesheet_requested: show the minutes per day and study.
    """

    pause_requested = Signal(bool)
    corrected = Signal(object, float, str)
    timesheet_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Time"))
        self.setModal(False)
        self.setMinimumWidth(380)
        self._is_paused = False
        self._title = plain_label("paneTitle", wraps=True)
        self._rows = {activity: ActivityRow(activity) for activity in Activity}
        self._pause = QPushButton()
        self._pause.setObjectName("pause")
        self._pause.setAutoDefault(False)
        self._timesheet = QPushButton(_("Timesheet…"))
        self._timesheet.setObjectName("timesheet")
        self._timesheet.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        for row in self._rows.values():
            column.addWidget(row)
            row.corrected.connect(self.corrected)
        column.addWidget(
            plain_label("quiet", _("Measured minutes are kept beside corrected ones, with the reason."), wraps=True)
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._pause)
        buttons.addStretch(1)
        buttons.addWidget(self._timesheet)
        column.addLayout(buttons)
        self._pause.clicked.connect(self._switch_pause)
        self._timesheet.clicked.connect(self.timesheet_requested)
        self.show_paused(is_paused=False)

    def show_time(self, title: str, sessions: Sequence[TimeSession]) -> None:
        """Show what was spent on a deliverable."""
        self._title.setText(title)
        for activity, row in self._rows.items():
            row.show_spent(spent_on(activity, sessions))

    def show_paused(self, *, is_paused: bool) -> None:
        """Show whether the clock stands still."""
        self._is_paused = is_paused
        self._pause.setText(_("Go on (Space)") if is_paused else _("Pause (Space)"))

    @Slot()
    def _switch_pause(self) -> None:
        self.pause_requested.emit(not self._is_paused)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def event(self, event: QEvent) -> bool:
        # Space pauses wherever the focus is in the panel, but for fields that are typed into.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = isinstance(self.focusWidget(), QLineEdit | QAbstractSpinBox)
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and not is_typing:
            self._switch_pause()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # a dialog would press one of its buttons
        else:
            super().keyPressEvent(event)
