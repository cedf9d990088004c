"""What the window says about saving: "all saved" only after the commit, and a lasting notice when a save failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.ui.widgets.notice_strip import NoticeStrip
    from annotator.ui.widgets.top_bar import TopBar

SAVING: Final = "saving"
"""The key of the notice."""


class SavingNews(QObject):
    """Takes the desk's news of saving to the top bar and the notices."""

    def __init__(self, desk: Desk, bar: TopBar, notices: NoticeStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bar = bar
        self._notices = notices
        desk.pending.connect(self._show_pending)
        desk.saved.connect(self._show_saved)
        desk.save_failed.connect(self._show_failed)

    @Slot()
    def _show_pending(self) -> None:
        if self._notices.text_of(SAVING) is None:
            self._bar.show_pending()

    @Slot(str)
    def _show_saved(self, at: str) -> None:
        self._bar.show_saved(at)
        self._notices.close_notice(SAVING)

    @Slot(object, object)
    def _show_failed(self, error: Exception, _command: object) -> None:
        self._bar.show_unsaved()
        self._notices.show_notice(
            SAVING, str(error), is_trouble=True, is_lasting=True, way_out=(_("Try again"), self._desk.retry)
        )
