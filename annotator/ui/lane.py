"""Work off the GUI thread: a lane runs jobs strictly in order and hands each outcome back on the GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, Signal, SignalInstance, Slot
from shiboken6 import isValid
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.workflow.apart import ProcessApart

T = TypeVar("T")


class _Job(QRunnable):
    """Runs `work` in a pool thread and hands the outcome over as a closure."""

    def __init__(self, work: Callable[[], Callable[[], object]], landed: SignalInstance) -> None:
        super().__init__()
        self._work = work
        self._landed = landed

    @override
    def run(self) -> None:
        self._landed.emit(self._work())


class Lane(QObject):
    """A queue for slow work. With one worker, jobs run strictly in order.

    Work must not touch Qt: it takes and returns plain values.

    Signals:
        emptied: nothing is under way any more.
    """

    emptied = Signal()
    _landed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._under_way = 0
        self._is_closed = False
        self._pool = QThreadPool(self)
        self._pool.setObjectName(name)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)  # the thread keeps its database connection
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._landed.connect(self._deliver)

    @property
    def is_empty(self) -> bool:
        """Whether every outcome was delivered."""
        return self._under_way == 0

    def submit(self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[Exception], object]) -> None:
        """Run `work` soon; then call `done` or `failed` on the GUI thread. A closed lane takes nothing.

        Whoever asked may be gone by then: a method of an object that Qt has deleted is not called.
        """
        if self._is_closed:
            return

        def outcome() -> Callable[[], object]:
            try:
                return partial(done, work())
            except Exception as error:  # noqa: BLE001 -- the job boundary; `failed` sorts it out
                return partial(failed, error)

        self._under_way += 1
        self._pool.start(_Job(outcome, self._landed))

    def close(self, timeout_ms: int, *, finishes_all: bool = False) -> bool:
        """Take nothing more, and wait for what runs, at most `timeout_ms`; its outcomes are dropped.

        Args:
            timeout_ms: how long to wait.
            finishes_all: what has not begun is done too, and not dropped.
        """
        self._is_closed = True
        if not finishes_all:
            self._pool.clear()
        return self._pool.waitForDone(timeout_ms)

    @Slot(object)
    def _deliver(self, outcome: Callable[[], object]) -> None:
        self._under_way -= 1
        if self._is_closed:
            return
        if not _is_for_nobody(outcome):
            outcome()
        if self.is_empty:
            self.emptied.emit()


def _is_for_nobody(outcome: Callable[[], object]) -> bool:
    """Return whether an outcome is for an object that is gone, such as a dialog that was closed meanwhile."""
    asked = getattr(outcome.func if isinstance(outcome, partial) else outcome, "__self__", None)
    return isinstance(asked, QObject) and not isValid(asked)


def close_with(owner: QObject, process: ProcessApart) -> None:
    """Close a process once the object that asks it is gone: a lane of that would wait for the answer."""
    owner.destroyed.connect(partial(_close, process))


def _close(process: ProcessApart, *_gone: object) -> None:
    process.close()
