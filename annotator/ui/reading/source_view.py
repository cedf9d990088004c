"""Shows the source of a text and asks for the passage that was meant, where the rendering does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.reading.page import Text
from annotator.ui.reading.pages import Pages

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

_SIZE = (720, 520)


class SourceView(QDialog):
    """The plain source of a text, to select in.

    Signals:
        range_chosen: the reviewer chose this range of the source, in code points (int, int).
    """

    range_chosen = Signal(int, int)

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        from annotator.formats.markdown.render import render_plain  # noqa: PLC0415 -- the parser comes with the first text

        super().__init__(parent)
        self.setObjectName("source_view")
        self.setWindowTitle(_("Select in the source"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = Text(text.id, text.source, render_plain(text.source), text.language)
        self._pages = Pages()
        self._pages.page_changed.connect(self._watch)
        question = _("Where this passage comes from cannot be told for sure. Select it here, as it was written.")
        self._choose = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._accept = self._choose.addButton(_("Take this passage"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setEnabled(False)
        self._choose.accepted.connect(self._take)
        self._choose.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label("question", question, wraps=True))
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._choose)
        self.resize(*_SIZE)

    @property
    def pages(self) -> Pages:
        """The page of the source."""
        return self._pages

    def selected_range(self) -> tuple[int, int] | None:
        """Return the selected range of the source."""
        page = self._pages.current
        shown = page.selected_shown() if page else None
        return page.map.to_source(*shown) if page and shown else None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pages.show_text(self._text, ())

    @Slot()
    def _watch(self) -> None:
        page = self._pages.current
        if page is not None:
            page.view.setAccessibleName(self.windowTitle())
            page.view.select_by_keyboard(on=True)
            page.view.selectionChanged.connect(self._show_choice, Qt.ConnectionType.UniqueConnection)
            page.view.setFocus()

    @Slot()
    def _show_choice(self) -> None:
        self._accept.setEnabled(self.selected_range() is not None)

    @Slot()
    def _take(self) -> None:
        chosen = self.selected_range()
        if chosen is not None:
            self.range_chosen.emit(*chosen)
            self.accept()
