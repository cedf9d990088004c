"""The pages of one pane: the one in sight, and a few laid out ahead, so that the next text only has to be raised."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QStyle, QWidget
from typing_extensions import override

from annotator.ui.reading.page import Page, Setting, Text
from annotator.ui.reading.page_shelf import PageShelf
from annotator.ui.reading.typeface import Typeface

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.ui.reading.values import Highlight, ScrollState

_CURRENT_SECONDS: Final = 0.008
_AHEAD_SECONDS: Final = 0.004
_SHORT_SECONDS: Final = 0.03  # short texts take some milliseconds, unless they are of rare characters
_SETTLE_MS: Final = 120


class Pages(QStackedWidget):
    """Shows one text at a time and keeps its place when it has to be laid out anew.

    Signals:
        page_changed: another page is in sight, of another text or of the same one laid out anew.
        grown: more of the text in sight was built.
    """

    page_changed = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 0
        self._blank = QWidget()
        self.addWidget(self._blank)
        self._current: Page | None = None
        self._successor: Page | None = None
        self._shelf = PageShelf(self._drop)
        self._waiting: OrderedDict[str, Text] = OrderedDict()
        self._highlights: tuple[Highlight, ...] = ()
        self._scroll: ScrollState | None = None
        self._hides_marks = False
        self._ticks = QTimer(self)
        self._ticks.setInterval(0)
        self._ticks.timeout.connect(self._work)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self.lay_out_anew)

    @property
    def current(self) -> Page | None:
        """The page in sight."""
        return self._current

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is laid out."""
        return not self._ticks.isActive() and not self._settled.isActive()

    def show_text(self, text: Text, highlights: tuple[Highlight, ...]) -> None:
        """Bring a text into sight, from its beginning: at once if it was prepared, else as far as a frame allows."""
        self._highlights = highlights
        self._scroll = None
        self._forget_successor()
        self._waiting.pop(text.id, None)
        page = self._shelf.take(text.id)
        if page is None or not page.shows(text) or not self._fits(page):
            if page is not None:
                self._drop(page)
            page = self._new(text)
        self._build(page)
        page.view.verticalScrollBar().setValue(0)
        self._raise(page)
        self._ticks.start()

    def prepare(self, text: Text) -> None:
        """Lay a text out ahead, in idle time."""
        page = self._shelf.find(text.id)
        is_in_sight = self._current is not None and self._current.shows(text)
        if is_in_sight or (page is not None and page.shows(text) and self._fits(page)):
            return
        self._waiting[text.id] = text
        self._ticks.start()

    def clear(self) -> None:
        """Show nothing."""
        self._scroll = None
        self._forget_successor()
        if self._current is not None:
            left, self._current = self._current, None
            self.setCurrentWidget(self._blank)
            self._put_away(left)
        self.page_changed.emit()

    def show_highlights(self, highlights: tuple[Highlight, ...]) -> None:
        """Mark these in the text in sight."""
        self._highlights = highlights
        if self._current is not None:
            self._current.show_highlights(highlights)

    def hide_marks(self, *, hidden: bool) -> None:
        """Take the highlights out of sight in every text, or bring them back."""
        self._hides_marks = hidden
        if self._current is not None:
            self._current.view.painting.hides_marks = hidden
            self._current.view.viewport().update()

    def restore_scroll(self, state: ScrollState) -> None:
        """Bring a place to the top as soon as it is built."""
        self._scroll = None if self._current is None or self._current.scroll_to(state) else state

    def set_zoom(self, zoom: int) -> None:
        """Set the size of the text in steps from the usual one."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.lay_out_anew()

    @Slot()
    def lay_out_anew(self) -> None:
        """Lay the text in sight out for the width, size and colours as they are now; its place and selection stay."""
        page = self._current
        if page is None or self._setting(page.text) == page.setting:
            return
        state = page.scroll_state()
        if self._fits(page):
            page.scroll_to(state)
            return
        self._forget_successor()
        self._successor = self._new(page.text)
        if page.is_short:
            self._build(self._successor)
        if self._successor.is_complete:
            self._succeed()
        else:
            self._ticks.start()

    def _setting(self, text: Text) -> Setting:
        return Setting.fitting(Typeface(text.language, self.zoom), self._room)

    @property
    def _room(self) -> int:
        """How wide the pane is beside the scroll bar that every page shows."""
        return self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)

    def _fits(self, page: Page) -> bool:
        return page.refit(self._setting(page.text))

    def _new(self, text: Text) -> Page:
        page = Page(text, self._setting(text))
        self.addWidget(page.view)
        page.view.resize(self.size())
        page.view.ensurePolished()
        return page

    def _build(self, page: Page) -> None:
        page.build(_SHORT_SECONDS if page.is_short else _CURRENT_SECONDS)

    def _raise(self, page: Page) -> None:
        had_focus = self._current is not None and self._current.view.hasFocus()
        previous, self._current = self._current, page
        page.view.painting.hides_marks = self._hides_marks
        page.show_highlights(self._highlights)
        page.view.centre(self._room)
        self.setCurrentWidget(page.view)
        if had_focus:
            page.view.setFocus()
        if previous is not None and previous is not page:
            self._put_away(previous)
        self.page_changed.emit()

    def _succeed(self) -> None:
        """Let the page that was laid out anew take the place of the one in sight."""
        page, successor = self._current, self._successor
        if page is None or successor is None:
            return
        self._successor = None
        state = page.scroll_state() if self._scroll is None else self._scroll
        selected = page.selected_shown()
        successor.view.select_by_keyboard(on=page.view.selectable_by_keyboard())
        if selected is not None and (place := successor.positions.document_range(*selected)) is not None:
            successor.select(*place)
        self._raise(successor)
        self._shelf.discard(page.text.id)
        self.restore_scroll(state)

    @Slot()
    def _work(self) -> None:
        """Use a moment: for the text in sight first, then for what comes next."""
        page, successor = self._current, self._successor
        if page is not None and not page.is_complete and successor is None:
            page.build(_CURRENT_SECONDS)
            if self._scroll is not None:
                self.restore_scroll(self._scroll)
            self.grown.emit()
        elif successor is not None:
            successor.build(_CURRENT_SECONDS)
            if successor.is_complete:
                self._succeed()
        elif not self._work_ahead():
            self._ticks.stop()

    def _work_ahead(self) -> bool:
        """Go on laying out ahead; return whether there was anything to do."""
        if (page := self._shelf.incomplete()) is not None:
            page.build(_AHEAD_SECONDS)
            return True
        if not self._waiting:
            return False
        _id, text = self._waiting.popitem(last=False)
        self._shelf.put(self._new(text))
        return True

    def _put_away(self, page: Page) -> None:
        if page.is_complete:
            self._shelf.put(page)
        else:
            self._drop(page)

    def _forget_successor(self) -> None:
        if self._successor is not None:
            self._drop(self._successor)
            self._successor = None

    def _drop(self, page: Page) -> None:
        self.removeWidget(page.view)
        page.view.deleteLater()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._current
        if page is None:
            return
        if page.can_be_widened:
            self.lay_out_anew()
        elif self._setting(page.text) != page.setting:
            self._settled.start()
        page.view.centre(self._room)
