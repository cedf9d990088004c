"""The edited copy on its way to the disk: typed text leaves as patches, at most a second after the first key."""

from __future__ import annotations

import uuid
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor

from annotator.domain.ids import InterventionId
from annotator.domain.manuscript import Manuscript
from annotator.domain.moments import now
from annotator.domain.newlines import to_editor
from annotator.domain.textpatch import TextPatch, compose, patch_between
from annotator.ui.assessment.typed_field import SAVE_AFTER_MS
from annotator.workflow.commands import EditText, StartIntervention, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Intervention
    from annotator.ui.editing.editor import TextEditor


class Draft(QObject):
    """Keeps an editor's text exact and sends it. The first change begins the intervention; opening begins nothing.

    What was sent and not yet confirmed is remembered, so that whatever comes back (the confirmation, a failure, an
    undo from elsewhere) leaves nothing typed behind.

    Signals:
        commands_requested: what is to be stored, in order and as one step (tuple of Command).
        typed: the text changed under the reviewer's hands.
    """

    commands_requested = Signal(object)
    typed = Signal()

    def __init__(self, editor: TextEditor, parent: QObject | None = None) -> None:
        super().__init__(parent or editor)
        self._editor = editor
        self._about: ReviewRef | None = None
        self._is_begun = self._is_stored = self._is_loading = False
        self._manuscript = Manuscript("")
        self._pending = TextPatch()
        self._expected: deque[str] = deque()
        self._confirmed = self.original = ""
        self.id = InterventionId("")
        self.kind = ""
        self.is_primary = True
        self._is_from_nothing = False
        self._finished: InterventionId | None = None
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        editor.document().contentsChange.connect(self._follow_editor)

    @property
    def text(self) -> str:
        """The exact text as it stands in the editor."""
        return self._manuscript.text

    @property
    def about(self) -> ReviewRef:
        """The review that the edit belongs to."""
        assert self._about is not None, "something is shown"
        return self._about

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not confirmed as stored."""
        return bool(self._expected) or not self._pending.is_empty

    @property
    def has_unsent(self) -> bool:
        """Whether something typed is not on its way yet."""
        return not self._pending.is_empty

    @property
    def is_stored(self) -> bool:
        """Whether the intervention was seen in the review as it is stored."""
        return self._is_stored

    @property
    def is_begun(self) -> bool:
        """Whether the intervention is stored, or on its way."""
        return self._is_begun

    def show(self, about: ReviewRef, original: str, stored: Intervention | None) -> None:
        """Show the stored copy, or one that nobody has changed yet; what was typed for another one is sent first.

        A copy that led to a deliverable is finished: what is typed from now on begins another intervention.
        """
        is_finished = stored is not None and stored.result is not None
        if self._about == about and stored is not None:
            if stored.id == self.id:
                (self._go_on_from if is_finished else self.follow)(stored)
                return
            if stored.id == self._finished and not self._is_stored:
                return  # what is typed since is not stored yet
        self.flush()
        self._about, self.original = about, original
        self._is_begun = self._is_stored = stored is not None and not is_finished
        self._finished = stored.id if stored is not None and is_finished else None
        self.id = InterventionId(str(uuid.uuid4())) if stored is None or is_finished else stored.id
        self._expected.clear()
        self._load(original if stored is None else stored.content)

    def _go_on_from(self, finished: Intervention) -> None:
        """Begin another intervention with the next change; what was typed since is the first one."""
        self._finished, self.id = finished.id, InterventionId(str(uuid.uuid4()))
        self._is_begun = self._is_stored = False
        self._expected.clear()
        self._start_from(finished.content)

    def follow(self, stored: Intervention) -> None:
        """Take note of the copy as it is stored now."""
        content, self._is_begun, self._is_stored = stored.content, True, True
        if self._expected:
            if content == self._expected[0]:
                self._confirmed = self._expected.popleft()
            return  # else what is on its way comes after this
        if content == self._confirmed:
            return
        if self._pending.is_empty and not self._editor.is_composing:
            self._load(content)  # taken back elsewhere
        else:
            self._start_from(content)

    @Slot()
    def flush(self) -> None:
        """Send what is typed and not yet on its way; nothing if there is nothing."""
        self._timer.stop()
        begins_empty, self._is_from_nothing = self._is_from_nothing and not self._is_begun, False
        if self._about is None or (self._pending.is_empty and not begins_empty):
            return
        patch = self._pending if self._is_begun else patch_between("" if begins_empty else self.original, self.text)
        edit = EditText(self._about, TextField.INTERVENTION_CONTENT, self.id, patch)
        begin = StartIntervention(self._about, self.id, self.kind, now(), self.is_primary, is_copy=not begins_empty)
        edits = () if patch.is_empty else (edit,)
        commands = edits if self._is_begun else (begin, *edits)
        self._is_begun = True
        self._pending = TextPatch()
        self._expected.append(self.text)
        self.commands_requested.emit(commands)

    def start_from_nothing(self) -> None:
        """Empty the editor, which its undo takes back, and begin with that if nothing is begun yet."""
        self._is_from_nothing = not self._is_begun
        cursor = QTextCursor(self._editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self.flush()

    def settle(self) -> None:
        """Store the original exactly, with its own newlines, if the editor shows just what it showed of it."""
        if self.text != self.original and to_editor(self.text) == to_editor(self.original):
            self._pending = compose(self._pending, patch_between(self.text, self.original))
            self._manuscript = Manuscript(self.original)
            self._timer.start()
            self.typed.emit()

    def save_failed(self, *, is_stored: bool) -> None:
        """Take back that anything was on its way: it is sent again after a moment, and with every further key.

        Args:
            is_stored: whether the intervention is in the review as it is stored.
        """
        self._expected.clear()
        self._is_begun = is_stored
        self._start_from(self._confirmed if is_stored else self.original)

    def drop(self) -> None:
        """Send nothing more of what was typed: it is about to be taken away."""
        self._timer.stop()
        self._expected.clear()
        self._pending, self._finished = TextPatch(), None

    def forget(self) -> None:
        """Put the original back into the editor without storing anything."""
        self.drop()
        self._is_begun = self._is_stored = False
        self.id = InterventionId(str(uuid.uuid4()))
        self._load(self.original)

    def _start_from(self, stored: str) -> None:
        """Let the next patch lead from what is stored to what stands in the editor."""
        self._confirmed = stored
        self._pending = patch_between(stored, self.text)
        if not self._pending.is_empty:
            self._timer.start()

    def _load(self, text: str) -> None:
        self._timer.stop()
        self._confirmed, self._pending = text, TextPatch()
        self._manuscript = Manuscript(text)
        position, scroll = self._editor.textCursor().position(), self._editor.verticalScrollBar().value()
        self._is_loading = True
        self._editor.setPlainText(to_editor(text))
        self._is_loading = False
        cursor = self._editor.textCursor()
        cursor.setPosition(min(position, self._editor.document().characterCount() - 1))
        self._editor.setTextCursor(cursor)
        self._editor.verticalScrollBar().setValue(scroll)

    @Slot(int, int, int)
    def _follow_editor(self, position: int, _removed: int, added: int) -> None:
        if self._is_loading:
            return
        first, lines = _changed_lines(self._editor, position, added)
        count = len(lines) - (self._editor.blockCount() - self._manuscript.line_count)
        if count < 1:  # Qt told less than it did; then the whole text is looked at
            first, lines = _changed_lines(self._editor, 0, self._editor.document().characterCount())
            count = self._manuscript.line_count
        patch = self._manuscript.replace(first, count, lines)
        if not patch.hunks:
            return
        self._pending = compose(self._pending, patch)
        if not self._timer.isActive():
            self._timer.start()
        self.typed.emit()


def _changed_lines(editor: QPlainTextEdit, position: int, added: int) -> tuple[int, list[str]]:
    """Return the first line of a change and the lines it touches, as they are now."""
    document = editor.document()
    block = document.findBlock(position)
    first, last = block.blockNumber(), document.findBlock(min(position + added, document.characterCount() - 1))
    lines = [block.text()]
    while block != last and block.isValid():
        block = block.next()
        lines.append(block.text())
    return first, lines
