"""Two texts side by side: where one is scrolled to, the other follows, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPlainTextEdit


class LinkedScroll(QObject):
    """Links two texts whose lines belong together. Without a map nothing follows."""

    def __init__(self, left: QPlainTextEdit, right: QPlainTextEdit) -> None:
        super().__init__(left)
        self._left, self._right = left, right
        self._of_left: Sequence[int] = ()
        self._of_right: Sequence[int] = ()
        self._is_following = False
        left.verticalScrollBar().valueChanged.connect(self.follow_left)
        right.verticalScrollBar().valueChanged.connect(self.follow_right)

    def show_lines(self, of_left: Sequence[int], of_right: Sequence[int]) -> None:
        """Take another map up.

        Args:
            of_left: for each line of the left text the line of the right one beside it.
            of_right: the same the other way.
        """
        self._of_left, self._of_right = of_left, of_right

    @Slot()
    def follow_left(self) -> None:
        """Let the right text stand beside the left one."""
        self._follow(self._left, self._right, self._of_left)

    @Slot()
    def follow_right(self) -> None:
        """Let the left text stand beside the right one."""
        self._follow(self._right, self._left, self._of_right)

    def _follow(self, leader: QPlainTextEdit, other: QPlainTextEdit, lines: Sequence[int]) -> None:
        top = leader.firstVisibleBlock()
        if self._is_following or not other.isVisible() or not 0 <= top.blockNumber() < len(lines):
            return
        beside = other.document().findBlockByNumber(lines[top.blockNumber()])
        if not beside.isValid():
            return
        # A long line takes many rows: as far as it is scrolled here, the other one is scrolled there.
        passed = (leader.verticalScrollBar().value() - top.firstLineNumber()) / max(1, top.lineCount())
        self._is_following = True
        other.verticalScrollBar().setValue(beside.firstLineNumber() + round(passed * beside.lineCount()))
        self._is_following = False
