"""Pages laid out ahead or just left, by the id of their text; what was used longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.reading.page import Page

_KEPT: Final = 4
_KEPT_CHARACTERS: Final = 400_000


class PageShelf:
    """Keeps a few pages, and not too much text in all.

    Args:
        drop: called with each page that leaves for good.
    """

    def __init__(self, drop: Callable[[Page], None]) -> None:
        self._drop = drop
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def find(self, text_id: str) -> Page | None:
        """Return the page of a text; it stays on the shelf."""
        return self._pages.get(text_id)

    def take(self, text_id: str) -> Page | None:
        """Take the page of a text off the shelf."""
        return self._pages.pop(text_id, None)

    def incomplete(self) -> Page | None:
        """Return a page that is not built to its end."""
        return next((page for page in self._pages.values() if not page.is_complete), None)

    def put(self, page: Page) -> None:
        """Keep a page, in place of an earlier one of the same text."""
        if self._pages.get(page.text.id) is not page:
            self.discard(page.text.id)
        self._pages[page.text.id] = page
        kept = sum(len(each.text.source) for each in self._pages.values())
        while len(self._pages) > _KEPT or (kept > _KEPT_CHARACTERS and len(self._pages) > 1):
            _id, oldest = self._pages.popitem(last=False)
            kept -= len(oldest.text.source)
            self._drop(oldest)

    def discard(self, text_id: str) -> None:
        """Drop the page of a text, if there is one."""
        if (page := self._pages.pop(text_id, None)) is not None:
            self._drop(page)
