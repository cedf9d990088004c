"""The minutes of the open deliverable, small, in the top bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from annotator.i18n import _
from annotator.ui.timing.minutes import minutes_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TimeLabel(QToolButton):
    """Shows minutes; a click opens the time panel."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("link")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tip = _("Time on this deliverable")
        self.setToolTip(f"{tip} ({key})" if key else tip)

    def show_time(self, seconds: float, *, is_paused: bool = False) -> None:
        """Show the active time, and whether the clock stands still."""
        text = minutes_text(seconds)
        shown = f"⏸ {text}" if is_paused else text
        if shown != self.text():
            self.setText(shown)
            said = _("Time on this deliverable: {time}, paused") if is_paused else _("Time on this deliverable: {time}")
            self.setAccessibleName(said.format(time=text))
