"""The edit pane: a copy of the deliverable in an editor, beside it what the edit changes and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.review import ReviewStatus
from annotator.ui.editing.costing import Costing
from annotator.ui.editing.draft import Draft
from annotator.ui.editing.draft_line import KINDS, DraftLine
from annotator.ui.editing.texts import EditTexts
from annotator.ui.locked_notice import LockedNotice
from annotator.ui.reading.typeface import Typeface
from annotator.workflow.commands import DescribeIntervention, EditText, RemoveIntervention, TextField

if TYPE_CHECKING:
    from annotator.domain.review import Intervention, Review
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet


class EditPane(QWidget):
    """Edits a copy; the deliverable itself never changes. Opening it without a change stores nothing.

    Signals:
        commands_requested: commands to be stored together, in order (tuple of Command).
        left: the reviewer is done here and wants the focus back; the text is kept.
        stepped_in: what is done here now belongs to this intervention (InterventionId).
    """

    commands_requested = Signal(object)
    left = Signal()
    stepped_in = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("edit_pane")
        self._sheet: Sheet | None = None
        self._review: Review | None = None
        self._is_filled = False
        self._zoom = 0
        self.texts = EditTexts()
        self.editor = self.texts.editor
        self.setFocusProxy(self.editor)
        self._notice = LockedNotice()
        self.line = DraftLine()
        self.draft = Draft(self.editor, self)
        self.costing = Costing(lambda: self.draft.text, self)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._notice)
        layout.addWidget(self.texts, 1)
        layout.addWidget(self.line)

    def _wire(self) -> None:
        self.draft.commands_requested.connect(self._send)
        self.draft.typed.connect(self._note_typing)
        self.costing.compared.connect(self.texts.show_compared)
        self.costing.facts_changed.connect(self._show_facts)
        self.costing.rested.connect(self._describe)
        self.costing.effort_found.connect(self._store_effort)
        self.editor.left.connect(self._leave)
        self.editor.focus_lost.connect(self.flush)
        self.line.kind_chosen.connect(self._choose_kind)
        self.line.note_edited.connect(lambda command: self.commands_requested.emit((command,)))
        self.line.note_ended.connect(self._leave)
        self.line.discard_requested.connect(self._discard)

    def show_sheet(self, sheet: Sheet) -> None:
        """Take another deliverable up; what was typed for the one before is sent first."""
        is_same = self._sheet is not None and self._sheet.ref == sheet.ref
        if not is_same:
            self.flush()
            self._is_filled = False
            self.costing.forget_typing()
            self.line.start_over()
        self._sheet, self._review = sheet, sheet.review
        if is_same:
            self._show_review()
        else:
            self._show_state()
            if self.isVisible():
                self._fill()

    def start(self) -> None:
        """Show the copy and take the focus: the tab was opened."""
        self._fill()
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if (stored := self.intervention) is not None and self._is_open:
            self.stepped_in.emit(stored.id)

    def show_change(self, change: Change) -> None:
        """Take note of what was stored or undone."""
        if self._sheet is None or change.review.ref != self._sheet.ref:
            return
        self._review = change.review
        match change.command:
            case EditText(field=TextField.INTERVENTION_NOTE, key=key) if key == self.line.note.key:
                stored = self.intervention
                self.line.note.confirm(stored.note if stored is not None else "")
            case _:
                pass
        self._show_review()

    def _show_review(self) -> None:
        if self._is_filled:
            self._follow(self.intervention)
        self._show_state()

    def _fill(self) -> None:
        """Put the copy into the editor: long texts take a moment, so only once they are looked at."""
        if self._sheet is None or self._is_filled:
            return
        self._is_filled = True
        original = self._sheet.deliverable.content
        self.texts.show_typeface(self._face)
        self.texts.begin_text()
        self.costing.begin(original, self._sheet.job.language)
        self.draft.show(self._sheet.ref, original, self.intervention)
        self.texts.end_text()
        self.costing.compare_anew()
        self._show_state()

    def _follow(self, stored: Intervention | None) -> None:
        before = self.draft.text
        if stored is not None:
            assert self._sheet is not None, "a review is shown with its sheet"
            self.draft.show(self._sheet.ref, self._sheet.deliverable.content, stored)
        elif self.draft.is_stored:
            self.draft.forget()  # taken away, here or by undo
            self.costing.forget_typing()
        if self.draft.text != before:
            self.costing.compare_anew()

    @property
    def intervention(self) -> Intervention | None:
        """The stored edit: the one that was begun here, or the last one that a human did on the text."""
        found = [each for each in self._review.interventions if each.kind in KINDS] if self._review else []
        own = [each for each in found if each.id == self.draft.id]
        return next(reversed(own or found), None)

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not stored."""
        return self.draft.has_unsaved or self.line.note.has_unsaved

    @property
    def _is_open(self) -> bool:
        return self._review is not None and self._review.status is ReviewStatus.DRAFT

    def _show_state(self) -> None:
        if self._sheet is None or self._review is None:
            return
        is_open, stored = self._is_open, self.intervention
        self._notice.show_status(self._review.status)
        self.editor.setReadOnly(not is_open)
        self.line.show_stored(self._sheet.ref, stored, is_open=is_open, has_text=self.draft.has_unsaved)
        self._show_facts()

    @Slot()
    def _show_facts(self) -> None:
        self.line.show_facts(self.costing.facts(self.intervention, has_words=self._face.has_word_spaces))

    @Slot()
    def flush(self) -> None:
        """Send what was typed, and what it cost as far as that is measured."""
        self.draft.flush()
        self.line.note.flush()
        self._describe()

    def save_failed(self, *_why: object) -> None:
        """Keep what was typed and send it again."""
        stored = self.intervention
        self.draft.save_failed(is_stored=stored is not None and stored.id == self.draft.id)
        self.line.note.save_failed()

    def next_change(self, step: int = 1) -> None:
        """Go to the next change, or to the one before (-1)."""
        self.texts.walk.go(step)

    def close_lane(self) -> None:
        """Stop comparing: the window goes."""
        self.costing.comparing.close()

    @Slot(object)
    def _send(self, commands: tuple[object, ...]) -> None:
        self.costing.note_stored()
        self.commands_requested.emit(commands)
        self.stepped_in.emit(self.draft.id)

    @Slot()
    def _note_typing(self) -> None:
        self.draft.kind = self.line.kind
        self.draft.is_primary = self._review is None or not any(each.is_primary for each in self._review.interventions)
        self.costing.note_typing()

    @Slot()
    def _leave(self) -> None:
        self.flush()
        self.left.emit()

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self.draft.kind = kind
        if (stored := self.intervention) is not None and self._is_open and self._sheet is not None:
            self.commands_requested.emit((DescribeIntervention(self._sheet.ref, stored.id, kind, stored.effort),))

    @Slot()
    def _discard(self) -> None:
        self.costing.forget_typing()
        self.draft.drop()
        if self.draft.is_begun and self._sheet is not None:
            self.commands_requested.emit((RemoveIntervention(self._sheet.ref, self.draft.id),))
        else:
            self.draft.forget()
            self.costing.compare_anew()
            self._show_state()

    @Slot()
    def _describe(self) -> None:
        if self._sheet is not None and self._is_open and self.draft.is_begun:
            self.costing.describe(self._sheet.ref, self.draft.id, self.line.kind)

    @Slot(object)
    def _store_effort(self, found: DescribeIntervention) -> None:
        """Store the effort of a text, whatever is open by now; a review that was finished meanwhile stays as it is."""
        if self._sheet is None or self._sheet.ref != found.about or self._is_open:
            self.commands_requested.emit((found,))

    @property
    def zoom_steps(self) -> int:
        """By how many steps the text is larger than usual."""
        return self._zoom

    @zoom_steps.setter
    def zoom_steps(self, steps: int) -> None:
        self._zoom = steps
        self.texts.show_typeface(self._face)

    @property
    def _face(self) -> Typeface:
        return Typeface(self._sheet.job.language if self._sheet is not None else None, self._zoom)
