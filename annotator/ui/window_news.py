"""What the window says in its notice strip about where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.ui.window_content import WindowContent
    from annotator.ui.window_verbs import WindowVerbs

_PLACE: Final = "place"
_NOTHING_LEFT: Final = "nothing left"


class WindowNews(QObject):
    """Puts lines into the notice strip and takes them away once they no longer hold."""

    def __init__(self, content: WindowContent, verbs: WindowVerbs) -> None:
        super().__init__(content)
        self._content = content
        self._verbs = verbs

    def forget(self) -> None:
        """Another deliverable is open: what was said about the place before no longer holds."""
        self._content.notices.close_notice(_PLACE)
        self._content.notices.close_notice(_NOTHING_LEFT)

    @Slot(str)
    def say_came_back(self, line: str) -> None:
        """Say where one stopped last time."""
        self._content.notices.show_notice(_PLACE, line)

    @Slot()
    def say_nothing_left(self) -> None:
        """Say that everything shown is done, and what can be done next."""
        content = self._content
        is_all = content.review_screen.queue.shows_all
        text = _("Everything is done.") if is_all else _("Everything that the filter shows is done.")
        way_out = (_("Export…"), self._verbs.export) if is_all else (_("Clear the filter"), content.clear_filter)
        content.notices.show_notice(_NOTHING_LEFT, text, way_out=way_out)

    @Slot()
    def say_select_first(self) -> None:
        """Say that evidence needs a selection."""
        self._content.notices.show_notice(_PLACE, _("Select the passage first, then take it as evidence."))
