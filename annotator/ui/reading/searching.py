"""Finding in the text in sight: places the bar's word was found at, on and back."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from annotator.ui.reading.finding import places

if TYPE_CHECKING:
    from annotator.ui.reading.find_bar import FindBar
    from annotator.ui.reading.pages import Pages


class Searching(QObject):
    """Carries what the find bar asks to the page in sight, and back how many places there are."""

    def __init__(self, bar: FindBar, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._pages = pages
        self._found: list[tuple[int, int]] = []
        bar.wanted.connect(self._look)
        bar.next_requested.connect(self.go_on)
        bar.previous_requested.connect(self.go_back)
        bar.closed.connect(self._end)
        pages.page_changed.connect(self.refresh)
        pages.grown.connect(self.refresh)

    def open_bar(self) -> None:
        """Ask what to find; what is selected on one line is proposed."""
        page = self._pages.current
        cursor = page.view.textCursor() if page else None
        chosen = page.shown_text(cursor.selectionStart(), cursor.selectionEnd()) if page and cursor else ""
        self._bar.open_bar("" if "\n" in chosen else chosen)
        self.refresh()

    @Slot()
    def go_on(self) -> None:
        """Go to the next place; after the last comes the first."""
        self._go(1)

    @Slot()
    def go_back(self) -> None:
        """Go to the previous place."""
        self._go(-1)

    @Slot()
    def refresh(self) -> None:
        """Look again in the text in sight."""
        page = self._pages.current
        if page is None or self._bar.isHidden():
            return
        shown = places(page.map.plain_text, self._bar.text)
        stood = [page.positions.document_range(*place) for place in shown]
        self._found = [place for place in stood if place is not None]
        now = page.view.painting.found_now
        self._show(now if now in self._found else None)

    def _look(self, _wanted: str) -> None:
        self.refresh()
        page = self._pages.current
        if page is not None and self._found:
            top = page.view.visible_range()[0]
            index = bisect_left(self._found, (top, 0))
            self._visit(index % len(self._found))

    def _go(self, step: int) -> None:
        page = self._pages.current
        if page is None:
            return
        if self._bar.isHidden():
            self._bar.show()
            self.refresh()
        if not self._found:
            return
        now = page.view.painting.found_now
        if now in self._found:
            index = self._found.index(now) + step
        else:
            index = bisect_left(self._found, (page.view.visible_range()[0], 0)) - (step < 0)
        self._visit(index % len(self._found))

    def _visit(self, index: int) -> None:
        page = self._pages.current
        if page is not None:
            self._show(self._found[index])
            page.view.scroll_to(self._found[index][0])

    def _show(self, now: tuple[int, int] | None) -> None:
        page = self._pages.current
        if page is None:
            return
        painting = page.view.painting
        painting.found, painting.found_now = self._found, now
        self._bar.show_count(self._found.index(now) + 1 if now else 0, len(self._found))
        page.view.viewport().update()

    @Slot()
    def _end(self) -> None:
        self._found = []
        self._show(None)
        if (page := self._pages.current) is not None:
            page.view.setFocus()
