"""A round of first attempts, run in the network's thread while the window goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.asking import Asking
    from annotator.ui.desk import Desk
    from annotator.workflow.generated import Progress
    from annotator.workflow.rounds import Round
    from annotator.workflow.workbench import Workbench

_NEWS_MS: Final = 1000
"""New deliverables are announced this often at most: each time the queue is read anew."""


class Generating(QObject):
    """One round at a time; it outlives every dialog and ends with the workspace.

    Signals:
        progressed: how far the round is (Progress); `progress` has it too.
        ended: the round is over.
    """

    progressed = Signal()
    ended = Signal()
    _landed = Signal(object)
    _over = Signal(object)

    def __init__(self, asking: Asking, desk: Desk) -> None:
        super().__init__(asking)
        self._asking = asking
        self._desk = desk
        self._cancel: Callable[[], None] | None = None
        self._workbench: Workbench | None = None
        self._announced = 0
        self.wanted: Round | None = None
        self.progress: Progress | None = None
        self._news_soon = QTimer(self, interval=_NEWS_MS, singleShot=True)
        self._news_soon.timeout.connect(self._announce)
        self._landed.connect(self._show)
        self._over.connect(self._end)
        desk.ready.connect(self._leave_workspace)

    @property
    def is_running(self) -> bool:
        """Whether a round is under way."""
        return self._cancel is not None

    def start(self, wanted: Round) -> None:
        """Begin a round; `progressed` follows again and again, then `ended`."""
        from annotator.workflow.generated import Progress  # noqa: PLC0415 -- not before the first paint
        from annotator.workflow.rounds import run_round  # noqa: PLC0415

        if self.is_running or self._asking.is_closed:
            return
        workbench = self._workbench = self._desk.house.workbench
        self.wanted, self.progress, self._announced = wanted, Progress(), 0
        self._cancel = self._asking.asker.call(
            lambda keys: run_round(workbench, wanted, keys.get, self._landed.emit),
            self._over.emit,
            self._over.emit,
        )

    @Slot()
    def stop(self) -> None:
        """Send nothing more; `ended` follows."""
        if self._cancel is not None:
            self._cancel()

    @Slot()
    def _leave_workspace(self) -> None:
        if self._workbench is not None and self._desk.house.workbench is not self._workbench:
            self.stop()
            self.wanted = self.progress = None

    @Slot(object)
    def _show(self, progress: Progress) -> None:
        if self._asking.is_closed or self.wanted is None:
            return
        self.progress = progress
        if progress.generated > self._announced and not self._news_soon.isActive():
            self._news_soon.start()
        self.progressed.emit()

    @Slot()
    def _announce(self) -> None:
        """Let everybody know of new deliverables: the queue shows them at once."""
        if self.progress is not None and self.progress.generated > self._announced and not self._asking.is_closed:
            self._announced = self.progress.generated
            self._desk.followed.emit()

    @Slot(object)
    def _end(self, outcome: Progress | BaseException) -> None:
        from asyncio import CancelledError  # noqa: PLC0415 -- not before the first paint

        self._cancel = None
        if self._asking.is_closed:
            return
        if not isinstance(outcome, BaseException) and self.wanted is not None:
            self.progress = outcome
        elif isinstance(outcome, BaseException) and not isinstance(outcome, CancelledError):
            self._asking.failed_otherwise(outcome)
        self._announce()
        self.progressed.emit()
        self.ended.emit()
