"""The edit pane: a copy of the deliverable in an editor, beside it what the edit changes and what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.review import ReviewStatus
from annotator.ui.editing.changes import Changes
from annotator.ui.editing.costing import Costing
from annotator.ui.editing.draft import Draft
from annotator.ui.editing.draft_line import TAKEOVER, DraftLine, concerns_edits, edit_of
from annotator.ui.editing.texts import EditTexts
from annotator.ui.locked_notice import LockedNotice
from annotator.workflow.commands import DescribeIntervention, EditText, RemoveIntervention, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.domain.review import Intervention, Review
    from annotator.domain.taxonomy import TagDefinition
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

    def __init__(
        self,
        badge: Callable[[str], str],
        known_tags: Callable[[], Mapping[str, TagDefinition]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("edit_pane")
        self._known_tags, self._is_filled = known_tags, False
        self.sheet: Sheet | None = None
        self._review: Review | None = None
        self.texts = EditTexts()
        self.editor = self.texts.editor
        self.setFocusProxy(self.editor)
        self._notice = LockedNotice()
        self.line = DraftLine(badge)
        self.draft = Draft(self.editor, self)
        self.costing = Costing(lambda: self.draft.text, self)
        self.changes = Changes(self.texts, self.draft, self.costing, self.line.places, badge)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._notice, self.changes.bar, self.texts, self.line):
            layout.addWidget(widget, 1 if widget is self.texts else 0)

    def _wire(self) -> None:
        self.draft.commands_requested.connect(self._send)
        self.draft.typed.connect(self._note_typing)
        self.costing.facts_changed.connect(self._show_facts)
        self.costing.rested.connect(self._describe)
        self.costing.effort_found.connect(self._store_effort)
        self.editor.left.connect(self._leave)
        self.editor.focus_lost.connect(self.flush)
        self.line.kind_chosen.connect(self._choose_kind)
        self.line.note_edited.connect(lambda command: self.commands_requested.emit((command,)))
        self.line.note_ended.connect(self._leave)
        self.line.discard_requested.connect(self._discard)
        self.line.take_over_requested.connect(self.take_over)

    def show_sheet(self, sheet: Sheet) -> None:
        """Take another deliverable up; what was typed for the one before is sent first."""
        is_same = self.sheet is not None and self.sheet.ref == sheet.ref
        if not is_same:
            self.flush()
            self._is_filled = False
            self.costing.forget_typing()
            self.line.start_over()
        self.sheet, self._review = sheet, sheet.review
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
        if self.sheet is None or change.review.ref != self.sheet.ref:
            return
        is_news = self._is_filled or concerns_edits(self._review, change.review)
        self._review, command, note = change.review, change.command, self.line.note
        if isinstance(command, EditText) and (command.field, command.key) == (TextField.INTERVENTION_NOTE, note.key):
            note.confirm(self.intervention.note if self.intervention is not None else "")
        if is_news:
            self._show_review()

    def _show_review(self) -> None:
        if self._is_filled:
            self._follow(self.intervention)
        self._show_state()

    def _fill(self) -> None:
        """Put the copy into the editor: long texts take a moment, so only once they are looked at."""
        if self.sheet is None or self._is_filled:
            return
        self._is_filled = True
        original, language = self.sheet.deliverable.content, self.sheet.job.language
        self.texts.begin_text(original, language)
        self.costing.begin(original, language)
        self.draft.show(self.sheet.ref, original, self.intervention)
        self.texts.end_text()
        self.costing.compare_anew()
        self._show_state()

    def _follow(self, stored: Intervention | None) -> None:
        before = self.draft.text
        if stored is not None:
            assert self.sheet is not None, "a review is shown with its sheet"
            self.draft.show(self.sheet.ref, self.sheet.deliverable.content, stored)
        elif self.draft.is_stored:
            self.draft.forget()  # taken away, here or by undo
            self.costing.forget_typing()
        if self.draft.text != before:
            self.costing.compare_anew()

    @property
    def intervention(self) -> Intervention | None:
        """The stored edit: the one that was begun here, or the last one that a human did on the text."""
        return edit_of(self._review, self.draft.id) if self._review is not None else None

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not stored."""
        return self.draft.has_unsaved or self.line.note.has_unsaved

    @property
    def _is_open(self) -> bool:
        return self._review is not None and self._review.status is ReviewStatus.DRAFT

    def _show_state(self) -> None:
        if self.sheet is None or self._review is None:
            return
        self._notice.show_status(self._review.status)
        self.editor.setReadOnly(not self._is_open)
        self.line.show_stored(self.sheet.ref, self.intervention, is_open=self._is_open, has_text=self.draft.has_unsaved)
        self.changes.show_state()
        if self._is_filled:
            marked = self.line.places.spans(replace(self.sheet, review=self._review), self._known_tags())
            self.costing.comparing.show_spans(marked)
        self._show_facts()

    @Slot()
    def _show_facts(self) -> None:
        self.line.show_facts(self.costing.facts(self.intervention, has_words=self.texts.face.has_word_spaces))

    @Slot()
    def flush(self) -> None:
        """Send what was typed, and what it cost as far as that is measured."""
        self.draft.flush()
        self.line.note.flush()
        self._describe()

    def save_failed(self, *_why: object) -> None:
        """Keep what was typed and send it again."""
        self.draft.save_failed(is_stored=self.intervention is not None and self.intervention.id == self.draft.id)
        self.line.note.save_failed()

    @Slot()
    def take_over(self) -> None:
        """Discard the model's text and begin with an empty one; the editor's undo brings the text back."""
        if self.sheet is None or not self._is_open:
            return
        self.start()
        self.line.show_kind(TAKEOVER)
        if self.draft.is_begun:
            self._choose_kind(TAKEOVER)
        self._note_typing()
        self.draft.start_from_nothing()

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
        if self.draft.is_begun and (stored := self.intervention) is not None and self._is_open:
            self.commands_requested.emit((DescribeIntervention(self.draft.about, stored.id, kind, stored.effort),))

    @Slot()
    def _discard(self) -> None:
        self.costing.forget_typing()
        self.draft.drop()
        if self.draft.is_begun and self.sheet is not None:
            self.commands_requested.emit((RemoveIntervention(self.sheet.ref, self.draft.id),))
        else:
            self.draft.forget()
            self._follow(self.intervention)
            self.costing.compare_anew()
            self._show_state()

    @Slot()
    def _describe(self) -> None:
        if self.sheet is not None and self._is_open and self.draft.is_begun:
            self.costing.describe(self.sheet.ref, self.draft.id, self.line.kind)

    @Slot(object)
    def _store_effort(self, found: DescribeIntervention) -> None:
        """Store the effort of a text, whatever is open by now; a review that was finished meanwhile stays as it is."""
        if self.sheet is None or self.sheet.ref != found.about or self._is_open:
            self.commands_requested.emit((found,))
