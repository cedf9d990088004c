"""The reading pane: a brief or a deliverable, with everything one does to a text one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.parts import plain_label
from annotator.ui.reading.facts import facts_line
from annotator.ui.reading.files_row import FilesRow
from annotator.ui.reading.find_bar import FindBar
from annotator.ui.reading.foot_line import FootLine
from annotator.ui.reading.page import Text
from annotator.ui.reading.pages import Pages
from annotator.ui.reading.pictures import Pictures
from annotator.ui.reading.searching import Searching
from annotator.ui.reading.selecting import Selecting
from annotator.ui.reading.touring import Touring
from annotator.ui.reading.values import ScrollState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.domain.job import Attachment
    from annotator.formats.markdown.values import Rendered
    from annotator.ui.reading.values import Highlight

LEAST_ZOOM: Final = -3
MOST_ZOOM: Final = 10


class ReadingPane(QWidget):
    """Shows one rendered text; everything is counted in code points of its source.

    Args:
        name: what the pane holds, for screen readers and as its object name.
        attachment_bytes: gives the content of one of the job's own files, for pictures; `None` if it is not there.

    Signals:
        selection_changed: something else is selected, or nothing.
        act_requested: tag the selection or take it as evidence: "strength", "gap" or "evidence" (str).
        unmapped_selection: where the selection comes from is not known; the source is shown instead.
        link_requested: the reviewer clicked a link to this address (str).
        file_requested: the reviewer wants to open this file (Attachment).
        zoom_changed: the text is larger or smaller now, by steps (int).
    """

    selection_changed = Signal()
    act_requested = Signal(str)
    unmapped_selection = Signal()
    link_requested = Signal(str)
    file_requested = Signal(object)
    zoom_changed = Signal(int)

    def __init__(
        self,
        name: str,
        attachment_bytes: Callable[[str], bytes | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.attachment_bytes = attachment_bytes
        self.pages = Pages()
        self.find_bar = FindBar()
        self.foot = FootLine()
        self.files = FilesRow()
        self._notice = plain_label("notice", wraps=True)
        self._notice.setContentsMargins(12, 6, 12, 6)
        self._notice.hide()
        self.selecting = Selecting(self.pages, self.foot, self)
        self._searching = Searching(self.find_bar, self.pages, self)
        self._touring = Touring(self.pages, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._notice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.files)
        layout.addWidget(self.foot)
        self._wire()

    def _wire(self) -> None:
        self.pages.page_changed.connect(self._show_page)
        self.foot.heading_chosen.connect(self._touring.go_to_block)
        self.files.file_requested.connect(self.file_requested)
        self.selecting.selection_changed.connect(self.selection_changed)
        self.selecting.act_requested.connect(self.act_requested)
        self.selecting.unmapped_selection.connect(self.unmapped_selection)

    def show_text(
        self,
        source: str,
        rendered: Rendered,
        *,
        language: str | None,
        text_id: str,
        attachments: tuple[Attachment, ...] = (),
        highlights: tuple[Highlight, ...] = (),
    ) -> None:
        """Show a text from its beginning; at once if it was prepared."""
        self._touring.forget()
        self.pages.show_text(self._text(text_id, source, rendered, language, attachments), highlights)
        self._notice.setText(rendered.notice or "")
        self._notice.setVisible(bool(rendered.notice))
        self.files.show_files(attachments)

    def prepare(
        self,
        text_id: str,
        source: str,
        rendered: Rendered,
        language: str | None,
        attachments: tuple[Attachment, ...] = (),
    ) -> None:
        """Lay a text out in idle time, so that showing it later only raises it."""
        self.pages.prepare(self._text(text_id, source, rendered, language, attachments))

    def _text(
        self, text_id: str, source: str, rendered: Rendered, language: str | None, attachments: tuple[Attachment, ...]
    ) -> Text:
        names = [each.name for each in attachments if each.sha256 is not None]
        return Text(text_id, source, rendered, language, Pictures(names, self.attachment_bytes))

    def show_highlights(self, highlights: tuple[Highlight, ...]) -> None:
        """Mark these in the text, and no others."""
        self.pages.show_highlights(highlights)

    def hide_highlights(self, *, hidden: bool) -> None:
        """Take the lines and signs of the highlights out of sight, or bring them back."""
        self.pages.hide_marks(hidden=hidden)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show these keys for "strength", "gap" and "evidence" on the bar under a selection."""
        self.selecting.bar.show_keys(keys)

    def show_criterion(self, number: int | None) -> None:
        """Say which criterion a selection would be evidence for."""
        self.selecting.bar.show_criterion(number)

    def clear(self) -> None:
        """Show nothing."""
        self._notice.hide()
        self.files.show_files(())
        self.pages.clear()

    def selected_range(self) -> tuple[int, int] | None:
        """Return the range of the source that covers the selection; `None` if there is none or nobody knows."""
        return self.selecting.selected_range()

    def request_act(self, act: str) -> None:
        """Let `act_requested` follow: at once, or, if the selection is not mapped, once it was chosen in the source."""
        self.selecting.request_act(act)

    def go_to(self, start: int, end: int) -> None:
        """Bring a range of the source into sight and point it out."""
        self._touring.go_to(start, end)

    def next_highlight(self) -> None:
        """Go to the next highlight; after the last comes the first."""
        self._touring.go_on(1)

    def previous_highlight(self) -> None:
        """Go to the previous highlight."""
        self._touring.go_on(-1)

    def scroll_state(self) -> ScrollState:
        """Return which place stands at the top."""
        return self.pages.current.scroll_state() if self.pages.current else ScrollState()

    def restore_scroll_state(self, state: ScrollState) -> None:
        """Bring a place to the top again, as soon as it is laid out."""
        self.pages.restore_scroll(state)

    @property
    def zoom_steps(self) -> int:
        """How much larger the text is than usual, in steps."""
        return self.pages.zoom

    @zoom_steps.setter
    def zoom_steps(self, steps: int) -> None:
        steps = max(LEAST_ZOOM, min(MOST_ZOOM, steps))
        if steps != self.pages.zoom:
            self.pages.set_zoom(steps)
            self.zoom_changed.emit(steps)

    def open_find(self) -> None:
        """Ask what to find."""
        self._searching.open_bar()

    def find_next(self) -> None:
        """Go to the next place that was found."""
        self._searching.go_on()

    def find_previous(self) -> None:
        """Go to the previous place that was found."""
        self._searching.go_back()

    def toggle_keyboard_selection(self) -> None:
        """Show a caret that the arrow keys move, or take it away."""
        if (page := self.pages.current) is not None:
            page.view.select_by_keyboard(on=not page.view.selectable_by_keyboard())
            page.view.setFocus()

    @Slot()
    def _show_page(self) -> None:
        page = self.pages.current
        self.foot.setVisible(page is not None)
        if page is None:
            return
        unique = Qt.ConnectionType.UniqueConnection
        page.view.link_clicked.connect(self._follow, unique)
        page.view.zoom_requested.connect(self._zoom, unique)
        page.view.setAccessibleName(self.accessibleName() or self.objectName())
        self.setFocusProxy(page.view)
        self.foot.show_facts(facts_line(page.facts, has_words=page.setting.typeface.has_word_spaces))
        self.foot.show_outline(page.text.rendered.outline)

    @Slot(str)
    def _follow(self, address: str) -> None:
        self.link_requested.emit(address)

    @Slot(int)
    def _zoom(self, steps: int) -> None:
        self.zoom_steps += steps

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.pages.lay_out_anew()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.find_bar.retranslate()
        self._show_page()
