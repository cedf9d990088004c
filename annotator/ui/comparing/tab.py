"""The Compare tab of the review screen: when it opens and closes, and what its pane gets from the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from annotator.ui.comparing.choices import read_side
from annotator.ui.comparing.pane import ComparePane
from annotator.ui.editing.texts import DiffLook
from annotator.ui.widgets.deliverable_header import COMPARE, EDIT, READ
from annotator.ui.widgets.pane_row import BRIEF, DELIVERABLE

if TYPE_CHECKING:
    from annotator.ui.comparing.choices import Choice, Side
    from annotator.ui.keys import Keymap
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.shelf import Opening
    from annotator.workflow.changes import Change

_ROOMY: Final = 1500
"""Pixels from which brief, original and copy stand beside each other."""


class CompareTab(QObject):
    """Adds the compare pane to the deliverable's tabs. It is filled when it is looked at, and not before."""

    def __init__(self, screen: ReviewScreen, keymap: Keymap) -> None:
        super().__init__(screen)
        self._screen = screen
        self._is_stale = True
        self.pane = ComparePane(keymap.badge)
        self.pane.hides_earlier = lambda: screen.panel.criteria.hides_earlier
        screen.tabs.addWidget(self.pane)
        screen.header.show_tabs((READ, EDIT, COMPARE))
        screen.header.tab_chosen.connect(self._choose)
        screen.tabs.currentChanged.connect(self._give_room)
        screen.editing.pane.changes.look_changed.connect(self._give_room)
        screen.sheet_shown.connect(self._take_sheet)
        screen.desk.changed.connect(self._show_change)
        screen.desk.sheet_read.connect(self._read_anew)
        self.pane.side_wanted.connect(self._read_side)

    @property
    def is_open(self) -> bool:
        """Whether two texts are on the screen and not the deliverable alone."""
        return self._screen.tabs.currentWidget() is self.pane

    @Slot()
    def open(self) -> None:
        """Compare the open deliverable with another."""
        if self._screen.opening is None:
            return
        self._screen.editing.pane.flush()
        self._screen.tabs.setCurrentWidget(self.pane)
        self._screen.header.show_tab(COMPARE)
        self._screen.panes.show_pane(DELIVERABLE)
        self._fill()
        self.pane.setFocus()

    def switch(self) -> None:
        """Go to the next tab: read, edit, compare, and read again."""
        if self.is_open:
            self._screen.editing.close()
            self._screen.panel.take_focus()
        elif self._screen.editing.is_open:
            self.open()
        else:
            self._screen.editing.open()

    def next_change(self, step: int) -> None:
        """Go to the next change of what is shown, or to the one before (-1)."""
        if self.is_open:
            self.pane.go(step)
        else:
            self._screen.editing.next_change(step)

    def zoom(self, steps: int | None) -> None:
        """Make the texts that have the focus larger by steps, or as they usually are (`None`)."""
        focus = QApplication.focusWidget()
        for texts in (self.pane.view, self._screen.editing.pane.texts):
            if focus is not None and texts.isAncestorOf(focus):
                texts.zoom_steps = 0 if steps is None else texts.zoom_steps + steps
                return
        self._screen.texts.zoom(steps)

    def _fill(self) -> None:
        opening = self._screen.opening
        if self._is_stale and opening is not None:
            self._is_stale = False
            self.pane.show_sheet(opening.sheet)

    @Slot()
    def _give_room(self) -> None:
        """What is compared with stands in the brief's place; so does the original of an edit where there is no room."""
        editing = self._screen.editing
        is_tight = self._screen.width() < _ROOMY and editing.is_open and editing.pane.texts.look is DiffLook.BESIDE
        self._screen.panes.lend(*((BRIEF,) if self.is_open or is_tight else ()))

    @Slot(object)
    def _take_sheet(self, _opening: Opening) -> None:
        self._is_stale = True

    @Slot()
    def _read_anew(self) -> None:
        self._is_stale = True
        if self.is_open:
            self._fill()

    @Slot(object)
    def _show_change(self, change: Change) -> None:
        self.pane.show_review(change.review)

    @Slot(int, object)
    def _read_side(self, number: int, choice: Choice) -> None:
        opening = self._screen.opening
        if opening is not None:
            self._screen.desk.read(partial(read_side, choice, opening.sheet), partial(self._show_side, number))

    def _show_side(self, number: int, side: Side) -> None:
        self.pane.show_side(number, side)

    @Slot(str)
    def _choose(self, name: str) -> None:
        if name == COMPARE:
            self.open()
