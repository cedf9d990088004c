"""Stepping in beside editing, wired to the desk: the menu, the pane, and the ways to the next attempt."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.domain.feedback import drafted
from annotator.domain.ids import InterventionId, ReviewRef
from annotator.domain.moments import now
from annotator.domain.review import ReviewStatus
from annotator.domain.textpatch import patch_between
from annotator.ui.steppingin.menu import PLAIN_RETRY, StepInMenu
from annotator.ui.steppingin.message_pane import MessagePane, follower_of, steps_of
from annotator.ui.steppingin.ways import Ways
from annotator.ui.widgets.deliverable_header import STEP_IN
from annotator.workflow.commands import (
    EditText,
    RemoveIntervention,
    SetStatus,
    StartIntervention,
    TextField,
)

if TYPE_CHECKING:
    from annotator.domain.review import Intervention, Review
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import Sheet


class StepInTab(QObject):
    """Adds the message pane to the deliverable's tabs, and the menu behind "Step in".

    Signals:
        stepped_in: what is done here now belongs to this intervention (InterventionId).
    """

    stepped_in = Signal(object)

    def __init__(self, screen: ReviewScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._id: InterventionId | None = None
        self.menu = StepInMenu(screen)
        self.pane = MessagePane()
        self.ways = Ways(screen.desk, self.pane, self)
        screen.tabs.addWidget(self.pane)
        self.menu.edit_chosen.connect(screen.editing.open)
        self.menu.kind_chosen.connect(self.begin)
        screen.header.tab_chosen.connect(self._choose_tab)
        screen.panel.step_in_requested.connect(self.open_menu)
        screen.sheet_shown.connect(self._show_opening)
        screen.desk.changed.connect(self._show_change)
        screen.desk.save_failed.connect(self.pane.save_failed)
        screen.desk.sheet_read.connect(self._show_sheet)
        self.pane.edit_requested.connect(screen.desk.run)
        self.pane.step_chosen.connect(self._choose_step)
        self.pane.discard_requested.connect(self._discard)
        self.pane.put_by_requested.connect(self.close)
        self.pane.copy_requested.connect(self._copy)
        self.pane.follower_requested.connect(self._open_follower)
        self.pane.left.connect(screen.panel.take_focus)

    @property
    def is_open(self) -> bool:
        """Whether the pane is on the screen."""
        return self._screen.tabs.currentWidget() is self.pane

    @Slot()
    def open_menu(self) -> None:
        """Offer the ways to step in."""
        if self._review is None:
            return
        button = self._screen.panel.findChild(QPushButton, "stepIn")
        place = button if button is not None and button.isVisible() else self._screen.panel
        height = self.menu.sizeHint().height()
        self.menu.open_at(place.mapToGlobal(QPoint(0, -height)), self._review, "")

    @Slot(str)
    def begin(self, kind: str) -> None:
        """Step in in this way: go on with a step of this kind that nothing came of, or begin one with its draft."""
        sheet, review = self._sheet, self._review
        if sheet is None or review is None:
            return
        going_on = next((each for each in steps_of(review) if each.kind == kind and each.result is None), None)
        if going_on is None:
            self._id = InterventionId(str(uuid.uuid4()))
            self._screen.desk.run_all(self._beginning(sheet, review, kind, self._id))
            self._screen.desk.break_typing()  # what the reviewer types is undone apart from the draft
        else:
            self._id = going_on.id
            self.open()

    def _beginning(self, sheet: Sheet, review: Review, kind: str, id_: InterventionId) -> list[Command]:
        message = drafted(kind, sheet.job, review, self._screen.panel.tagging.definitions)
        is_primary = not any(each.is_primary for each in review.interventions)
        commands: list[Command] = []
        if review.status is not ReviewStatus.DRAFT:
            commands.append(SetStatus(sheet.ref, ReviewStatus.DRAFT, now()))
        commands.append(StartIntervention(sheet.ref, id_, kind, now(), is_primary, is_copy=False))
        if message:
            patch = patch_between("", message)
            commands.append(EditText(sheet.ref, TextField.INTERVENTION_CONTENT, id_, patch))
        return commands

    @Slot()
    def open(self) -> None:
        """Show the step that is open."""
        if self._step is None:
            return
        self._screen.editing.pane.flush()
        self._screen.tabs.setCurrentWidget(self.pane)
        self._screen.header.show_tab(STEP_IN)
        self._show_step()
        self.pane.take_focus()
        self.stepped_in.emit(self._step.id)

    @Slot()
    def close(self) -> None:
        """Go back to reading; what was typed is kept."""
        self.pane.flush()
        self._screen.editing.close()
        self._screen.panel.take_focus()

    # -- news ---------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_opening(self) -> None:
        self._id = None
        self.ways.show_sheet(self._sheet)
        self._show_sheet()

    @Slot(object)
    def _show_sheet(self) -> None:
        self._screen.header.offer_tab(STEP_IN, is_offered=self._step is not None)
        if self._review is not None and self._sheet is not None:
            self._screen.recheck.show_review(self._sheet, self._review)
        self._show_step()

    @Slot(object)
    def _show_change(self, change: Change) -> None:
        if self._sheet is None or change.review.ref != self._sheet.ref:
            return
        step = self._step
        match change.command:
            case EditText(field=TextField.INTERVENTION_CONTENT, key=key) if step is not None and key == step.id:
                self.pane.message.confirm(step.content)
            case EditText(field=TextField.INTERVENTION_NOTE, key=key) if step is not None and key == step.id:
                self.pane.note.confirm(step.note)
            case StartIntervention(intervention_id=id_) if id_ == self._id:
                self.open()
            case _:
                pass
        if self.is_open and step is None:
            self.close()
        self._show_sheet()

    def _show_step(self) -> None:
        step, sheet, review = self._step, self._sheet, self._review
        if step is None or sheet is None or review is None:
            return
        self.pane.show_step(sheet, review, step)
        self.ways.show_step(sheet, step)

    # -- wishes -------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _choose_tab(self, name: str) -> None:
        if name == STEP_IN:
            self.open()
        else:
            self.pane.flush()

    @Slot(str)
    def _choose_step(self, id_: str) -> None:
        self.pane.flush()
        self._id = InterventionId(id_)
        self.open()

    @Slot()
    def _discard(self) -> None:
        if self._sheet is not None and self._step is not None:
            self._screen.desk.run(RemoveIntervention(self._sheet.ref, self._step.id))

    @Slot()
    def _copy(self) -> None:
        if self._sheet is not None and self._step is not None:
            is_retry = self._step.kind == PLAIN_RETRY
            QApplication.clipboard().setText(self._sheet.job.brief if is_retry else self.pane.message.text)

    @Slot()
    def _open_follower(self) -> None:
        if self._sheet is None or self._step is None:
            return
        if (follower := follower_of(self._sheet, self._step)) is not None:
            self._screen.desk.open_ref(ReviewRef(self._sheet.ref.study, follower.deliverable))

    @property
    def _sheet(self) -> Sheet | None:
        return None if self._screen.opening is None else self._screen.opening.sheet

    @property
    def _review(self) -> Review | None:
        return None if self._sheet is None else self._sheet.review

    @property
    def _step(self) -> Intervention | None:
        """The step that is shown: the one chosen last, else the last one."""
        steps = steps_of(self._review) if self._review is not None else ()
        return next((each for each in steps if each.id == self._id), steps[-1] if steps else None)
