"""Goes from change to change in an edited text and takes one of them back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from annotator.ui.editing.merged import place_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.editing.editor import TextEditor
    from annotator.ui.editing.merged_view import MergedView
    from annotator.ui.editing.range_marks import Range
    from annotator.ui.editing.showing import Compared
    from annotator.ui.editing.source_text import SourceText


class ChangeWalk(QObject):
    """Knows where the changes of the latest comparison are, in the editor and in what stands beside it.

    Signals:
        comparison_wanted: the text is newer than its comparison, and one is needed at once.
        taken_back: a change was taken back in the editor, where it can be undone.
        moved: the caret is elsewhere: at another change, or at none.
    """

    comparison_wanted = Signal()
    taken_back = Signal()
    moved = Signal()

    def __init__(self, editor: TextEditor, diff: MergedView, original: SourceText) -> None:
        super().__init__(editor)
        self._editor, self._diff, self._original = editor, diff, original
        self._found: Compared | None = None
        self._waits = False
        self.text: Callable[[], str] = lambda: ""
        self.old = ""
        for each in (editor, diff, original):
            each.cursorPositionChanged.connect(self.moved)

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self._found.sides.edits) if self._found is not None else 0

    @property
    def here(self) -> int | None:
        """The number of the change at the caret, from 0; `None` if there is none."""
        if self._found is None:
            return None
        if self._diff.hasFocus() or self._diff.viewport().hasFocus():
            return place_at(self._found.places, *self._diff.caret)
        if self._original.hasFocus():
            return _at(self._found.sides.old_ranges, self._original.textCursor())
        return _at(self._found.sides.new_ranges, self._editor.textCursor())

    def show_compared(self, found: Compared) -> None:
        """Take another comparison up."""
        self._found = found
        if self._waits:
            self._waits = False
            self.take_back()
        self.moved.emit()

    def begin(self, old: str) -> None:
        """Know of no change: another text is open, and this is what an editor shows of its original."""
        self._found, self._waits, self.old = None, False, old

    def go(self, step: int) -> None:
        """Select the next change in the editor, or the one before (-1), round and round."""
        if self._found is None or not self.count:
            return
        starts = [start for start, _end in self._found.sides.new_ranges]
        here = self._editor.textCursor().selectionStart()
        at = bisect_right(starts, here) if step > 0 else bisect_left(starts, here) - 1
        if step > 0 and starts[0] == here and not self._editor.textCursor().hasSelection() and at == 1:
            at = 0  # the very first change, and nobody went to it yet
        self.show_change(at % len(starts))

    def show_change(self, number: int) -> None:
        """Select a change in the editor and bring it into sight beside it."""
        assert self._found is not None, "there are changes only after a comparison"
        select(self._editor, self._found.sides.new_ranges[number])
        self._editor.centerCursor()
        self._diff.go_to_line(self._found.places[number].line)
        self._original.go_to(self._found.sides.old_ranges[number])

    def take_back(self) -> None:
        """Take the change at the caret back. The editor's own undo brings it again."""
        found = self._found
        if found is None or self._editor.isReadOnly():
            return
        if found.text != self.text():
            self._waits = True
            self.comparison_wanted.emit()
            return
        number = self.here
        if number is None:
            return
        edit = found.sides.edits[number]
        select(self._editor, found.sides.new_ranges[number])
        cursor = self._editor.textCursor()
        cursor.insertText(self.old[edit.old_start : edit.old_end])
        self._editor.ensureCursorVisible()
        self.taken_back.emit()


def _at(ranges: tuple[Range, ...], cursor: QTextCursor) -> int | None:
    """Return the number of the range that a selection or caret touches."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first = bisect_left(ranges, start, key=lambda each: each[1])
    return first if first < len(ranges) and ranges[first][0] <= end else None


def select(editor: TextEditor, place: Range) -> None:
    """Select a range in an editor; the caret stands at its start."""
    last = editor.document().characterCount() - 1
    cursor = editor.textCursor()
    cursor.setPosition(min(place[1], last))
    cursor.setPosition(min(place[0], last), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
