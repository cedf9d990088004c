"""Long work in short steps: each is one turn in the lane of the writes, and a key press waits for one at most."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.ui.lane import Lane

_PROGRESS_SECONDS: Final = 0.05

Progress = tuple[int, int]


class Walk(QObject):
    """Goes through the steps of an import and says how far it is, at most twenty times a second.

    Signals:
        progressed: how much of how much is done (object, object: ints that may be larger than C's).
        finished: all steps are done, or it was cancelled (bool: whether it went to the end).
        failed: a step failed; those before it stand (Exception).
    """

    progressed = Signal(object, object)
    finished = Signal(bool)
    failed = Signal(object)

    def __init__(self, lane: Lane, steps: Callable[[], Iterator[Progress]], parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._begin = steps
        self._steps: Iterator[Progress] | None = None
        self._is_cancelled = False
        self._told_at = 0.0

    def start(self) -> None:
        """Take the first step."""
        self._lane.submit(self._step, self._go_on, self._fail)

    @Slot()
    def cancel(self) -> None:
        """Take no further step."""
        self._is_cancelled = True

    def _step(self) -> Progress | None:
        if self._steps is None:
            self._steps = self._begin()
        return next(self._steps, None)

    def _go_on(self, progress: Progress | None) -> None:
        if progress is None or self._is_cancelled:
            self._lane.submit(self._end, self._finish, self._fail)
            return
        if time.monotonic() - self._told_at >= _PROGRESS_SECONDS:
            self._told_at = time.monotonic()
            self.progressed.emit(*progress)
        self._lane.submit(self._step, self._go_on, self._fail)

    def _end(self) -> None:
        """Let the steps go where they ran: they may hold a session of that thread."""
        self._steps = None

    def _finish(self, _nothing: None) -> None:
        self.finished.emit(not self._is_cancelled)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)
