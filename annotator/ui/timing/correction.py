"""One activity's minutes in the time panel: measured, as they count, and the way to correct them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.timing.minutes import Spent, activity_word, exact_minutes

if TYPE_CHECKING:
    from annotator.domain.review import Activity

_MOST_MINUTES: Final = 24 * 60.0


class ActivityRow(QWidget):
    """Shows what was spent on an activity; *Correct* opens a line for minutes and reason.

    Signals:
        corrected: it was this many seconds in all, for this reason (Activity, float, str).
    """

    corrected = Signal(object, float, str)

    def __init__(self, activity: Activity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"time_{activity.value}")
        self._activity = activity
        self._spent = Spent()
        self._measured = plain_label("measured")
        self._counted = plain_label("counted", wraps=True)
        self._correct = flat_button("link", _("Correct…"))
        self._correct.setAccessibleName(_("Correct: {activity}").format(activity=activity_word(activity)))
        self._minutes = QDoubleSpinBox()
        self._reason = QLineEdit()
        self._store = QPushButton(_("Correct"))
        self._line = QWidget()
        self._lay_out()
        self._correct.clicked.connect(self._open)
        self._store.clicked.connect(self._send)
        self._reason.returnPressed.connect(self._send)
        self._reason.textChanged.connect(self._allow)

    def _lay_out(self) -> None:
        self._minutes.setRange(0.0, _MOST_MINUTES)
        self._minutes.setDecimals(1)
        self._minutes.setSuffix(_(" min"))
        self._minutes.setAccessibleName(_("Minutes in all"))
        self._reason.setPlaceholderText(_("Why? For example: read it on paper"))
        self._reason.setAccessibleName(_("Reason for the correction"))
        head = QHBoxLayout()
        head.addWidget(plain_label("activity", activity_word(self._activity)), 1)
        head.addWidget(self._measured)
        head.addWidget(self._correct)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._minutes)
        line.addWidget(self._reason, 1)
        line.addWidget(self._store)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._counted)
        column.addWidget(self._line)
        self._line.hide()
        self._counted.hide()

    def show_spent(self, spent: Spent) -> None:
        """Show the minutes; a correction that is being typed stays."""
        self._spent = spent
        self._measured.setText(exact_minutes(spent.measured))
        self._counted.setVisible(spent.is_corrected)
        said = _("Corrected to {time}: {reason}")
        self._counted.setText(said.format(time=exact_minutes(spent.counted), reason=spent.reason or "–"))
        self._correct.setEnabled(spent.measured > 0)

    @Slot()
    def _open(self) -> None:
        self._line.setVisible(self._line.isHidden())
        self._minutes.setValue(self._spent.counted / 60)
        self._reason.setText(self._spent.reason)
        self._allow()
        self._minutes.setFocus()
        self._minutes.selectAll()

    @Slot()
    def _allow(self) -> None:
        self._store.setEnabled(bool(self._reason.text().strip()))

    @Slot()
    def _send(self) -> None:
        reason = self._reason.text().strip()
        if reason:
            self._line.hide()
            self.corrected.emit(self._activity, self._minutes.value() * 60, reason)
