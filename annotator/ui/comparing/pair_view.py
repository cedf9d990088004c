"""Two texts side by side that scroll together, with what differs marked in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from annotator.domain.newlines import to_editor
from annotator.domain.textdiff import ChangeKind
from annotator.i18n import _
from annotator.ui.editing.change_look import change_formats
from annotator.ui.editing.linked_scroll import LinkedScroll
from annotator.ui.editing.sides import Sides
from annotator.ui.editing.source_text import SourceText
from annotator.ui.reading.pane import LEAST_ZOOM, MOST_ZOOM
from annotator.ui.reading.typeface import Typeface

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class PairView(QSplitter):
    """Shows two texts; what is only in the left one is struck through, what is only in the right one underlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.left = SourceText(_("Left text"))
        self.right = SourceText(_("Right text"))
        self._sides = Sides()
        self._current = -1
        self._face = Typeface()
        self._link = LinkedScroll(self.left, self.right)
        for text in (self.left, self.right):
            self.addWidget(text)
            self.setStretchFactor(self.indexOf(text), 1)
        self.setChildrenCollapsible(False)

    @property
    def differences(self) -> int:
        """How many differences are known."""
        return len(self._sides.edits)

    @property
    def current(self) -> int:
        """The number of the difference one went to last, from 0; -1 if to none."""
        return self._current

    @property
    def zoom_steps(self) -> int:
        """By how many steps the texts are larger than usual."""
        return self._face.zoom

    @zoom_steps.setter
    def zoom_steps(self, steps: int) -> None:
        self._face = Typeface(self._face.language, max(LEAST_ZOOM, min(MOST_ZOOM, steps)))
        for text in (self.left, self.right):
            text.setFont(self._face.body())

    def show_texts(self, left: str, right: str, language: str | None) -> None:
        """Show two exact texts from their beginnings; what differs is not known yet."""
        self._face = Typeface(language, self._face.zoom)
        self.left.show_text(to_editor(left), self._face)
        self.right.show_text(to_editor(right), self._face)
        self.show_sides(Sides())

    def show_sides(self, found: Sides) -> None:
        """Mark what differs."""
        self._sides, self._current = found, -1
        self._link.show_lines(found.of_old, found.of_new)
        self._mark()

    def go(self, step: int) -> None:
        """Go to the next difference in both texts, or the one before (-1), round and round."""
        if not self.differences:
            return
        first = 0 if step > 0 else -1
        self._current = (first if self._current < 0 else self._current + step) % self.differences
        self.left.go_to(self._sides.old_ranges[self._current])
        self.right.go_to(self._sides.new_ranges[self._current])

    def _mark(self) -> None:
        looks = change_formats()
        self.left.marks.show_layers((self._sides.removed, looks[ChangeKind.REMOVED]))
        self.right.marks.show_layers((self._sides.inserted, looks[ChangeKind.INSERTED]))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark()
