"""Ranges of a plain text in another look; only those in sight are laid on, so a thousand cost no more than ten."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextCharFormat

    Layer = tuple[Sequence[tuple[int, int]], QTextCharFormat]
    """Ranges and the look that they have."""

Range = tuple[int, int]
"""Where a range starts and ends, in Qt's positions."""

_ROOM: Final = 2000
"""Characters before and after what is in sight that are marked too, so that a turn of the wheel shows no gap."""


class RangeMarks(QObject):
    """Marks ranges in a text without changing its document."""

    def __init__(self, text: QPlainTextEdit) -> None:
        super().__init__(text)
        self._text = text
        self._layers: tuple[Layer, ...] = ()
        self._marked: Range | None = None
        text.updateRequest.connect(self._follow)

    def show_layers(self, *layers: Layer) -> None:
        """Show these ranges, each layer's in order, and no others."""
        is_empty = not any(ranges for ranges, _look in (*layers, *self._layers))
        self._layers = layers
        if not is_empty:
            self._mark()

    @property
    def counts(self) -> tuple[int, ...]:
        """How many ranges each layer has, in sight or not."""
        return tuple(len(ranges) for ranges, _look in self._layers)

    @Slot()
    def _follow(self) -> None:
        if self._marked is None or not self._layers:
            return
        first, last = self._sight()
        if first < self._marked[0] or last > self._marked[1]:
            self._mark()

    def _mark(self) -> None:
        first, last = self._sight()
        start, end = max(0, first - _ROOM), last + _ROOM
        is_all = end >= self._text.document().characterCount()
        self._marked = (0 if start == 0 else start, 2**31 if is_all else end)
        selections = []
        for ranges, look in self._layers:
            begin = bisect_right(ranges, start, key=itemgetter(1))
            stop = bisect_left(ranges, (end, end))
            selections += [self._selection(each, look) for each in ranges[begin:stop]]
        self._text.setExtraSelections(selections)

    def _sight(self) -> Range:
        first = self._text.firstVisibleBlock()
        last = self._text.cursorForPosition(self._text.viewport().rect().bottomRight()).position()
        return (first.position() if first.isValid() else 0, last)

    def _selection(self, place: Range, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._text.document())
        last = self._text.document().characterCount() - 1
        cursor.setPosition(min(place[0], last))
        cursor.setPosition(min(place[1], last), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = look
        return selection
