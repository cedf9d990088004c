"""The desk between the windows and the workbench: wishes go in, news comes out, and the work happens elsewhere.

It outlives every window, so no result ever meets a deleted widget. It holds no rules: what a wish means, the workbench
knows.
"""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from typing_extensions import override

from annotator.domain.moments import now
from annotator.errors import KnownError, Refused
from annotator.ui.asking import Asking
from annotator.ui.backroom import DRAIN_MS
from annotator.ui.reader import Reader
from annotator.workflow.commands import EditText, RestoreStanding, SetStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.ui.house import House
    from annotator.workflow.attempts import Added, NewAttempt
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.results.question import Assumptions
    from annotator.workflow.sheets import Place
    from annotator.workflow.workbench import Workbench

_RETRY_MS: Final = 3000
_COUNT_MS: Final = 150


class Desk(Reader):
    """The one door from the windows to everything else.

    Signals:
        changed: a command was carried out and stored (Change).
        save_failed: a command was not stored and is tried again (KnownError, Command or None).
        walked: undo or redo was carried out (Change), or there was nothing to take back or do again (None).
        refused: a command was not carried out and is not tried again (Exception, Command or None).
        saved: everything is stored; the time of the last commit (ISO 8601, UTC), empty before the first one.
        pending: something is on its way to the disk.
        attempt_added: a deliverable was made and stored (Added); `followed` went before.
        assumed: what the results reckon with was changed and stored (Assumptions).
    """

    changed = Signal(object)
    save_failed = Signal(object, object)
    walked = Signal(object)
    refused = Signal(object, object)
    saved = Signal(str)
    pending = Signal()
    attempt_added = Signal(object)
    assumed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asking = Asking(self)
        self._unsaved: deque[Command] = deque()
        self._saved_at = ""
        self._is_text_waiting = False
        self._writes.emptied.connect(self._say_saved)
        self._count_soon = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._count_soon.timeout.connect(self.refresh_counts)
        self._again = QTimer(self, interval=_RETRY_MS, singleShot=True)
        self._again.timeout.connect(self.retry)

    @property
    def has_unsaved(self) -> bool:
        """Whether a command is on its way to the disk, or did not get there."""
        return bool(self._unsaved) or self._is_text_waiting or not self._writes.is_empty

    @override
    def close(self, timeout_ms: int = DRAIN_MS) -> bool:
        begun = time.monotonic()
        self._again.stop()
        self._count_soon.stop()
        has_stopped = self.asking.close(timeout_ms // 2)  # the writes get what it leaves, and half at least
        return super().close(timeout_ms - int((time.monotonic() - begun) * 1000)) and has_stopped

    @override
    def _move_in(self, house: House) -> None:
        self._saved_at = ""
        super()._move_in(house)

    @Slot(object)
    def run(self, command: Command) -> None:
        """Carry out a command; `changed` or `save_failed` follows."""
        self.pending.emit()
        work = partial(self.house.workbench.run, command)
        self._writes.submit(work, self._announce, partial(self._keep, (command,)))

    def run_all(self, commands: Sequence[Command]) -> None:
        """Carry out commands as one step of undo."""
        self.pending.emit()
        work = partial(self.house.workbench.run_all, commands)
        self._writes.submit(work, self._announce_all, partial(self._keep, commands))

    def undo(self) -> None:
        """Take the latest act back."""
        self.pending.emit()
        self._writes.submit(self.house.workbench.undo, self._announce_walk, partial(self._keep, ()))

    def redo(self) -> None:
        """Do again what was last taken back."""
        self.pending.emit()
        self._writes.submit(self.house.workbench.redo, self._announce_walk, partial(self._keep, ()))

    @Slot()
    def retry(self) -> None:
        """Try to store again what could not be stored."""
        waiting = tuple(self._unsaved)
        self._unsaved.clear()
        for command in waiting:
            self.run(command)

    def break_typing(self) -> None:
        """End the run of typing that is undone in one step."""
        self.write(_break_typing)

    def set_place(self, place: Place) -> None:
        """Remember where the reviewer stopped."""
        self.write(lambda workbench: workbench.set_place(place))

    @Slot(object)
    def assume(self, wanted: Assumptions) -> None:
        """Let the workspace remember what its results reckon with; `assumed` follows."""
        self.write(partial(_assume, wanted), self.assumed.emit)

    def add_attempt(self, new: NewAttempt, failed: Callable[[Exception], object] | None = None) -> None:
        """Store the next attempt after a deliverable; `attempt_added` follows, or `failed`, or the signal of that name.

        Undo does not take it back: `workbench.take_back_attempt` does, as long as nobody reviewed it.
        """
        self.pending.emit()
        work = partial(self.house.workbench.add_attempt, new)
        self._writes.submit(work, self.announce_attempt, failed or self.failed.emit)

    def announce_attempt(self, added: Added) -> None:
        """Let everybody know of a deliverable that was stored: what was read before knows nothing of it."""
        self._saved_at = now()
        self.followed.emit()
        self.attempt_added.emit(added)

    def _announce_walk(self, change: Change | None) -> None:
        if change is not None:
            self._announce(change)
        self.walked.emit(change)

    def _announce(self, change: Change) -> None:
        self._saved_at = change.saved_at
        if isinstance(change.command, EditText):
            self._is_text_waiting = False
        self._note(change)
        self.changed.emit(change)
        if isinstance(change.command, SetStatus | RestoreStanding):
            self._count_soon.start()

    def _announce_all(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._announce(change)

    def _keep(self, commands: Sequence[Command], error: Exception) -> None:
        """A command was not stored: keep it, unless it is typed text, which its editor keeps and sends again."""
        first = commands[0] if commands else None
        if not isinstance(error, KnownError) or isinstance(error, Refused):
            self.refused.emit(error, first)
            return
        self._unsaved.extend(command for command in commands if not isinstance(command, EditText))
        if self._unsaved:
            self._again.start()
        self._is_text_waiting |= any(isinstance(command, EditText) for command in commands)
        self.save_failed.emit(error, first)

    @Slot()
    def _say_saved(self) -> None:
        if not self._unsaved and not self._is_text_waiting:
            self.saved.emit(self._saved_at)


def _break_typing(workbench: Workbench) -> None:
    workbench.break_typing()


def _assume(wanted: Assumptions, workbench: Workbench) -> Assumptions:
    from annotator.workflow.results import asking  # noqa: PLC0415 -- not before the first paint

    asking.assume(workbench.database, wanted)
    return wanted
