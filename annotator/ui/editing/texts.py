"""The copy in its editor and what it changes, side by side where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.editing.editor import TextEditor
from annotator.ui.editing.highlighter import MarkdownHighlighter
from annotator.ui.editing.merged_view import MergedView
from annotator.ui.editing.walking import ChangeWalk
from annotator.ui.reading.typeface import Typeface

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from annotator.ui.editing.comparing import Compared

_SIDE_BY_SIDE: Final = 860
"""Pixels from which editor and changes stand side by side."""


class EditTexts(QSplitter):
    """Looks after what the two texts look like; what stands in them others say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._face = Typeface()
        self.editor = TextEditor()
        self.editor.setAccessibleName(_("Copy of the deliverable"))
        self.diff = MergedView()
        self.walk = ChangeWalk(self.editor, self.diff)
        self.colours = MarkdownHighlighter(self.editor.document())
        self.addWidget(self.editor)
        self.addWidget(self.diff)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)

    def show_typeface(self, face: Typeface) -> None:
        """Set both texts in a typeface."""
        self._face = face
        self.editor.setFont(face.body())
        self.diff.setFont(face.body())

    def begin_text(self) -> None:
        """Colour nothing: another text is about to be put in."""
        self.colours.rest()

    def end_text(self) -> None:
        """Colour the text that was put in."""
        self.colours.colour_again(is_slanted=not self._face.is_japanese)

    def show_compared(self, found: Compared) -> None:
        """Show what the edit changes."""
        self.diff.show_patch(found.patch)
        self.walk.show_changes(found.merged)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _SIDE_BY_SIDE
        self.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.end_text()
            self.diff.colour_again()
