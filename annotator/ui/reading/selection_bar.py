"""The bar that floats under a selection: what can be done with it, and by which key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from annotator.i18n import _
from annotator.ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

STRENGTH: Final = "strength"
GAP: Final = "gap"
EVIDENCE: Final = "evidence"

_GAP_PIXELS: Final = 8


class SelectionBar(QFrame):
    """Offers to tag what is selected, or to take it as evidence. Never takes the focus, so the selection stays.

    Signals:
        act_chosen: "strength", "gap" or "evidence" (str).
    """

    act_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("selection_bar")
        self._keys: Mapping[str, str] = {STRENGTH: "S", GAP: "G", EVIDENCE: "V"}
        self._number: int | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(2)
        self._buttons = {act: self._button(act) for act in (STRENGTH, GAP, EVIDENCE)}
        for button in self._buttons.values():
            row.addWidget(button)
        self.hide()

    def _button(self, act: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"select_{act}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAutoRaise(True)
        made.clicked.connect(partial(self._choose, act))
        return made

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show these keys beside "strength", "gap" and "evidence"."""
        self._keys = keys

    def show_criterion(self, number: int | None) -> None:
        """Say which criterion the selection would be evidence for; `None` offers no evidence."""
        self._number = number

    def show_at(self, selection: QRect, room: QRect) -> None:
        """Appear under the selection, above it if there is no room, inside `room`."""
        self._say()
        self._colour()
        self.adjustSize()
        left = max(room.left(), min(selection.left(), room.right() - self.width()))
        top = selection.bottom() + _GAP_PIXELS
        if top + self.height() > room.bottom():
            top = max(room.top(), selection.top() - _GAP_PIXELS - self.height())
        self.move(QPoint(left, top))
        self.show()
        self.raise_()

    def _say(self) -> None:
        evidence = _("Evidence for {number}").format(number=self._number)
        for act, text in ((STRENGTH, _("Strength")), (GAP, _("Gap")), (EVIDENCE, evidence)):
            self._buttons[act].setText(f"{text}  {self._keys.get(act, '')}".rstrip())
            self._buttons[act].setAccessibleName(text)
        self._buttons[EVIDENCE].setVisible(self._number is not None)

    def _colour(self) -> None:
        """Take the colours of the scheme, turned round: the bar lies on the text."""
        scheme = theme.colours()
        ground, letters = scheme.text, scheme.paper
        self.setStyleSheet(
            f"#selection_bar {{ background: {ground}; border-radius: 5px; }}"
            f"#selection_bar QToolButton {{ color: {letters}; background: transparent; border: none; }}"
            "#selection_bar QToolButton { padding: 4px 8px; }"
            f"#selection_bar QToolButton:hover {{ text-decoration: underline; }}"
        )
        self.setBackgroundRole(QPalette.ColorRole.Text)

    def _choose(self, act: str, _is_checked: bool = False) -> None:
        self.act_chosen.emit(act)
