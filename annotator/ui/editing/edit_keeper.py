"""Keeps an edited copy of a deliverable: from the editor's text to commands, exact and at most a second late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.domain.ids import InterventionId
from annotator.domain.moments import now
from annotator.domain.newlines import from_editor, to_editor
from annotator.domain.review import ReviewStatus
from annotator.domain.textpatch import patch_between
from annotator.workflow.commands import EditText, RemoveIntervention, StartIntervention, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

    from annotator.domain.review import Intervention, Review
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import Sheet

KINDS = ("I5", "I6", "I7", "I8")
"""The interventions that a human does alone on the text."""

SAVE_AFTER_MS = 800


class EditKeeper(QObject):
    """Ties an editor to the intervention of the open review. Opening a copy without a change stores nothing.

    Signals:
        commands_requested: commands to be stored together (tuple).
        shown: the editor was filled with another text.
    """

    commands_requested = Signal(tuple)
    shown = Signal()

    def __init__(self, editor: QPlainTextEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._sheet: Sheet | None = None
        self._review: Review | None = None
        self._id: InterventionId | None = None
        self._confirmed = self._sent = ""
        self._in_flight = 0
        self._is_filled = self._is_filling = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        editor.textChanged.connect(self._note_key)

    @property
    def original(self) -> str:
        """The deliverable's text, which never changes."""
        return self._sheet.deliverable.content if self._sheet else ""

    @property
    def text(self) -> str:
        """The exact text of the copy as it stands in the editor."""
        return from_editor(self._sent, self._editor.document().toRawText()) if self._is_filled else self._sent

    @property
    def intervention(self) -> Intervention | None:
        """The stored intervention that the copy belongs to, if there is one."""
        return _by_hand(self._review, self._id) if self._review else None

    def show_sheet(self, sheet: Sheet) -> None:
        """Take another review up; the editor is filled when it is looked at."""
        self.flush()
        self._sheet, self._is_filled = sheet, False
        self._take(sheet.review)

    def fill(self) -> None:
        """Put the copy into the editor."""
        if self._sheet is None or self._is_filled:
            return
        self._is_filled = self._is_filling = True
        self._editor.setPlainText(to_editor(self._sent))
        self._is_filling = False
        self.shown.emit()

    def show_change(self, change: Change) -> None:
        """Take note of what was stored or undone."""
        if self._sheet is None or change.review.ref != self._sheet.ref:
            return
        self._review = change.review
        match change.command:
            case EditText(field=TextField.INTERVENTION_CONTENT, key=key) if key == self._id and self._in_flight:
                self._in_flight -= 1
                if (stored := self.intervention) is not None:
                    self._confirmed = stored.content
                return
            case _:
                pass
        stored = self.intervention
        content = stored.content if stored is not None else self.original
        if not self._in_flight and content != self._sent:
            self._take(change.review)
            if self._is_filled:
                self._is_filled = False
                self.fill()

    def save_failed(self) -> None:
        """Send again what did not reach the disk."""
        self._in_flight = 0
        if self.intervention is None:
            self._id = None
        text, self._sent = self.text, self._confirmed
        if text != self._sent:
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """Send what was typed and is not on its way yet."""
        self._timer.stop()
        if self._sheet is None or not self._is_filled:
            return
        text = self.text
        if text == self._sent:
            return
        patch = patch_between(self._sent, text)
        about, begin = self._sheet.ref, ()
        commands: tuple[Command, ...] = begin
        if self._id is None:
            self._id = InterventionId(str(uuid4()))
            commands = (StartIntervention(about, self._id, KINDS[0], now()),)
        self._sent = text
        self._in_flight += 1
        self.commands_requested.emit((*commands, EditText(about, TextField.INTERVENTION_CONTENT, self._id, patch)))

    def discard(self) -> None:
        """Take the intervention away, text and all; undo brings it back."""
        self.flush()
        if self._sheet is not None and self._id is not None:
            self.commands_requested.emit((RemoveIntervention(self._sheet.ref, self._id),))

    def _take(self, review: Review) -> None:
        self._review = review
        stored = _by_hand(review, None)
        self._id = stored.id if stored is not None else None
        self._confirmed = self._sent = stored.content if stored is not None else self.original
        self._in_flight = 0

    @Slot()
    def _note_key(self) -> None:
        is_open = self._review is not None and self._review.status is ReviewStatus.DRAFT
        if is_open and not self._is_filling and not self._timer.isActive():
            self._timer.start()


def _by_hand(review: Review, id_: InterventionId | None) -> Intervention | None:
    """Return the intervention with this id, or the last one on the text that a human did."""
    found = [each for each in review.interventions if each.kind in KINDS and id_ in {None, each.id}]
    return found[-1] if found else None
