"""The Edit tab of the review screen: when it opens and closes, and what goes between its pane and the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from annotator.ui.editing.grading import EditGrading
from annotator.ui.editing.pane import EditPane
from annotator.ui.editing.texts import DiffLook
from annotator.ui.widgets.deliverable_header import EDIT, READ, DeliverableHeader

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget, QWidget

    from annotator.ui.assessment.panel import AssessmentPanel
    from annotator.ui.desk import Desk
    from annotator.ui.keys import Keymap
    from annotator.ui.shelf import Opening
    from annotator.workflow.sheets import Sheet


class EditTab(QObject):
    """Adds the edit pane to the deliverable's tabs and leads from one to the other.

    Signals:
        closed: the deliverable is on the screen again.
    """

    closed = Signal()

    def __init__(
        self,
        tabs: QStackedWidget,
        header: DeliverableHeader,
        panel: AssessmentPanel,
        desk: Desk,
        keymap: Keymap,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._header = header
        self._panel = panel
        self.pane = EditPane(keymap.badge, lambda: panel.tagging.definitions)
        tabs.addWidget(self.pane)
        header.tab_chosen.connect(self._choose)
        desk.changed.connect(self.pane.show_change)
        desk.save_failed.connect(self.pane.save_failed)
        desk.sheet_read.connect(self._show_sheet)
        self.pane.commands_requested.connect(desk.run_all)
        self.pane.left.connect(panel.take_focus)
        self.grading = EditGrading(self.pane, desk)

    @property
    def is_open(self) -> bool:
        """Whether the copy is on the screen and not the deliverable."""
        return self._tabs.currentWidget() is self.pane

    @Slot(object)
    def show_opening(self, opening: Opening) -> None:
        """Take another deliverable up; reading comes first."""
        self.pane.show_sheet(opening.sheet)
        self.close()

    @Slot(object)
    def _show_sheet(self, sheet: Sheet) -> None:
        """Take note of what was read anew: the edit may have become a deliverable."""
        if self.pane.sheet is not None and self.pane.sheet.ref == sheet.ref:
            self.pane.show_sheet(sheet)

    @Slot()
    def open(self) -> None:
        """Step in: show the copy."""
        self._tabs.setCurrentWidget(self.pane)
        self._header.show_tab(EDIT)
        self.pane.start()

    @Slot()
    def close(self) -> None:
        """Go back to reading; what was typed is kept."""
        self.pane.flush()
        self._tabs.setCurrentIndex(0)
        self._header.show_tab(READ)
        self.closed.emit()

    def next_change(self, step: int = 1) -> None:
        """Go to the next change of the edit, or to the one before (-1)."""
        if self.is_open:
            self.pane.texts.walk.go(step)

    def take_back(self) -> None:
        """Take back the change at the caret."""
        if self.is_open:
            self.pane.texts.walk.take_back()

    def switch_look(self) -> None:
        """Show the changes inline or side by side."""
        if self.is_open:
            self.pane.changes.switch_look()

    def look(self) -> dict[str, object]:
        """Return how the changes are shown, to be remembered."""
        return {"changes": self.pane.texts.look.value}

    def show_look(self, kept: dict[str, Any]) -> None:
        """Show the changes as it was remembered."""
        is_beside = kept.get("changes") == DiffLook.BESIDE.value
        self.pane.changes.show_look(DiffLook.BESIDE if is_beside else DiffLook.INLINE)

    def grade(self) -> None:
        """Grade the edited text as the next attempt."""
        if not self.is_open:
            self.open()
        self.grading.grade()

    def take_over(self) -> None:
        """Begin with an empty text."""
        self.open()
        self.pane.take_over()

    @Slot(str)
    def _choose(self, name: str) -> None:
        if name == EDIT:
            self.open()
        elif name == READ:
            self.close()
            self._panel.take_focus()
