"""The edited text is graded in its turn: it becomes the next attempt of its chain, which is stored once and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from annotator.domain.ids import DeliverableId, ReviewRef
from annotator.domain.job import Arm
from annotator.i18n import _
from annotator.ui.editing.draft_line import TAKEOVER

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.ui.editing.pane import EditPane
    from annotator.workflow.attempts import Added


class EditGrading(QObject):
    """Hands the edited text over and opens what it became. A text that was handed over is only opened."""

    def __init__(self, pane: EditPane, desk: Desk) -> None:
        super().__init__(pane)
        self._pane = pane
        self._desk = desk
        self._is_under_way = False
        pane.line.grading_requested.connect(self.grade)
        desk.attempt_added.connect(self._open)
        desk.opened.connect(self._arrive)

    @Slot()
    def grade(self) -> None:
        """Open the edited text as the next attempt; what was typed is on its way to the disk before."""
        from annotator.workflow.attempts import Delivery, NewAttempt  # noqa: PLC0415 -- brings the database along

        pane, sheet = self._pane, self._pane.sheet
        if sheet is None or self._is_under_way:
            return
        pane.flush()
        stored, text = pane.intervention, pane.draft.text
        if not pane.draft.is_begun and stored is not None and stored.result is not None:
            self._desk.open_ref(ReviewRef(sheet.ref.study, DeliverableId(stored.result)))
        elif not pane.draft.is_begun or not text.strip() or text == sheet.deliverable.content:
            pane.line.show_facts(_("There is nothing to grade yet: change the text first."))
        else:
            arm = Arm.TAKEOVER if pane.line.kind == TAKEOVER else Arm.HUMAN_EDIT
            self._is_under_way = True
            self._desk.add_attempt(NewAttempt(sheet.ref, arm, Delivery(text), pane.draft.id), self._fail)

    @Slot(object)
    def _open(self, added: Added) -> None:
        if self._is_under_way:
            self._desk.open_ref(added.ref)

    @Slot()
    def _arrive(self) -> None:
        self._is_under_way = False

    def _fail(self, error: Exception) -> None:
        self._is_under_way = False
        self._desk.failed.emit(error)
