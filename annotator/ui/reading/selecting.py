"""What is selected in the text in sight, what can be done with it, and where in the source it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QTextCursor

from annotator.formats.markdown.values import Style
from annotator.ui.reading.facts import facts_line, facts_of, selection_line
from annotator.ui.reading.selection_bar import SelectionBar
from annotator.ui.reading.source_view import SourceView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.reading.foot_line import FootLine
    from annotator.ui.reading.page import Page
    from annotator.ui.reading.pages import Pages

_SETTLE_MS: Final = 60


class Selecting(QObject):
    """Watches the selection of the page in sight.

    Signals:
        selection_changed: something else is selected, or nothing.
        act_requested: "strength", "gap" or "evidence", for what is selected (str).
        unmapped_selection: the source is shown, because the selection's place in it is not known.
    """

    selection_changed = Signal()
    act_requested = Signal(str)
    unmapped_selection = Signal()

    def __init__(self, pages: Pages, foot: FootLine, pane: QWidget) -> None:
        super().__init__(pane)
        self.bar = SelectionBar(pages)
        self.bar.act_chosen.connect(self.request_act)
        self._pages = pages
        self._foot = foot
        self._pane = pane
        self.offers_acts = True
        self._asked: tuple[str, SourceView] | None = None
        self._chosen: tuple[int, int] | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._settle)
        pages.page_changed.connect(self._watch)

    @property
    def source_view(self) -> SourceView | None:
        """The window that asks for the passage in the source, while it is open."""
        return self._asked[1] if self._asked else None

    def selected_range(self) -> tuple[int, int] | None:
        """Return the range of the source that covers the selection; `None` if there is none or nobody knows."""
        if self._chosen is not None:
            return self._chosen
        page = self._pages.current
        shown = page.selected_shown() if page else None
        return page.map.to_source(*shown) if page and shown else None

    def request_act(self, act: str) -> None:
        """Let `act_requested` follow: at once, or after the passage was chosen in the source."""
        if self.selected_range() is not None or not self._is_unmapped():
            self.act_requested.emit(act)
            self.bar.hide()
            return
        page = self._pages.current
        if page is None or self._asked is not None:
            return
        view = SourceView(page.text, self._pane)
        self._asked = (act, view)
        view.range_chosen.connect(self._take)
        view.finished.connect(self._end_asking)
        self.unmapped_selection.emit()
        view.open()

    def _is_unmapped(self) -> bool:
        """Return whether words are selected whose place in the source is not known; signs and blanks have none."""
        page = self._pages.current
        shown = page.selected_shown() if page else None
        if page is None or shown is None or not page.map.plain_text[slice(*shown)].strip():
            return False
        return _holds_unmapped(page, *shown)

    @Slot(int, int)
    def _take(self, start: int, end: int) -> None:
        if self._asked is not None:
            self._chosen = (start, end)
            self.act_requested.emit(self._asked[0])

    @Slot()
    def _end_asking(self) -> None:
        self._asked = None

    @Slot()
    def _watch(self) -> None:
        self.bar.hide()
        self._chosen = None
        page = self._pages.current
        if page is not None:
            unique = Qt.ConnectionType.UniqueConnection
            page.view.selectionChanged.connect(self._note_change, unique)
            page.view.verticalScrollBar().valueChanged.connect(self._follow_scrolling, unique)
        self.selection_changed.emit()

    @Slot()
    def _note_change(self) -> None:
        self._chosen = None
        self._settled.start()
        self.selection_changed.emit()

    @Slot()
    def _follow_scrolling(self) -> None:
        if self.bar.isVisible():
            self.bar.hide()
            self._settled.start()

    @Slot()
    def _settle(self) -> None:
        """Count the selection and offer what can be done with it, once the mouse is let go."""
        page = self._pages.current
        if page is None:
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._settled.start()
            return
        has_words = page.setting.typeface.has_word_spaces
        shown = page.selected_shown()
        if shown is None:
            self.bar.hide()
            self._foot.show_facts(facts_line(page.facts, has_words=has_words))
            return
        counted = facts_of(page.map.plain_text[slice(*shown)])
        self._foot.show_facts(selection_line(counted, has_words=has_words))
        if self.offers_acts:
            self._offer(page)

    def _offer(self, page: Page) -> None:
        cursor = page.view.textCursor()
        end = QTextCursor(cursor)
        end.setPosition(cursor.selectionEnd())
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        last = page.view.cursorRect(end)
        first = page.view.cursorRect(start)
        room = page.view.viewport().rect()
        if not room.intersects(last) and not room.intersects(first):
            self.bar.hide()
            return
        left = first.left() if first.top() == last.top() else room.left() + first.width()
        self.bar.show_at(QRect(left, first.top(), 1, last.bottom() - first.top()), room)


def _holds_unmapped(page: Page, start: int, end: int) -> bool:
    blocks = page.text.rendered.blocks
    for number in range(page.map.block_at(start), page.map.block_at(end - 1) + 1):
        position = page.map.block_starts[number]
        for run in blocks[number].runs:
            if Style.UNMAPPED in run.style and position < end and position + len(run.text) > start:
                return True
            position += len(run.text)
    return False
