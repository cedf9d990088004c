"""Taking results in from the window: how far it is, and a way to stop it that leaves none of them half in."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.ui.desk import Desk
    from annotator.ui.widgets.notice_strip import NoticeStrip
    from annotator.workflow.workbench import Workbench

    Steps = Callable[[Workbench, Callable[[], bool]], Iterator[tuple[int, int]]]

RESULTS: Final = "results_in"


def taking_in(desk: Desk) -> TakingIn:
    """Return what takes results in at a desk: one, since results have an order."""
    return desk.findChild(TakingIn) or TakingIn(desk)


class TakingIn(QObject):
    """Takes batches of results in, one after the other.

    Signals:
        finished: a batch came to its end, was stopped, or failed.
    """

    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_busy = False

    def begin(self, steps: Steps, notices: Callable[[], NoticeStrip], done: Callable[[], object]) -> None:
        """Take a batch in as soon as those before it are.

        Args:
            steps: takes it in; is asked between two files whether to stop.
            notices: returns where to show how far it is just now.
            done: is called at the end, whatever it was.
        """
        self._waiting.append(lambda: self._start(steps, notices, done))
        if not self._is_busy:
            self._next()

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if self._waiting:
            self._waiting.popleft()()

    def _start(self, steps: Steps, notices: Callable[[], NoticeStrip], done: Callable[[], object]) -> None:
        stop = threading.Event()
        walk = self._desk.walk(lambda workbench: steps(workbench, stop.is_set))

        def show(done_bytes: int, total: int) -> None:
            text = _("Stopping once the file under way is whole…") if stop.is_set() else _("Taking results in…")
            notices().show_progress(RESULTS, text, done_bytes, total, stop.set)

        def end() -> None:
            notices().close_notice(RESULTS)
            walk.deleteLater()
            done()
            self.finished.emit()
            self._next()

        def fail(error: Exception) -> None:
            self._desk.failed.emit(error)
            end()

        walk.progressed.connect(show)
        walk.finished.connect(end)
        walk.failed.connect(fail)
        show(0, 1)
        walk.start()
