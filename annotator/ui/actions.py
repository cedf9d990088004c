"""Qt's actions, made from the table of acts: the menus, the keys, and which of them are possible just now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator.i18n import _
from annotator.ui.acts import ACTS, Act, Group, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenuBar, QWidget

    from annotator.ui.keys import Keymap

_SHORTCUTS_IN: Final = {Where.ASSESSMENT: Qt.ShortcutContext.WidgetWithChildrenShortcut}


class Actions(QObject):
    """One action an act. `verbs` says what each does; an act without a verb has no control in the window."""

    def __init__(self, window: QWidget, assessment: QWidget, verbs: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for act in ACTS:
            if act.id in verbs:
                place = assessment if act.where is Where.ASSESSMENT else window
                self._actions[act.id] = self._action(act, place, verbs[act.id])
        self.show_sheet(is_open=False)

    def __getitem__(self, act_id: str) -> QAction:
        return self._actions[act_id]

    @property
    def offered(self) -> frozenset[str]:
        """The ids of the acts that the window can do."""
        return frozenset(id_ for id_, action in self._actions.items() if action.isVisible())

    def offer(self, act_id: str, *, is_offered: bool) -> None:
        """Offer an act, or have no word of it anywhere."""
        self._actions[act_id].setVisible(is_offered)

    def __contains__(self, act_id: str) -> bool:
        return act_id in self._actions

    def show_keymap(self, keymap: Keymap) -> None:
        """Give every action the keys that do it now."""
        for act_id, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in keymap.keys(act_id)])

    def show_sheet(self, *, is_open: bool) -> None:
        """Allow what needs an open deliverable, or not."""
        for act in ACTS:
            if act.needs_sheet and act.id in self._actions:
                self._actions[act.id].setEnabled(is_open)

    def show_undo(self, undo: str, redo: str) -> None:
        """Say in the menu what would be taken back and done again; empty where nobody knows yet."""
        self._actions["undo"].setText(_("Undo: {act}").format(act=undo) if undo else _("Undo"))
        self._actions["redo"].setText(_("Redo: {act}").format(act=redo) if redo else _("Redo"))

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus."""
        bar.clear()
        for group in Group:
            menu = QMenu(_(group.value), bar)
            for act in ACTS:
                if act.group is group and act.id in self._actions and act.is_in_menu:
                    if act.opens_section:
                        menu.addSeparator()
                    menu.addAction(self._actions[act.id])
            bar.addMenu(menu)

    def trigger(self, act_id: str) -> bool:
        """Do an act, if it is possible now."""
        action = self._actions.get(act_id)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    def _action(self, act: Act, place: QWidget, verb: Callable[[], object]) -> QAction:
        action = QAction(_(act.text), place)
        action.setObjectName(act.id)
        action.setAutoRepeat(False)
        action.setShortcutContext(_SHORTCUTS_IN.get(act.where, Qt.ShortcutContext.WindowShortcut))
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda: verb())  # noqa: PLW0108 -- without Qt's own argument
        place.addAction(action)
        return action
