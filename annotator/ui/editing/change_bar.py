"""The bar above an edited text: which change one is at, the ways from one to the next, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.i18n import _, ngettext
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QToolButton

_SPACING: Final = 4


class ChangeBar(QWidget):
    """Shows where one is among the changes. Each button says its key.

    Signals:
        step_requested: go on by so many changes (int).
        taking_back_requested: take the change at the caret back.
        look_requested: show the changes the other way.
    """

    step_requested = Signal(int)
    taking_back_requested = Signal()
    look_requested = Signal()

    def __init__(self, badge: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("change_bar")
        self._badge = badge
        self._count = plain_label("quiet")
        self._previous = self._button("previous_change", "▲", _("Previous change"))
        self._next = self._button("next_change", "▼", _("Next change"))
        self._back = self._button(
            "take_back", f"{_('Take back')}  {badge('take_back')}".rstrip(), _("Take this change back")
        )
        self._look = self._button("diff_look", "", _("Side by side"))
        row = FlowLayout(_SPACING)
        row.setContentsMargins(12, 2, 12, 2)
        for widget in (self._previous, self._next, self._count, self._back, self._look):
            row.addWidget(widget)
        self.setLayout(row)
        self._previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self._next.clicked.connect(lambda: self.step_requested.emit(1))
        self._back.clicked.connect(self.taking_back_requested)
        self._look.clicked.connect(self.look_requested)
        self.show_changes(0, None, is_open=False)
        self.show_look(is_beside=False)

    def show_changes(self, count: int, here: int | None, *, is_open: bool) -> None:
        """Say how many changes there are and at which one the caret stands.

        Args:
            count: how many changes.
            here: the number of the change at the caret, from 0.
            is_open: whether the text can be changed.
        """
        if here is None:
            text = ngettext("{count} change", "{count} changes", count).format(count=f"{count:,}")
        else:
            text = f"{here + 1:,} / {count:,}"
        self._count.setText(text)
        for button in (self._previous, self._next):
            button.setEnabled(count > 0)
        self._back.setEnabled(is_open and here is not None)

    def show_look(self, *, is_beside: bool) -> None:
        """Offer the way in which the changes are not shown."""
        text = _("Inline") if is_beside else _("Side by side")
        self._look.setText(f"{text}  {self._badge('diff_look')}".rstrip())
        self._look.setAccessibleName(text)

    def _button(self, name: str, text: str, spoken: str) -> QToolButton:
        made = flat_button("link", text)
        made.setProperty("act", name)
        made.setAccessibleName(spoken)
        key = self._badge(name)
        made.setToolTip(f"{spoken} ({key})" if key else spoken)
        return made
