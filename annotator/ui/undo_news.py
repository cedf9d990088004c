"""What undo and redo would do, said in the menu; and going to the deliverable where something was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.ui.actions import Actions
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.widgets.notice_strip import NoticeStrip
    from annotator.workflow.changes import Change
    from annotator.workflow.workbench import Workbench

UNDO: Final = "undo"
"""The key of the notice."""

_SOON_MS: Final = 120


class UndoNews(QObject):
    """Keeps the menu's words up to date and the reviewer where the change is."""

    def __init__(self, screen: ReviewScreen, actions: Actions, notices: NoticeStrip) -> None:
        super().__init__(screen)
        self._screen = screen
        self._actions = actions
        self._notices = notices
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.ask)
        screen.desk.changed.connect(self._soon.start)
        screen.desk.walked.connect(self._follow)

    @Slot()
    def ask(self) -> None:
        """Ask what undo and redo would do."""
        if self._screen.desk.is_ready:
            self._screen.desk.read(_labels, self._show)

    def _show(self, labels: tuple[str | None, str | None]) -> None:
        undo, redo = labels
        self._actions.show_undo(undo or "", redo or "")
        self._actions["undo"].setEnabled(undo is not None)
        self._actions["redo"].setEnabled(redo is not None)

    @Slot(object)
    def _follow(self, change: Change | None) -> None:
        """Open the deliverable that was changed, if another is open."""
        opening = self._screen.opening
        if change is not None and (opening is None or change.review.ref != opening.sheet.ref):
            self._screen.flush()
            self._screen.desk.open(change.entry.key)
            text = _("Taken back or done again here: {title}").format(title=change.entry.title)
            self._notices.show_notice(UNDO, text)
        else:
            self._notices.close_notice(UNDO)


def _labels(workbench: Workbench) -> tuple[str | None, str | None]:
    return workbench.undo_text(), workbench.redo_text()
