"""Going from pane to pane by key, folding them, and reading one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.ui.widgets.pane_row import BRIEF, DELIVERABLE

if TYPE_CHECKING:
    from annotator.ui.screens.review_screen import ReviewScreen


class PaneWalk:
    """Moves the focus among the panes of a review screen."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def go_to_pane(self, number: int) -> None:
        """Put the focus into a pane; where it is already, fold the pane."""
        if self._screen.panes.go_to(number):
            self._focus_pane(number)
        else:
            self._screen.panel.take_focus()

    def go_round(self, step: int) -> None:
        """Put the focus into the next open pane, or the one before."""
        panes = self._screen.panes.open_panes
        here = next((at for at, number in enumerate(panes) if self._screen.panes.has_focus(number)), -1)
        self._focus_pane(panes[(here + step) % len(panes)])

    def _focus_pane(self, number: int) -> None:
        match number:
            case 1:
                self._screen.panes.open_over()
                self._screen.queue.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case 2:
                self._screen.brief_place.take_focus()
            case 3:
                self._screen.tab.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case _:
                self._screen.panel.take_focus()

    def switch_reading_mode(self) -> None:
        """Show the text being read alone, or everything again."""
        alone = DELIVERABLE if self._screen.texts.focused is self._screen.texts.deliverable else BRIEF
        self._screen.panes.show_alone(None if self._screen.panes.is_alone else alone)
        self._focus_pane(alone)
