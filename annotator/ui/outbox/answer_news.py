"""What the window says of an answer while something else is on the screen: that it came, or broke off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.errors import KnownError
    from annotator.ui.main_window import MainWindow
    from annotator.workflow.asking import Ended

ANSWER: Final = "answer"
"""The key of the notice about an answer."""


class AnswerNews(QObject):
    """Lives as long as the window; what came of an answer can be kept from wherever one is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asking = window.desk.asking
        self._notice: Callable[[], object] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        self._asking.begun.connect(self._forget)
        self._asking.finished.connect(self._say_finished)
        self._asking.failed.connect(self._say_failed)
        window.desk.attempt_added.connect(self._forget)

    @Slot()
    def _forget(self, *_news: object) -> None:
        self._soon.stop()
        self._window.notices.close_notice(ANSWER)

    @property
    def _is_seen(self) -> bool:
        stepping = self._window.review_screen.stepping
        is_here = stepping.is_open and stepping.ways.shows_asked
        return is_here or self._window.verbs.outgoing.shows(self._asking.asked)

    @Slot(object)
    def _say_finished(self, ended: Ended) -> None:
        if ended.added is None or self._is_seen:
            return
        text = _("The answer has come: it is attempt {number}.").format(number=ended.added.attempt)
        self._show(text, (_("Open"), partial(self._window.desk.open, ended.added.key)))

    @Slot(object)
    def _say_failed(self, error: KnownError) -> None:
        if self._is_seen:
            return
        request = self._asking.request_id
        way_out = None
        if self._asking.text and request is not None:
            way_out = (_("Keep what came"), partial(self._asking.keep_stored, request))
        self._show(str(error), way_out, is_trouble=True)

    def _show(self, text: str, way_out: tuple[str, Callable[[], object]] | None, *, is_trouble: bool = False) -> None:
        """Show the notice when what else the answer changes has been painted: a notice moves all that is below it."""
        notices = self._window.notices
        self._notice = partial(notices.show_notice, ANSWER, text, is_trouble=is_trouble, way_out=way_out)
        self._soon.start()

    @Slot()
    def _tell(self) -> None:
        self._notice()
