"""Keeps editor and changes side by side: one scrolls with the other, and F8 goes from change to change in both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor

from annotator.ui.editing.merged import Merged, qt_position

if TYPE_CHECKING:
    from annotator.ui.editing.editor import TextEditor
    from annotator.ui.editing.merged_view import MergedView


class ChangeWalk(QObject):
    """Knows where the changes of the latest comparison are."""

    def __init__(self, editor: TextEditor, diff: MergedView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._diff = diff
        self._merged = Merged()
        editor.verticalScrollBar().valueChanged.connect(self.follow_editor)

    def show_changes(self, merged: Merged) -> None:
        """Take another comparison up."""
        self._merged = merged
        self.follow_editor()

    def go(self, step: int) -> None:
        """Select the next change in the editor, or the one before (-1), round and round."""
        if not self._merged.places:
            return
        text = self._editor.document().toRawText()
        starts = [qt_position(text, place.start) for place in self._merged.places]
        here = self._editor.textCursor().selectionStart()
        at = bisect_right(starts, here) if step > 0 else bisect_left(starts, here) - 1
        if step > 0 and starts[0] == here and not self._editor.textCursor().hasSelection() and at == 1:
            at = 0  # the very first change, and nobody went to it yet
        place = self._merged.places[at % len(starts)]
        cursor = self._editor.textCursor()
        last = self._editor.document().characterCount() - 1
        cursor.setPosition(min(qt_position(text, place.end), last))
        cursor.setPosition(min(starts[at % len(starts)], last), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.centerCursor()
        self._diff.go_to_line(place.line)

    @Slot()
    def follow_editor(self) -> None:
        """Let the changes scroll with the editor."""
        line = self._editor.firstVisibleBlock().blockNumber()
        if line < len(self._merged.of_new):
            self._diff.show_line(self._merged.of_new[line])
