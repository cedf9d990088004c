"""The header of the deliverable: its tabs with their keys, and which attempt it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget
from typing_extensions import override

from annotator.i18n import N_, _
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.queue_words import state_word

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.domain.ids import DeliverableId
    from annotator.ui.keys import Keymap
    from annotator.workflow.sheets import Attempt, Sheet

READ: Final = "read"
EDIT: Final = "edit"
COMPARE: Final = "compare"
STEP_IN: Final = "step_in"

_SPACING: Final = 6
_TIGHT: Final = 1

_TABS: Final = (
    (READ, N_("Read")),
    (EDIT, N_("Edit")),
    (COMPARE, N_("Compare")),
    (STEP_IN, N_("Feedback")),
)


class DeliverableHeader(QWidget):
    """Shows which tab is open and which attempt is graded, and lets the reviewer change both.

    Signals:
        tab_chosen: show this tab ("read", "edit" or "compare").
        attempt_chosen: open this deliverable of the same job (DeliverableId).
    """

    tab_chosen = Signal(str)
    attempt_chosen = Signal(object)

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QToolButton] = {}
        self._badges: dict[str, QWidget] = {}
        self._attempt_text = self._attempt_number = ""
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for name, text in _TABS:
            tab = flat_button("pane_tab", _(text))
            tab.setCheckable(True)
            tab.setAccessibleName(_(text))
            tab.setToolTip(keymap.badge(name))
            tab.clicked.connect(partial(self._choose_tab, name))
            self._group.addButton(tab)
            self._tabs[name] = tab
            row.addWidget(tab)
            badge = plain_label("keyBadge", keymap.badge(name))
            self._badges[name] = badge
            row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._attempts = flat_button("link")
        self._attempts.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._attempts.setMenu(QMenu(self._attempts))
        row.addWidget(self._attempts, 0, Qt.AlignmentFlag.AlignRight)
        self.show_tab(READ)

    def show_tabs(self, names: tuple[str, ...]) -> None:
        """Offer these tabs; the tab that is always open alone needs no key."""
        for name, tab in self._tabs.items():
            tab.setVisible(name in names)
        self._fit()

    def offer_tab(self, name: str, *, is_offered: bool) -> None:
        """Offer one more tab, or no longer."""
        self._tabs[name].setVisible(is_offered)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """Show the keys beside the tabs where there is room; the tool tips say them everywhere.

        No tab is ever cut off: where even the tabs alone are too wide, which attempt it is is said by its number.
        """
        shown = [name for name, tab in self._tabs.items() if not tab.isHidden()]
        for name in shown:
            self._tabs[name].setMinimumWidth(_width_when_chosen(self._tabs[name]))
        tabs = sum(self._tabs[name].minimumWidth() for name in shown)
        self._attempts.setText(self._attempt_text)
        if tabs + self._attempts.sizeHint().width() + _TIGHT * 2 * len(shown) > self.width():
            self._attempts.setText(self._attempt_number)
        tabs += self._attempts.sizeHint().width()
        badges = sum(self._badges[name].sizeHint().width() for name in shown)
        is_roomy = tabs + badges + _SPACING * (2 * len(shown) + 1) <= self.width()
        self._row.setSpacing(_SPACING if is_roomy else _TIGHT)
        for name, badge in self._badges.items():
            badge.setVisible(is_roomy and name in shown and len(shown) > 1)

    def show_tab(self, name: str) -> None:
        """Show which tab is open. Emits nothing."""
        self._tabs[name].setChecked(True)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show which attempt this is, and the other deliverables of the job."""
        attempt_number = sheet.deliverable.attempt
        text = _("Attempt {number}").format(number=attempt_number)
        mark = " ▾" if len(sheet.attempts) > 1 else ""
        self._attempt_text, self._attempt_number = f"{text}{mark}", f"{attempt_number}{mark}"
        self._attempts.setAccessibleName(text)
        self._attempts.setToolTip(text)
        self._attempts.setEnabled(len(sheet.attempts) > 1)
        menu = self._attempts.menu()
        menu.clear()
        for number, attempt in enumerate(sheet.attempts, start=1):
            menu.addAction(self._action(number, attempt, is_open=attempt.deliverable == sheet.deliverable.id))
        self._fit()

    def _action(self, number: int, attempt: Attempt, *, is_open: bool) -> QAction:
        text = _("{number}: attempt {attempt} · {state}").format(
            number=number, attempt=attempt.attempt, state=state_word(attempt.state)
        )
        action = QAction(text, self._attempts.menu())
        action.setCheckable(True)
        action.setChecked(is_open)
        action.triggered.connect(partial(self._choose_attempt, attempt.deliverable))
        return action

    def _choose_tab(self, name: str, _is_checked: bool = False) -> None:
        self.tab_chosen.emit(name)

    def _choose_attempt(self, deliverable: DeliverableId, _is_checked: bool = False) -> None:
        self.attempt_chosen.emit(deliverable)


def _width_when_chosen(tab: QToolButton) -> int:
    """Return the width that a tab takes once it is the chosen one: its text is bold then, whatever it is now."""
    usual, bold = QFont(tab.font()), QFont(tab.font())
    usual.setWeight(QFont.Weight.Normal)
    bold.setWeight(QFont.Weight.DemiBold)
    text = tab.text()
    return (
        tab.sizeHint().width()
        + QFontMetrics(bold).horizontalAdvance(text)
        - QFontMetrics(usual).horizontalAdvance(text)
    )
