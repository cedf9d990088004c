"""Where the work happens: the lanes, the open workspace, and a watch for what other processes write."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.ui.lane import Lane
from annotator.ui.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.ui.house import House
    from annotator.ui.walk import Progress
    from annotator.workflow.workbench import Workbench

T = TypeVar("T")

DRAIN_MS: Final = 1500
"""How long closing waits at most for everything that is under way, the network's thread and the lanes together.

The program is to be gone within two seconds; what is left is for the window itself and for the interpreter.
"""

_WATCH_MS: Final = 1000


class Backroom(QObject):
    """Holds the open workspace and the lanes in which it works.

    Writes keep their order in one lane; reads, renderings and long errands have lanes of their own.

    Signals:
        ready: the workspace is open.
        failed: something did not work that was no command (Exception).
        followed: something was written that no command of this window asked for: by another process, or a new attempt.
    """

    ready = Signal()
    failed = Signal(object)
    followed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writes = Lane("writes", self)
        self._reads = Lane("reads", self)
        self._renderings = Lane("renderings", self)
        self._errands = Lane("errands", self)
        self._house: House | None = None
        self._is_closed = False
        self._version: object = None
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look_for_others)

    @property
    def is_ready(self) -> bool:
        """Whether a workspace is open."""
        return self._house is not None and not self._is_closed

    @property
    def house(self) -> House:
        """The workbench and what stands beside it; only after `ready`.

        It stays after closing, when the lanes take nothing any more: a view still asks for rows as it goes.
        """
        assert self._house is not None, "no workspace is open yet"
        return self._house

    def start(self, build: Callable[[], House]) -> None:
        """Open a workspace; `ready` or `failed` follows, and a failure leaves open what was open."""
        self._writes.submit(build, self._move_in, self.failed.emit)

    def write(self, work: Callable[[Workbench], T], done: Callable[[T], object] | None = None) -> None:
        """Let the workbench store something that is no act, such as the place where one stopped."""
        self._writes.submit(partial(work, self.house.workbench), done or _ignore, self.failed.emit)

    def read(self, work: Callable[[Workbench], T], done: Callable[[T], object]) -> None:
        """Ask the workbench something; `done` gets the answer."""
        self._reads.submit(partial(work, self.house.workbench), done, self.failed.emit)

    def errand(
        self,
        work: Callable[[Workbench], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Do something long that writes nothing, such as an export."""
        self._errands.submit(partial(work, self.house.workbench), done, failed)

    def walk(self, steps: Callable[[Workbench], Iterator[Progress]]) -> Walk:
        """Return a walk through the steps of an import, to be started; it ends with the workspace."""
        return Walk(self._writes, partial(steps, self.house.workbench), self)

    def close(self, timeout_ms: int = DRAIN_MS) -> bool:
        """Let what is under way finish within a time, and close the database; return whether all was done."""
        self._watch.stop()
        for walk in self.findChildren(Walk):
            walk.cancel()
        end = time.monotonic() + timeout_ms / 1000
        is_done = [
            lane.close(max(0, int((end - time.monotonic()) * 1000)), finishes_all=lane is self._writes)
            for lane in (self._writes, self._errands, self._reads, self._renderings)
        ]
        if all(is_done) and self._house is not None and not self._is_closed:
            self._house.close()
            self._is_closed = True
        return all(is_done)

    def _move_in(self, house: House) -> None:
        old, self._house = self._house, house
        if old is not None:
            old.close()
        self._version = None
        self._watch.start()
        self.ready.emit()

    @Slot()
    def _look_for_others(self) -> None:
        if self._reads.is_empty and self._writes.is_empty:
            self.read(lambda workbench: workbench.data_version(), self._follow)

    def _follow(self, version: object) -> None:
        is_news = self._version is not None and version != self._version
        self._version = version
        if is_news:
            self.followed.emit()


def _ignore(_result: object) -> None:
    return
