"""A text field whose text is saved while the reviewer types: at the latest a second after the first unsaved key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from annotator.domain.newlines import from_editor, to_editor
from annotator.domain.textpatch import patch_between
from annotator.workflow.commands import EditText

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from annotator.domain.ids import ReviewRef
    from annotator.workflow.commands import TextField

SAVE_AFTER_MS = 800
"""After the first unsaved key; with the write itself this stays below the second that is promised."""

_BORDER: Final = 4
"""The style sheet's border, which is thicker while one types; without it a text that fits would scroll."""


class NoteEdit(QPlainTextEdit):
    """A plain note that grows with its text. Enter is a new line; Ctrl+Enter and Esc end the note.

    Signals:
        ended: the reviewer is done with the note and wants the focus back at the criterion.
        left: the focus went elsewhere.
    """

    ended = Signal()
    left = Signal()
    _LINES = (1, 8)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(4)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text, between one line and eight."""
        lines = int(self.document().documentLayout().documentSize().height())  # QPlainTextEdit counts lines here
        fewest, most = self._LINES
        margins = self.contentsMargins()
        frame = 2 * self.frameWidth() + 2 * int(self.document().documentMargin()) + margins.top() + margins.bottom()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * min(max(lines, fewest), most) + frame + _BORDER)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ends = is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or ends:
            event.accept()
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is "done and next" elsewhere; in a note it only ends the note.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TypedField(QObject):
    """Sends what is typed into an editor as patches, each with the review it belongs to.

    The field keeps two texts: the one the workbench confirmed and the one that is on its way. A failed save goes back
    to the confirmed one, so that nothing typed is forgotten: the next patch carries it again.

    Signals:
        edit_requested: a patch to be saved (EditText).
        typed: something is typed that is not on its way yet.
    """

    edit_requested = Signal(object)
    typed = Signal()

    def __init__(self, editor: QPlainTextEdit, field: TextField, parent: QObject | None = None) -> None:
        super().__init__(parent or editor)
        self._editor = editor
        self._field = field
        self._about: ReviewRef | None = None
        self._key = ""
        self._confirmed = ""
        self._sent = ""
        self._in_flight = 0
        self._is_showing = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        editor.textChanged.connect(self._note_key)

    @property
    def about(self) -> ReviewRef | None:
        """The review the text belongs to."""
        return self._about

    @property
    def key(self) -> str:
        """Whose text this is: a criterion's or an intervention's id, or nothing."""
        return self._key

    @property
    def text(self) -> str:
        """The exact text as it stands in the editor."""
        return self._current()

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not confirmed as saved."""
        return self._about is not None and (self._in_flight > 0 or self._current() != self._confirmed)

    @property
    def has_unsent(self) -> bool:
        """Whether something typed is not on its way yet."""
        return self._timer.isActive()

    def show_text(self, about: ReviewRef, key: str, text: str) -> None:
        """Show the stored text of a review's field; what was typed for another one is sent first."""
        if (about, key) != (self._about, self._key):
            self.flush()
            self._about, self._key, self._in_flight = about, key, 0
        elif self._in_flight:
            return  # the editor is ahead of the database
        elif self._current() != self._sent:
            self._confirmed = self._sent = text  # undone elsewhere while typing: the next patch starts from there
            return
        self._confirmed = self._sent = text
        self._show(text)

    def confirm(self, text: str) -> None:
        """Take note that one patch arrived and that `text` is stored now; an undone patch is shown."""
        if self._in_flight:
            self._in_flight -= 1
            self._confirmed = text
        elif self._about is not None:
            self.show_text(self._about, self._key, text)

    @Slot()
    def flush(self) -> None:
        """Send what is typed and not yet on its way; nothing if there is nothing."""
        self._timer.stop()
        if self._about is None:
            return
        current = self._current()
        if current == self._sent:
            return
        patch = patch_between(self._sent, current)
        self._sent = current
        self._in_flight += 1
        self.edit_requested.emit(EditText(self._about, self._field, self._key, patch))

    def save_failed(self) -> None:
        """Take back that anything was on its way: it is sent again after a moment, and with every further key."""
        self._sent, self._in_flight = self._confirmed, 0
        if self._about is not None and self._current() != self._confirmed:
            self._timer.start()

    @Slot()
    def _note_key(self) -> None:
        if not self._is_showing and not self._timer.isActive():
            self._timer.start()
            self.typed.emit()

    def _show(self, text: str) -> None:
        if to_editor(text) != self._editor.document().toRawText().replace("\u2029", "\n"):
            self._is_showing = True
            self._editor.setPlainText(to_editor(text))
            self._is_showing = False

    def _current(self) -> str:
        return from_editor(self._sent, self._editor.document().toRawText())
