"""What the window says about saving: "all saved" only after the commit, and a lasting notice when a save failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.desk import Desk
    from annotator.ui.typists import Typist
    from annotator.ui.widgets.notice_strip import NoticeStrip
    from annotator.ui.widgets.top_bar import TopBar

SAVING: Final = "saving"
"""The key of the notice."""

_LOOK_MS: Final = 250


class SavingNews(QObject):
    """Takes the desk's news of saving to the top bar and the notices. From the first key on, not all is saved."""

    def __init__(
        self,
        desk: Desk,
        typists: Sequence[Typist],
        bar: TopBar,
        notices: NoticeStrip,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._typists = typists
        self._saved_at = ""
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_again)
        self._desk = desk
        self._bar = bar
        self._notices = notices
        desk.pending.connect(self._show_pending)
        desk.saved.connect(self._show_saved)
        desk.save_failed.connect(self._show_failed)
        for typist in typists:
            typist.typed.connect(self._show_typed)

    @Slot()
    def _show_pending(self) -> None:
        if self._notices.text_of(SAVING) is None:
            self._bar.show_pending()

    @Slot(str)
    def _show_saved(self, at: str) -> None:
        self._saved_at = at
        if not self._has_unsent():
            self._bar.show_saved(at)
        self._notices.close_notice(SAVING)

    @Slot()
    def _show_typed(self) -> None:
        self._show_pending()
        self._look.start()

    @Slot()
    def _look_again(self) -> None:
        """What was typed may have been taken away again: then nothing is sent and all is saved as before."""
        if not self._has_unsent():
            self._look.stop()
            if not self._desk.has_unsaved:
                self._bar.show_saved(self._saved_at)

    def _has_unsent(self) -> bool:
        return any(typist.has_unsent for typist in self._typists)

    @Slot(object, object)
    def _show_failed(self, error: Exception, _command: object) -> None:
        self._bar.show_unsaved()
        self._notices.show_notice(
            SAVING, str(error), is_trouble=True, is_lasting=True, way_out=(_("Try again"), self._desk.retry)
        )
