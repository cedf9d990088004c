"""Going to places of the text in sight: a range of the source, a heading, one highlight after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from annotator.ui.reading.pages import Pages


class Touring(QObject):
    """Brings places into sight; what is not laid out yet is gone to as soon as it is."""

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._awaited: tuple[int, int] | None = None
        self._heading: int | None = None
        pages.grown.connect(self._try_again)

    def forget(self) -> None:
        """Wait for no place any more: another text is shown."""
        self._awaited = self._heading = None

    def go_to(self, start: int, end: int) -> None:
        """Bring a range of the source into sight and point it out."""
        page = self._pages.current
        if page is None:
            return
        place = page.place_of(start, end)
        self._awaited = None if place is not None or page.is_complete else (start, end)
        if place is not None:
            self._point(place)

    @Slot(int)
    def go_to_block(self, block: int) -> None:
        """Bring a block of the text to the top."""
        page = self._pages.current
        if page is None:
            return
        place = page.position_of_block(block)
        self._heading = block if place is None and not page.is_complete else None
        if place is not None:
            page.view.scroll_to(place, shift=0)

    def go_on(self, step: int) -> None:
        """Go `step` highlights on from the one pointed out, else from the top edge."""
        page = self._pages.current
        if page is None or not page.marked:
            return
        starts = [each.start for each in page.marked]
        pointed = page.view.painting.pointed
        if pointed is not None and pointed[0] in starts:
            # Several may begin at one place.
            index = page.view.painting.pointed_number + step
        else:
            top = page.view.visible_range()[0]
            following = next((at for at, start in enumerate(starts) if start >= top), 0)
            index = following if step > 0 else following - 1
        index %= len(starts)
        chosen = page.marked[index]
        self._point((chosen.start, chosen.pieces[-1][1]))
        page.view.painting.pointed_number = index

    def _point(self, place: tuple[int, int]) -> None:
        page = self._pages.current
        if page is not None:
            page.view.painting.pointed = place
            page.view.scroll_to(place[0])
            page.view.viewport().update()

    @Slot()
    def _try_again(self) -> None:
        if self._awaited is not None:
            self.go_to(*self._awaited)
        if self._heading is not None:
            self.go_to_block(self._heading)
