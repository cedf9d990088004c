"""The copy in its editor, and beside it what was changed: both texts as one, or the original by itself."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from annotator.domain.newlines import to_editor
from annotator.domain.textdiff import ChangeKind
from annotator.i18n import _
from annotator.ui.editing.change_look import change_formats, place_format
from annotator.ui.editing.editor import TextEditor
from annotator.ui.editing.highlighter import MarkdownHighlighter
from annotator.ui.editing.linked_scroll import LinkedScroll
from annotator.ui.editing.merged_view import MergedView
from annotator.ui.editing.range_marks import RangeMarks
from annotator.ui.editing.sides import Sides
from annotator.ui.editing.source_text import SourceText
from annotator.ui.editing.utf16 import Units
from annotator.ui.editing.walking import ChangeWalk, select
from annotator.ui.reading.pane import LEAST_ZOOM, MOST_ZOOM
from annotator.ui.reading.typeface import Typeface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from annotator.domain.spans import Span
    from annotator.ui.editing.range_marks import Range
    from annotator.ui.editing.showing import Compared

_BESIDE: Final = 640
"""Pixels from which both texts stand side by side, and not one above the other."""

_LEAST_HEIGHT: Final = 44
"""A line and its margins: in a low window the criterion above needs the rest."""


class DiffLook(Enum):
    """How the changes are shown."""

    INLINE = "inline"
    BESIDE = "beside"


class EditTexts(QSplitter):
    """Looks after what the texts look like; what stands in them others say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.face = Typeface()
        self._found: Compared | None = None
        self._places: Sequence[Range] = ()
        self._exact = ""
        self.look = DiffLook.INLINE
        self.editor = TextEditor()
        self.editor.setAccessibleName(_("Copy of the deliverable"))
        self.diff = MergedView()
        self.original = SourceText(_("The deliverable as it was"))
        self.marks = RangeMarks(self.editor)
        self.walk = ChangeWalk(self.editor, self.diff, self.original)
        self._with_diff = LinkedScroll(self.editor, self.diff)
        self._with_original = LinkedScroll(self.original, self.editor)
        self.colours = MarkdownHighlighter(self.editor.document())
        for text, share in ((self.original, 1), (self.editor, 1), (self.diff, 1)):
            text.setMinimumHeight(_LEAST_HEIGHT)
            self.addWidget(text)
            self.setStretchFactor(self.indexOf(text), share)
        self.setChildrenCollapsible(False)
        self.show_look(DiffLook.INLINE)

    def show_look(self, look: DiffLook) -> None:
        """Show the changes in both texts as one, or in the original beside the copy."""
        self.look = look
        self.original.setVisible(look is DiffLook.BESIDE)
        self.diff.setVisible(look is DiffLook.INLINE)
        self.setSizes([1, 1, 1])  # evenly, whatever was beside the editor before
        self._show_ranges()
        follow = self._with_diff.follow_left if look is DiffLook.INLINE else self._with_original.follow_right
        follow()

    @property
    def zoom_steps(self) -> int:
        """By how many steps the texts are larger than usual."""
        return self.face.zoom

    @zoom_steps.setter
    def zoom_steps(self, steps: int) -> None:
        self._show_face(Typeface(self.face.language, max(LEAST_ZOOM, min(MOST_ZOOM, steps))))

    def _show_face(self, face: Typeface) -> None:
        self.face = face
        for text in (self.editor, self.diff, self.original):
            text.setFont(face.body())

    def begin_text(self, original: str, language: str | None) -> None:
        """Colour nothing: another text is about to be put in, in this language."""
        self._show_face(Typeface(language, self.face.zoom))
        self.colours.rest()
        self._found, self._places = None, ()
        self._exact = original
        self.walk.begin(to_editor(original))
        self._show_ranges()
        self.original.show_text(self.walk.old, self.face)

    def end_text(self) -> None:
        """Colour the text that was put in."""
        self.colours.colour_again(is_slanted=not self.face.is_japanese)

    def show_compared(self, found: Compared) -> None:
        """Show what the edit changes."""
        self._found = found
        self.diff.show_patch(found.patch)
        self._with_diff.show_lines(found.of_new, found.of_merged)
        self._with_original.show_lines(found.sides.of_old, found.sides.of_new)
        self.walk.show_compared(found)
        self._show_ranges()

    def show_places(self, places: Sequence[Range]) -> None:
        """Underline the passages that the review marked and the edit left as they were."""
        self._places = places
        self._show_ranges()

    def select(self, place: Range) -> None:
        """Select a range of the copy and bring it well into sight."""
        select(self.editor, place)
        self.editor.centerCursor()
        self.editor.setFocus()

    def show_original_place(self, span: Span) -> None:
        """Select a passage of the original and bring it well into sight."""
        head, quote = to_editor(self._exact[: span.start]), to_editor(self._exact[: span.end])
        units = Units(quote)
        self.original.go_to((units.to_qt(len(head)), units.to_qt(len(quote))))
        self.original.setFocus()

    def _show_ranges(self) -> None:
        found = self._found.sides if self._found is not None and self.look is DiffLook.BESIDE else Sides()
        looks = change_formats()
        self.marks.show_layers((self._places, place_format()), (found.inserted, looks[ChangeKind.INSERTED]))
        self.original.marks.show_layers((found.removed, looks[ChangeKind.REMOVED]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE
        self.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.end_text()
            self.diff.colour_again()
            self._show_ranges()
